// The editor of a site's own rules: mistakes as one types, a try on decided comments, and publishing.

import { useRef, useState } from "preact/hooks";
import { call, Refusal } from "../api/client.ts";
import { announce, complain } from "../parts/announce.ts";
import { count } from "../parts/format.ts";
import { sent } from "../settings/parts.tsx";
import { strings } from "../strings/index.ts";
import { useCheck, useDraft, type Draft } from "./draft.ts";
import { Replay } from "./replay.tsx";
import { rights, type Check, type Diagnostic, type SiteRules, type Version } from "./shapes.ts";

const example = `rules:
  - id: SITE_EXAMPLE
    rev: 1
    description: A word that this site does not want ({match})
    reason: quality.off_topic
    score: 2.5
    mode: shadow
    when: {field: text, words: [weatherballoon]}
    tests:
      match: ['another weatherballoon story']
      no_match: ['nice weather today']
`;

/** Puts the caret where a diagnostic points to. */
function goTo(area: HTMLTextAreaElement | null, { line, column }: Diagnostic): void {
  if (!area || line < 1) return;
  const lines = area.value.split("\n");
  const begin = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const at = begin + Math.max(0, column - 1);
  area.focus();
  area.setSelectionRange(at, begin + (lines[line - 1] ?? "").length);
  const height = parseFloat(getComputedStyle(area).lineHeight) || 18;
  area.scrollTop = Math.max(0, (line - 4) * height);
}

export function Diagnostics({ items, show }: { items: Diagnostic[]; show?: (one: Diagnostic) => void }) {
  const words = strings();
  const placeOf = ({ origin, file, line }: Diagnostic) =>
    line < 1 ? words.whole_text : `${origin === "site" ? "" : `${file ?? words.origins[origin]} · `}${words.line(line)}`;
  return (
    <ul class="plain diagnostics">
      {items.map((one, index) => (
        <li key={index} class={one.severity}>
          {show && one.origin === "site" && one.line > 0 ? (
            <button type="button" class="plain" onClick={() => show(one)}>
              {placeOf(one)}
            </button>
          ) : (
            <span class="muted">{placeOf(one)}</span>
          )}{" "}
          {one.rule && <code>{one.rule}</code>} <span>{one.message}</span>
          {one.hint && <span class="muted"> ({one.hint})</span>}
        </li>
      ))}
    </ul>
  );
}

function CheckResult({ check, fault, show }: { check?: Check | undefined; fault?: Error | undefined; show: (one: Diagnostic) => void }) {
  const words = strings();
  const errors = check?.diagnostics.filter(({ severity }) => severity === "error").length ?? 0;
  const sentence = fault ? fault.message : !check ? words.checking : check.loads ? words.loads(check.rules, check.tests) : words.mistakes(errors);
  return (
    <div class="boxed">
      <p role="status" id="check" class={check?.loads ? "good" : errors > 0 || fault ? "bad" : "muted"}>
        {sentence}
      </p>
      {check && <Diagnostics items={check.diagnostics} show={show} />}
    </div>
  );
}

function Publish({ site, draft, ready, done }: { site: string; draft: Draft; ready: boolean; done: () => void }) {
  const words = strings();
  const [overtaken, setOvertaken] = useState("");
  const publish = async (event: SubmitEvent) => {
    const { form, text } = sent(event);
    try {
      const body = { site, text: draft.text, version: draft.version, note: text("note") };
      const { version } = await call<Version>("POST", "/v1/rules", { body });
      announce(words.published(version));
      form.reset();
      setOvertaken("");
      draft.drop();
      done();
    } catch (refusal) {
      if (refusal instanceof Refusal && refusal.status === 409) setOvertaken(refusal.message);
      else complain(refusal);
    }
  };
  return (
    <form class="boxed form-row" onSubmit={(event) => void publish(event)}>
      <label class="grow">
        {words.why_this_change}
        <input name="note" maxLength={2000} required />
      </label>
      <button id="publish" disabled={!ready || !draft.changed}>
        {words.publish}
      </button>
      {overtaken && (
        <p class="bar warning" role="alert">
          {overtaken}{" "}
          <button type="button" onClick={done}>
            {words.read_again}
          </button>
        </p>
      )}
    </form>
  );
}

export function Editor({ rules, again }: { rules: SiteRules; again: () => void }) {
  const words = strings();
  const draft = useDraft(rules);
  const { tries, publishes } = rights();
  const { check, fault } = useCheck(rules.site, draft.text, tries);
  const area = useRef<HTMLTextAreaElement>(null);
  const ready = check?.loads ?? false;
  const isOld = draft.version !== rules.version;
  return (
    <section class="stack">
      <p class="muted">{words.own_rules_explained}</p>
      {isOld && (
        <p class="bar warning" role="alert">
          {words.draft_is_old(draft.version, rules.version)}{" "}
          <button type="button" onClick={() => draft.rebase(rules.version)}>
            {words.keep_draft}
          </button>{" "}
          <button type="button" onClick={draft.drop}>
            {words.drop_draft}
          </button>
        </p>
      )}
      <label class="editor">
        {words.own_rules_of(rules.site)}
        <textarea
          ref={area}
          id="draft"
          rows={Math.min(40, Math.max(14, draft.text.split("\n").length + 2))}
          spellcheck={false}
          autocapitalize="off"
          readOnly={!tries}
          wrap="off"
          dir="ltr"
          aria-describedby="check"
          value={draft.text}
          onInput={(event) => draft.write(event.currentTarget.value)}
        />
      </label>
      {tries && (
        <p class="buttons">
          {draft.text.trim() === "" && (
            <button type="button" onClick={() => draft.write(example)}>
              {words.insert_example}
            </button>
          )}
          {draft.changed && (
            <button type="button" class="plain" onClick={draft.drop}>
              {words.drop_draft}
            </button>
          )}
          <span class="small muted">{words.bytes_of(count(new TextEncoder().encode(draft.text).length), count(262_144))}</span>
        </p>
      )}
      {tries && <CheckResult check={check} fault={fault} show={(one) => goTo(area.current, one)} />}
      {tries && <Replay site={rules.site} text={draft.text} ready={ready} />}
      {publishes && <Publish site={rules.site} draft={draft} ready={ready && !isOld} done={again} />}
    </section>
  );
}
