// What the newest decisions say about the work: how many a day, how they ended, how long a comment waited, how
// often one was taken back, and how often people agreed with each rule. Counted here from the log.

import { get, withQuery } from "../api/client.ts";
import type { Judgement, Page } from "../api/types.ts";

/** Of a statement of GET /v1/history, what is counted. */
export interface Decided {
  actor: string;
  moderator: string | null;
  judgement: Judgement;
  at: string;
  undone_at: string | null;
  undone_by: string | null;
  ms_to_decide: number;
  evidence: { name: string }[];
}

export interface Day {
  day: string;
  approve: number;
  reject: number;
  escalate: number;
  /** Milliseconds; null on a day without a decision of a person. */
  median_wait: number | null;
}

export interface Worker {
  moderator: string;
  decisions: number;
  median_wait: number;
  /** Share that somebody else took back. */
  overruled: number;
}

export interface RuleRecord {
  name: string;
  /** Decisions of people on comments it was found in. */
  hits: number;
  /** Share of them that were rejected. */
  precision: number;
}

export interface Activity {
  decisions: number;
  /** Of the oldest decision that was counted; empty when there is none. */
  since: string;
  /** false: there are older ones within the time that were not counted. */
  complete: boolean;
  days: Day[];
  workers: Worker[];
  rules: RuleRecord[];
}

const pageSize = 200;
const mostPages = 15;
const days = 30;
/** A rule with fewer decided comments has no precision worth showing. */
const fewestHits = 5;

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function grouped<T>(items: T[], nameOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = nameOf(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}

const waitOf = ({ ms_to_decide }: Decided) => ms_to_decide;
const many = (items: Decided[], judgement: Judgement) => items.filter((item) => item.judgement === judgement).length;

function daysOf(decided: Decided[]): Day[] {
  const byDay = [...grouped(decided, ({ at }) => at.slice(0, 10))].sort(([a], [b]) => (a < b ? -1 : 1));
  return byDay.map(([day, items]) => ({
    day,
    approve: many(items, "approve"),
    reject: many(items, "reject"),
    escalate: many(items, "escalate"),
    median_wait: median(items.map(waitOf)),
  }));
}

function workersOf(decided: Decided[]): Worker[] {
  const byModerator = grouped(decided, ({ moderator }) => moderator ?? "");
  const workers = [...byModerator].map(([moderator, items]) => ({
    moderator,
    decisions: items.length,
    median_wait: median(items.map(waitOf)),
    overruled: items.filter(({ undone_by }) => undone_by && undone_by !== moderator).length / items.length,
  }));
  return workers.sort((a, b) => b.decisions - a.decisions);
}

function rulesOf(decided: Decided[]): RuleRecord[] {
  const judged = decided.filter(({ judgement, undone_at }) => judgement !== "escalate" && !undone_at);
  const hits = judged.flatMap(({ evidence, judgement }) => [...new Set(evidence.map(({ name }) => name))].map((name) => ({ name, judgement })));
  const rules = [...grouped(hits, ({ name }) => name)].map(([name, found]) => ({
    name,
    hits: found.length,
    precision: found.filter(({ judgement }) => judgement === "reject").length / found.length,
  }));
  return rules.filter((rule) => rule.hits >= fewestHits).sort((a, b) => b.hits - a.hits);
}

/** Counts decisions of people; those of the engine have no wait and no opinion on a rule. */
export function activityOf(items: Decided[], complete: boolean): Activity {
  const decided = items.filter(({ actor }) => actor === "moderator");
  return {
    decisions: decided.length,
    since: decided.reduce((oldest, { at }) => (oldest === "" || at < oldest ? at : oldest), ""),
    complete,
    days: daysOf(decided),
    workers: workersOf(decided),
    rules: rulesOf(decided),
  };
}

/** The decisions of people of the last 30 days, the newest 3,000 at most. */
export async function readActivity(now: Date, signal?: AbortSignal): Promise<Activity> {
  const from = new Date(now.getTime() - days * 86_400_000).toISOString();
  const items: Decided[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; ++page) {
    const path = withQuery("/v1/history", { actor: "moderator", from, limit: pageSize, cursor });
    const { items: more, next_cursor } = await get<Page<Decided>>(path, signal);
    items.push(...more);
    if (next_cursor === null) return activityOf(items, true);
    cursor = next_cursor;
  }
  return activityOf(items, false);
}
