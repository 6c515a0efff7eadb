// Editions of a site's own rules: who published what and why, what it changed, and the way back.

import { useState } from "preact/hooks";
import { call, withQuery } from "../api/client.ts";
import { announce, complain } from "../parts/announce.ts";
import { More, Shown, useFetched, usePages } from "../parts/fetched.tsx";
import { ago, moment } from "../parts/format.ts";
import { Stranger } from "../parts/stranger.tsx";
import { strings } from "../strings/index.ts";
import { lineDiff } from "./line_diff.ts";
import { rights, type SiteRules, type Version } from "./shapes.ts";

/** Unchanged lines shown around a change. */
const around = 2;

function Diff({ before, after }: { before: string; after: string }) {
  const words = strings();
  const lines = lineDiff(before, after);
  const near = lines.map((_, at) => lines.slice(Math.max(0, at - around), at + around + 1).some(({ op }) => op !== "same"));
  if (!near.includes(true)) return <p class="muted">{words.no_difference}</p>;
  return (
    <pre class="diff rule-diff scrolls" tabIndex={0} aria-label={words.difference}>
      {lines.map(({ op, text }, at) => {
        if (!near[at]) return near[at - 1] ? <span key={at} class="muted">{"⋯\n"}</span> : null;
        if (op === "removed") return <del key={at}>{`- ${text}\n`}</del>;
        return op === "added" ? <ins key={at}>{`+ ${text}\n`}</ins> : <span key={at}>{`  ${text}\n`}</span>;
      })}
    </pre>
  );
}

function Edition({ version, rules, again }: { version: Version; rules: SiteRules; again: () => void }) {
  const words = strings();
  const [open, setOpen] = useState(false);
  const inForce = version.version === rules.version;
  const path = `/v1/rules/versions/${version.version}`;
  const before = version.version - 1;
  const text = useFetched<{ text: string }>(open ? withQuery(path, { site: rules.site }) : null);
  const earlier = useFetched<{ text: string }>(open && before > 0 ? withQuery(`/v1/rules/versions/${before}`, { site: rules.site }) : null);
  const restore = async () => {
    try {
      const made = await call<Version>("POST", `${path}/restore`, { body: { site: rules.site, version: rules.version } });
      announce(words.published(made.version));
      again();
    } catch (refusal) {
      complain(refusal);
    }
  };
  return (
    <li class="boxed stack">
      <p>
        <b>{words.edition(version.version)}</b> {inForce && <span class="badge">{words.in_force}</span>}{" "}
        <span class="muted small">
          {version.by},{" "}
          <time dateTime={version.at} title={moment(version.at)}>
            {ago(version.at)}
          </time>
          {version.restored_from !== null && ` · ${words.restored_from(version.restored_from)}`}
        </span>
      </p>
      {version.note && (
        <p class="quoted">
          <Stranger text={version.note} />
        </p>
      )}
      <p class="buttons">
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {words.difference}
        </button>
        {!inForce && rights().publishes && (
          <button type="button" onClick={() => void restore()}>
            {words.back_to_here}
          </button>
        )}
      </p>
      {open && (
        <Shown of={text}>
          {({ text: now }) => (before > 0 ? <Shown of={earlier}>{({ text: was }) => <Diff before={was} after={now} />}</Shown> : <Diff before="" after={now} />)}
        </Shown>
      )}
    </li>
  );
}

export function Versions({ rules, again }: { rules: SiteRules; again: () => void }) {
  const { of, more, fault } = usePages<Version>((cursor) => withQuery("/v1/rules/versions", { site: rules.site, cursor }));
  const changed = () => {
    of.again();
    again();
  };
  return (
    <Shown of={of}>
      {({ items, cursor }) => (
        <>
          {items.length === 0 && <p class="boxed muted">{strings().no_own_rules}</p>}
          <ul class="plain">
            {items.map((version) => (
              <Edition key={version.version} version={version} rules={rules} again={changed} />
            ))}
          </ul>
          <More cursor={cursor} more={more} fault={fault} />
        </>
      )}
    </Shown>
  );
}
