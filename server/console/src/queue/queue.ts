// The rows that wait, and what the moderator does to them.
//
// A decision takes its rows away at once and is sent meanwhile. What the server refuses comes back to its
// place with the reason why, so nothing is lost; a row that is being taken back keeps later decisions
// waiting until its new version is known. Rows that a colleague decides stay where they are, marked, until
// the focus has left them: nothing moves under the pointer.

import { get, Refusal } from "../api/client.ts";
import type { DecidedReply, DecisionRecord, ItemResult, Judgement, QueueItem, QueuePage } from "../api/types.ts";
import { isOwnAppeal } from "../card/voices.tsx";
import { announce } from "../parts/announce.ts";
import { Store } from "../store.ts";
import { strings } from "../strings/index.ts";
import { filtersOf, queuePath, type Filters } from "./filters.ts";
import { endOf, isEdited, newsAbout, newsOf, stillWaits } from "./news.ts";
import { postSurely } from "./sending.ts";

export interface Row {
  item: QueueItem;
  /** Set once somebody else decided it: who and what, as a sentence. It cannot be decided any more. */
  gone?: string;
  /** Why a decision on it was refused. */
  fault?: string;
  /** A note that goes with the decision. */
  note?: string;
  /** A colleague holds it and the moderator has been told: the next decision takes it over. */
  takeOver?: boolean;
  /** What has changed since it was shown, until the focus has left it. */
  news?: string;
  /** It was on the card: the moderator may have read it. */
  seen?: boolean;
  /** The text changed while it was on the card: the next decision only says so. */
  unread?: boolean;
  /** Pending while an undo has not told the new version. */
  ready: Promise<void>;
}

/** One act of the moderator: one decision over one or many rows. */
interface Act {
  places: { row: Row; index: number }[];
  judgement: Judgement;
  /** Its id once the server has it; undefined when nothing of it was carried out. */
  sent: Promise<string | undefined>;
}

const pageSize = 50;
/** So many rows are kept ahead; a page is fetched while the last ones are decided. */
const ahead = 15;
const bulkLimit = 500;

export const idOf = (row: Row) => row.item.comment.id;

export class Queue {
  readonly changed = new Store(0);
  rows: Row[] = [];
  focused: string | null = null;
  readonly selected = new Set<string>();
  filters: Filters = {};
  /** How many match; null where the server cannot tell without walking the queue. */
  total: number | null = 0;
  /** Comments that came since the page was fetched. */
  arrived = 0;
  loading = false;
  fault = "";
  /** Rises when the focus was moved by a key or a decision: the card then takes the keyboard's focus. */
  steps = 0;
  /** Told of rows that may not be as the server has them; who follows the queue fetches them again. */
  stale: (comment: string) => void = () => undefined;
  private cursor: string | null = null;
  private anchor: string | null = null;
  private acts: Act[] = [];
  /** Decided here and maybe not yet there: not to be shown again by a page fetched meanwhile. */
  private readonly away = new Set<string>();
  private round = 0;
  private inFlight = 0;
  /** Grows with everything that is sent: an answer about the queue from before it is of another moment. */
  private sent = 0;
  private held: (() => void)[] = [];

  private notify(): void {
    this.changed.set(this.changed.get() + 1);
  }

  get more(): boolean {
    return this.cursor !== null;
  }

  get undoable(): number {
    return this.acts.length;
  }

  row(id: string | null): Row | undefined {
    return this.rows.find((row) => idOf(row) === id);
  }

  get current(): Row | undefined {
    return this.row(this.focused);
  }

  /** Shows another part of the queue, from its beginning. */
  async open(query: URLSearchParams): Promise<void> {
    const wanted = filtersOf(query);
    const same = JSON.stringify(wanted) === JSON.stringify(this.filters);
    if (same && this.rows.length > 0) return;
    this.filters = wanted;
    this.selected.clear();
    this.rows = [];
    this.focused = null;
    await this.reload();
  }

  /** Fetches the first page again; the focus stays on its comment if that is still there. */
  async reload(): Promise<void> {
    const round = ++this.round;
    this.loading = true;
    this.notify();
    try {
      const page = await get<QueuePage>(queuePath(this.filters, pageSize));
      if (round !== this.round) return;
      this.fault = "";
      this.arrived = 0;
      const notes = new Map(this.rows.map((row) => [idOf(row), row.note]));
      this.rows = this.rowsOf(page);
      for (const row of this.rows) if (notes.get(idOf(row))) row.note = notes.get(idOf(row))!;
      this.take(page);
      this.dropUnknown();
      if (!this.current) this.focused = this.rows[0] ? idOf(this.rows[0]) : null;
      if (this.current) this.current.seen = true;
    } catch (refusal) {
      if (round === this.round) this.fault = (refusal as Error).message;
    } finally {
      if (round === this.round) this.loaded();
      this.notify();
    }
  }

  /** Appends the next page, if there is one. */
  async extend(size = pageSize): Promise<void> {
    if (this.loading || this.cursor === null) return;
    const round = this.round;
    this.loading = true;
    this.notify();
    try {
      const page = await get<QueuePage>(queuePath(this.filters, size, this.cursor));
      if (round !== this.round) return;
      const known = new Set(this.rows.map(idOf));
      this.rows.push(...this.rowsOf(page).filter((row) => !known.has(idOf(row))));
      this.take(page);
      if (!this.current && this.rows[0]) this.step(this.rows[0]);
    } catch (refusal) {
      this.fault = (refusal as Error).message;
    } finally {
      if (round === this.round) this.loaded();
      this.notify();
    }
  }

  private loaded(): void {
    this.loading = false;
    const held = this.held;
    this.held = [];
    for (const act of held) act();
  }

  private rowsOf(page: QueuePage): Row[] {
    const shown = page.items.filter(({ comment }) => !this.away.has(comment.id) || this.filters.escalated === "true");
    return shown.map((item) => ({ item, ready: Promise.resolve() }));
  }

  private take(page: QueuePage): void {
    this.cursor = page.next_cursor;
    this.total = page.total;
  }

  private countBy(change: number): void {
    if (this.total !== null) this.total = Math.max(0, this.total + change);
  }

  private dropUnknown(): void {
    const known = new Set(this.rows.map(idOf));
    for (const id of this.selected) if (!known.has(id)) this.selected.delete(id);
  }

  // --- Focus and selection ---------------------------------------------------------------------

  /** Puts a row into focus. Those that are gone leave now, since it was the moderator who moved. */
  private step(row: Row | undefined): void {
    this.show(row);
    this.rows = this.rows.filter((other) => !other.gone || other === row);
  }

  /** Puts a row on the card; what was new about the one before has been seen. */
  private show(row: Row | undefined): void {
    const before = this.current;
    if (before && before !== row) delete before.news;
    this.focused = row ? idOf(row) : null;
    if (row) {
      row.seen = true;
      delete row.unread;
    }
    this.steps += 1;
  }

  /** The row that was pointed at: nothing else may move. */
  focus(id: string): void {
    this.show(this.row(id));
    this.notify();
  }

  /** The next row (+1) or the one before (-1). */
  move(by: 1 | -1): void {
    const at = this.rows.findIndex((row) => idOf(row) === this.focused);
    const target = this.rows[at < 0 ? 0 : at + by];
    if (target) this.step(target);
    if (by > 0 && at + ahead > this.rows.length) void this.extend();
    this.notify();
  }

  toggle(id: string): void {
    if (!this.selected.delete(id)) this.selected.add(id);
    this.anchor = id;
    this.notify();
  }

  /** All rows from the one toggled last to this one. */
  selectRange(to: string): void {
    const ids = this.rows.map(idOf);
    const [a, b] = [ids.indexOf(this.anchor ?? to), ids.indexOf(to)].sort((x, y) => x - y);
    for (const id of ids.slice(Math.max(0, a!), b! + 1)) this.selected.add(id);
    this.anchor = to;
    this.notify();
  }

  /** All that match the filters, as many as one decision may take. */
  async selectAll(): Promise<void> {
    while (this.more && this.rows.length < bulkLimit && !this.fault) await this.extend(200);
    for (const row of this.rows) if (!row.gone && this.selected.size < bulkLimit) this.selected.add(idOf(row));
    this.notify();
  }

  selectNone(): void {
    this.selected.clear();
    this.notify();
  }

  // --- Deciding --------------------------------------------------------------------------------

  /** The selected rows, or the one in focus. */
  get targets(): Row[] {
    const open = (row: Row) => !row.gone && !isOwnAppeal(row.item);
    const chosen = this.rows.filter((row) => this.selected.has(idOf(row)) && open(row));
    if (chosen.length > 0) return chosen.slice(0, bulkLimit);
    return this.current && open(this.current) ? [this.current] : [];
  }

  /** One decision over `targets`; `reasonFor` may choose by row. */
  decide(judgement: Judgement, reasonFor: (row: Row) => string): void {
    const targets = this.targets;
    if (targets.length === 0 && this.current && isOwnAppeal(this.current.item)) return announce(strings().appeal_own);
    if (targets.some(({ unread }) => unread)) return this.readAgain(targets);
    // On a row that is gone already the key does what it would have done next.
    if (targets.length === 0) return this.move(1);
    const places = targets.map((row) => ({ row, index: this.rows.indexOf(row) }));
    const reasons = new Map(targets.map((row) => [row, reasonFor(row)]));
    this.takeAway(targets, judgement !== "escalate");
    const act: Act = { places, judgement, sent: this.send(targets, judgement, reasons) };
    this.acts.push(act);
    announce(strings().decided(judgement, targets.length), true);
    if (this.rows.length < ahead) void this.extend();
    this.notify();
  }

  /** A key that was pressed for the text before: nothing is decided, and the next one counts. */
  private readAgain(targets: Row[]): void {
    for (const row of targets) delete row.unread;
    announce(strings().text_is_new, this.acts.length > 0);
    this.notify();
  }

  /** `decided`: they wait no longer; what is escalated or left to others still does. */
  private takeAway(rows: Row[], decided: boolean): void {
    const leaving = new Set(rows);
    const at = this.rows.findIndex((row) => idOf(row) === this.focused);
    const stays = (row: Row) => !leaving.has(row);
    const open = (row: Row) => stays(row) && !row.gone;
    const next = this.rows.slice(at + 1).find(open) ?? this.rows.slice(0, Math.max(0, at)).reverse().find(open);
    const keep = this.current && stays(this.current) ? this.current : next;
    this.rows = this.rows.filter(stays);
    for (const row of rows) {
      this.away.add(idOf(row));
      this.selected.delete(idOf(row));
      delete row.fault;
    }
    if (decided) this.countBy(-rows.length);
    this.step(keep);
  }

  private putBack(places: { row: Row; index: number }[], judgement: Judgement): void {
    for (const { row, index } of [...places].sort((a, b) => a.index - b.index)) {
      if (this.rows.some((other) => idOf(other) === idOf(row))) continue;
      this.rows.splice(Math.min(index, this.rows.length), 0, row);
      this.away.delete(idOf(row));
      if (judgement !== "escalate" && !row.gone) this.countBy(1);
    }
  }

  private async send(rows: Row[], judgement: Judgement, reasons: Map<Row, string>): Promise<string | undefined> {
    this.inFlight += 1;
    this.sent += 1;
    try {
      return await this.sendNow(rows, judgement, reasons);
    } finally {
      this.inFlight -= 1;
    }
  }

  private async sendNow(rows: Row[], judgement: Judgement, reasons: Map<Row, string>): Promise<string | undefined> {
    await Promise.all(rows.map((row) => row.ready));
    const open = rows.filter((row) => !row.gone);
    if (open.length === 0) return undefined;
    const items = open.map((row) => ({
      comment: idOf(row),
      version: row.item.comment.version,
      judgement,
      reason: reasons.get(row),
      ...(row.note ? { note: row.note } : {}),
      ...(row.takeOver ? { take_over: true } : {}),
    }));
    let reply: DecidedReply;
    try {
      reply = await postSurely<DecidedReply>("/v1/decisions", { items });
    } catch (refusal) {
      const answer = (refusal as Refusal).answer as Partial<DecidedReply> | undefined;
      if (!answer?.results) {
        this.refused(open, () => (refusal as Error).message);
        return undefined;
      }
      reply = answer as DecidedReply;
    }
    const results = new Map(open.map((row, index) => [row, reply.results[index]]));
    this.settle(results);
    return open.some((row) => results.get(row)?.status === "ok") ? reply.decision : undefined;
  }

  private settle(results: Map<Row, ItemResult | undefined>): void {
    const failed: Row[] = [];
    for (const [row, result] of results) {
      if (result?.status === "ok") {
        if (result.version !== undefined) row.item.comment.version = result.version;
        continue;
      }
      failed.push(row);
      if (result?.claim) {
        row.item = { ...row.item, claim: result.claim };
        row.takeOver = true;
        row.fault = strings().held_by(result.claim.moderator, result.claim.until);
        continue;
      }
      // Of the version that was sent: it is not the comment that moved, the decision itself is refused.
      const moved = result?.version !== row.item.comment.version;
      if (result?.standing && moved) row.gone = decidedBy(result.standing);
      row.fault = row.gone ?? result?.problem?.detail ?? strings().not_decided;
    }
    if (failed.length === 0) return;
    this.refused(failed, (row) => row.fault ?? "");
    // What changed while they were away has not been heard of.
    for (const row of failed) if (!row.gone) this.stale(idOf(row));
  }

  private refused(rows: Row[], why: (row: Row) => string): void {
    const act = this.acts.find(({ places }) => places.some(({ row }) => rows.includes(row)));
    for (const row of rows) row.fault = why(row);
    const failed = act?.places.filter(({ row }) => rows.includes(row)) ?? rows.map((row) => ({ row, index: 0 }));
    this.putBack(failed, act?.judgement ?? "approve");
    if (act) {
      act.places = act.places.filter(({ row }) => !rows.includes(row));
      if (act.places.length === 0) this.acts = this.acts.filter((other) => other !== act);
    }
    if (!this.current) this.step(rows[0]);
    announce(rows.length === 1 ? why(rows[0]!) : strings().not_all_decided(rows.length), false);
    this.notify();
  }

  // --- Undo ------------------------------------------------------------------------------------

  /** Takes the last act back: its rows are there again at once, with the first of them in focus. */
  undo(): void {
    const act = this.acts.pop();
    if (!act) {
      announce(strings().nothing_to_undo, false);
      return this.notify();
    }
    const taken = this.takeBack(act);
    for (const { row } of act.places) {
      row.ready = taken;
      delete row.gone;
      delete row.fault;
    }
    this.putBack(act.places, act.judgement);
    this.step(act.places[0]?.row);
    announce(strings().taken_back(act.places.length), this.acts.length > 0);
    this.notify();
  }

  private async takeBack(act: Act): Promise<void> {
    this.inFlight += 1;
    this.sent += 1;
    try {
      await this.takeBackNow(act);
    } finally {
      this.inFlight -= 1;
    }
  }

  private async takeBackNow(act: Act): Promise<void> {
    const decision = await act.sent;
    if (decision === undefined) return;
    let results: ItemResult[] = [];
    let fault = strings().not_taken_back;
    try {
      results = (await postSurely<DecidedReply>(`/v1/decisions/${encodeURIComponent(decision)}/undo`)).results;
    } catch (refusal) {
      results = ((refusal as Refusal).answer as Partial<DecidedReply> | undefined)?.results ?? [];
      fault = (refusal as Error).message;
    }
    const byComment = new Map(results.map((result) => [result.comment, result]));
    for (const { row } of act.places) {
      const result = byComment.get(idOf(row)) ?? (act.places.length === 1 ? results[0] : undefined);
      if (result?.status === "ok" && result.version !== undefined) {
        row.item.comment.version = result.version;
      } else {
        row.gone = result?.standing ? decidedBy(result.standing) : (result?.problem?.detail ?? fault);
        if (act.judgement !== "escalate") this.countBy(-1);
        announce(row.gone, this.acts.length > 0);
      }
    }
    this.notify();
  }

  // --- What others do --------------------------------------------------------------------------

  /** Runs `act` when the rows are there: what happens while a page is fetched may not be in it yet. */
  whenLoaded(act: () => void): void {
    if (this.loading) this.held.push(act);
    else act();
  }

  /** Somebody decided a comment. Ours are told apart by `away`. */
  decidedElsewhere(comment: string, sentence: string): void {
    const row = this.row(comment);
    if (!row || this.away.has(comment)) return;
    // What is gone already is not counted any more.
    if (!row.gone) this.countBy(-1);
    row.gone = sentence;
    this.selected.delete(comment);
    this.notify();
  }

  claimChanged(comment: string, claim: QueueItem["claim"]): void {
    const row = this.row(comment);
    if (!row) return;
    row.item = { ...row.item, claim: claim ?? null };
    this.notify();
  }

  /**
   * What the server has now of a row that is shown: its place, the focus, a note and the claim of a moment ago
   * stay. Gives what changed as one sentence that names the author; undefined when nothing did.
   */
  renew(item: QueueItem): string | undefined {
    const row = this.row(item.comment.id);
    if (!row || this.away.has(idOf(row)) || item.comment.version < row.item.comment.version) return undefined;
    const before = row.item;
    const news = newsOf(before, item);
    row.item = item;
    if (item.comment.version > before.comment.version) delete row.fault;
    if (!stillWaits(item)) return this.end(row, endOf(item));
    if (row.gone) this.revive(row, news);
    if (isEdited(before, item)) {
      // It was chosen, or read, for another text.
      this.selected.delete(idOf(row));
      if (row.seen && row === this.current) row.unread = true;
    }
    if (news.length > 0) row.news = news.join(" ");
    this.notify();
    return news.length > 0 ? newsAbout(item, row.news!) : undefined;
  }

  /** It waits no longer, by nobody's decision or by one of long ago. */
  private end(row: Row, sentence: string): string | undefined {
    if (row.gone) return undefined;
    row.gone = sentence;
    delete row.news;
    this.selected.delete(idOf(row));
    this.countBy(-1);
    this.notify();
    return newsAbout(row.item, sentence);
  }

  private revive(row: Row, news: string[]): void {
    delete row.gone;
    delete row.fault;
    news.unshift(strings().news.back);
    this.countBy(1);
  }

  /** Takes a row away that the moderator leaves to others. */
  leave(id: string): void {
    const row = this.row(id);
    if (row) this.takeAway([row], false);
    this.notify();
  }

  /** Counts again without touching a row; what is more than was known has arrived. */
  async recount(): Promise<void> {
    // While decisions are on their way the two counts are not of the same moment.
    if (this.loading || this.inFlight > 0) return;
    const { sent } = this;
    const page = await get<QueuePage>(queuePath(this.filters, 1));
    if (this.inFlight > 0 || page.total === null || this.total === null) return;
    // Something was sent and answered meanwhile: these counts may be from before or from the midst of it.
    if (this.sent !== sent) return this.recount();
    this.arrived = Math.max(0, page.total - this.total);
    this.total = Math.min(this.total, page.total);
    this.notify();
  }
}

export function decidedBy({ moderator, by, judgement, reason, at }: DecisionRecord): string {
  return strings().decided_by(moderator ?? strings().actors[by], judgement, reason, at);
}
