// The log of decisions, searchable; each with what the law wants to be told of it.

import { withQuery } from "../api/client.ts";
import type { Judgement, Status } from "../api/types.ts";
import { More, Shown, usePages } from "../parts/fetched.tsx";
import { ago, moment } from "../parts/format.ts";
import { Stranger } from "../parts/stranger.tsx";
import { rejectReasons } from "../queue/reasons.ts";
import { addressOf, Go, go, place, refine } from "../router.tsx";
import { useStore } from "../store.ts";
import { reasonName, strings } from "../strings/index.ts";

interface Statement {
  decision: string;
  site: string;
  comment: string;
  article: string;
  actor: "engine" | "moderator" | "author" | "system";
  moderator: string | null;
  judgement: Judgement;
  reason: string | null;
  note: string | null;
  status_before: Status;
  status_after: Status;
  at: string;
  undone_at: string | null;
  undone_by: string | null;
  automated_decision: "not" | "partially" | "fully";
  ground: "none" | "terms" | "law";
  facts: string;
  detected_reasons: string[];
  evidence: { name: string; rev: number }[];
  rules_version: string;
  model_version: string;
  policy_version: string;
}

const filterNames = ["site", "actor", "moderator", "reason", "judgement", "comment", "author", "from", "until"] as const;

function filtersOf(query: URLSearchParams): Record<string, string | undefined> {
  return Object.fromEntries(filterNames.map((name) => [name, query.get(name) ?? undefined]));
}

function Choice({ name, label, value, of }: { name: string; label: string; value: string | undefined; of: [string, string][] }) {
  return (
    <label>
      {label}
      <select name={name} value={value ?? ""}>
        <option value="">{strings().all}</option>
        {of.map(([code, shown]) => (
          <option key={code} value={code}>
            {shown}
          </option>
        ))}
      </select>
    </label>
  );
}

function Search({ filters }: { filters: Record<string, string | undefined> }) {
  const words = strings();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const changes: Record<string, string | undefined> = {};
    for (const [name, value] of new FormData(event.currentTarget as HTMLFormElement)) {
      const text = String(value).trim();
      changes[name] = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text || undefined;
    }
    refine(changes);
  };
  const field = (name: (typeof filterNames)[number], label: string) => (
    <label>
      {label}
      <input name={name} value={filters[name]} />
    </label>
  );
  const dayField = (name: "from" | "until", label: string) => (
    <label>
      {label}
      <input name={name} type="date" value={filters[name]?.slice(0, 10)} />
    </label>
  );
  return (
    <details class="boxed" open={Object.values(filters).some(Boolean)}>
      <summary>{words.filters}</summary>
      <form class="fields" role="search" onSubmit={submit}>
        <Choice name="judgement" label={words.decision} value={filters.judgement} of={Object.entries(words.judgements)} />
        <Choice name="actor" label={words.decided_by_whom} value={filters.actor} of={Object.entries(words.actors)} />
        {field("moderator", words.moderator)}
        <Choice name="reason" label={words.reason} value={filters.reason} of={rejectReasons.map((code) => [code, reasonName(code)])} />
        {field("site", words.site)}
        {field("comment", words.view_comment)}
        {field("author", words.author)}
        {dayField("from", words.since)}
        {dayField("until", words.until)}
        <p class="buttons">
          <button>{words.apply}</button>
          <button type="button" class="plain" onClick={() => go(addressOf(["history"]))}>
            {words.clear_filters}
          </button>
          {(["csv", "ndjson"] as const).map((format) => (
            <a key={format} href={withQuery("/v1/history/export", { ...filters, format })} download>
              {words.export_as(format.toUpperCase())}
            </a>
          ))}
        </p>
      </form>
    </details>
  );
}

function StatementView({ statement }: { statement: Statement }) {
  const words = strings();
  const { judgement, actor, moderator, reason, at, undone_at, undone_by } = statement;
  return (
    <li class="boxed">
      <p>
        <b class={undone_at ? "undone" : undefined}>{words.judgements[judgement]}</b>{" "}
        {reason && <span class="badge">{reasonName(reason)}</span>}{" "}
        <span class="muted small">
          {moderator ?? words.actors[actor]},{" "}
          <time dateTime={at} title={moment(at)}>
            {ago(at)}
          </time>{" "}
          · {words.statuses[statement.status_before]} → {words.statuses[statement.status_after]} ·{" "}
          <Go to={addressOf(["comments", statement.comment])}>{words.view_comment}</Go> · {statement.site}
          {undone_at && ` · ${words.undone_by(undone_by ?? "", ago(undone_at))}`}
        </span>
      </p>
      {statement.note && (
        <p class="quoted">
          <Stranger text={statement.note} />
        </p>
      )}
      <details>
        <summary class="small">{words.statement}</summary>
        <p>{statement.facts}</p>
        <p class="small muted">
          {words.automated[statement.automated_decision]} · {words.grounds[statement.ground]}
        </p>
        <p class="small muted">{statement.detected_reasons.map(reasonName).join(", ")}</p>
        <p class="small muted">{statement.evidence.map(({ name, rev }) => `${name}@${rev}`).join(" · ")}</p>
        <p class="small muted">
          {[statement.rules_version, statement.model_version, statement.policy_version].filter(Boolean).join(" · ")}
        </p>
      </details>
    </li>
  );
}

export function HistoryView() {
  const filters = filtersOf(useStore(place).query);
  const { of, more, fault } = usePages<Statement>((cursor) => withQuery("/v1/history", { ...filters, cursor }));
  return (
    <div class="stack">
      <Search key={JSON.stringify(filters)} filters={filters} />
      <Shown of={of}>
        {({ items, cursor }) => (
          <>
            {items.length === 0 && <p class="boxed muted">{strings().nothing_here}</p>}
            <ul class="plain">
              {items.map((statement) => (
                <StatementView key={statement.decision + statement.comment + statement.at} statement={statement} />
              ))}
            </ul>
            <More cursor={cursor} more={more} fault={fault} />
          </>
        )}
      </Shown>
    </div>
  );
}
