// The rules that judge a site's comments: whose each is, how often it fires, and whether people agree with it.

import { useState } from "preact/hooks";
import { ago, count, moment, points, share } from "../parts/format.ts";
import { addressOf, Go } from "../router.tsx";
import { reasonName, strings } from "../strings/index.ts";
import type { Rule } from "./shapes.ts";

const orders = ["hits", "precision", "id"] as const;
type Order = (typeof orders)[number];
const kinds = ["every", "own", "dead", "doubtful"] as const;
type Kind = (typeof kinds)[number];

/** Fewer decided comments say nothing of a rule. */
const fewestDecided = 5;
const doubtful = 0.5;

const decided = ({ upheld, overturned }: Rule) => upheld + overturned;
const isDoubtful = (rule: Rule) => decided(rule) >= fewestDecided && (rule.precision ?? 1) < doubtful;

const isOf: Record<Kind, (rule: Rule) => boolean> = {
  every: () => true,
  own: ({ origin, changed_by }) => origin !== "shipped" || changed_by !== null,
  dead: ({ dead }) => dead,
  doubtful: isDoubtful,
};

const compare: Record<Order, (a: Rule, b: Rule) => number> = {
  hits: (a, b) => b.hits_30d - a.hits_30d || (a.id < b.id ? -1 : 1),
  precision: (a, b) => (a.precision ?? 2) - (b.precision ?? 2) || decided(b) - decided(a),
  id: (a, b) => (a.id < b.id ? -1 : 1),
};

function matches(rule: Rule, words: string): boolean {
  const text = `${rule.id} ${rule.description} ${rule.reason ?? ""} ${rule.group ?? ""} ${rule.when}`.toLowerCase();
  return words.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

function effectOf({ action, score }: Rule): string {
  return action === "score" ? points(score) : strings().rule_actions[action];
}

function Whose({ rule }: { rule: Rule }) {
  const words = strings();
  return (
    <>
      {words.origins[rule.origin]}
      {rule.changed_by && <span class="small muted"> ({words.changed_by(words.origins[rule.changed_by])})</span>}
    </>
  );
}

function Details({ rule }: { rule: Rule }) {
  const words = strings();
  const lines: [string, string | null][] = [
    [words.condition, rule.when],
    [words.rule_group, rule.group],
    [words.rule_place, `${rule.file.replace(/^~site\/|^overlay-1\//, "")}:${rule.line}`],
    [words.rule_ends, rule.expires && moment(rule.expires)],
    [words.rule_owner, rule.owner],
    [words.rule_added, rule.added],
    [words.tests, count(rule.tests)],
    [words.decided_comments, words.upheld_overturned(count(rule.upheld), count(rule.overturned))],
  ];
  return (
    <dl class="facts">
      {lines.map(([name, value]) =>
        value ? (
          <div key={name}>
            <dt>{name}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ) : null,
      )}
      <div>
        <dt>{words.view_queue}</dt>
        <dd>
          <Go to={addressOf(["queue"], { rule: rule.id })}>{words.waiting_with_rule}</Go>
        </dd>
      </div>
    </dl>
  );
}

function Line({ rule }: { rule: Rule }) {
  const words = strings();
  const [open, setOpen] = useState(false);
  return (
    <>
      <tr class={rule.mode === "off" ? "muted" : undefined}>
        <th scope="row">
          <button type="button" class="plain rule-id" aria-expanded={open} onClick={() => setOpen(!open)}>
            {rule.id}
          </button>
          <br />
          <span class="small muted">{withoutMatch(rule.description)}</span>
        </th>
        <td>{rule.reason && reasonName(rule.reason)}</td>
        <td class="number">{effectOf(rule)}</td>
        <td>
          <span class={`badge ${rule.mode === "off" ? "rejected" : ""}`}>{words.rule_modes[rule.mode]}</span>
        </td>
        <td>
          <Whose rule={rule} />
        </td>
        <td class="number">
          {count(rule.hits_30d)}
          {rule.dead && <span class="badge"> {words.dead}</span>}
        </td>
        <td class={isDoubtful(rule) ? "number doubtful" : "number"}>
          {decided(rule) < fewestDecided ? "–" : share(rule.precision ?? 0)}
        </td>
        <td class="small">{rule.last_hit ? ago(rule.last_hit) : "–"}</td>
      </tr>
      {open && (
        <tr>
          <td colSpan={8}>
            <Details rule={rule} />
          </td>
        </tr>
      )}
    </>
  );
}

/** A description without the place where a verdict puts what matched. */
const withoutMatch = (description: string) => description.replace(/\s*\(\{match\}\)|\{match\}/g, "");

const shownAtOnce = 100;

export function RuleList({ rules }: { rules: Rule[] }) {
  const words = strings();
  const [search, setSearch] = useState("");
  const [kind, setKind] = useState<Kind>("every");
  const [order, setOrder] = useState<Order>("hits");
  const [most, setMost] = useState(shownAtOnce);
  const found = rules.filter((rule) => isOf[kind](rule) && matches(rule, search)).sort(compare[order]);
  const headings: [string, boolean][] = [
    [words.rule, false],
    [words.reason, false],
    [words.effect, true],
    [words.mode, false],
    [words.origin, false],
    [words.hits_30d, true],
    [words.rule_precision, true],
    [words.last_hit, false],
  ];
  return (
    <section class="stack">
      <div class="form-row boxed">
        <label class="grow">
          {words.search}
          <input type="search" value={search} onInput={(event) => setSearch(event.currentTarget.value)} />
        </label>
        <label>
          {words.show}
          <select value={kind} onChange={(event) => setKind(event.currentTarget.value as Kind)}>
            {kinds.map((one) => (
              <option key={one} value={one}>
                {words.rule_kinds[one]} ({count(rules.filter(isOf[one]).length)})
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.sorted_by}
          <select value={order} onChange={(event) => setOrder(event.currentTarget.value as Order)}>
            {orders.map((one) => (
              <option key={one} value={one}>
                {words.rule_orders[one]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div class="boxed scrolls" tabIndex={0} role="region" aria-label={words.view_rules}>
        <table class="rule-table">
          <thead>
            <tr>
              {headings.map(([name, number]) => (
                <th key={name} scope="col" class={number ? "number" : undefined}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {found.slice(0, most).map((rule) => (
              <Line key={rule.id} rule={rule} />
            ))}
          </tbody>
        </table>
        {found.length === 0 && <p class="muted">{words.nothing_here}</p>}
        {found.length > most && (
          <p class="centred">
            <button type="button" onClick={() => setMost(most + shownAtOnce)}>
              {words.more} ({count(found.length - most)})
            </button>
          </p>
        )}
      </div>
      <p class="small muted">{words.precision_explained(fewestDecided)}</p>
    </section>
  );
}
