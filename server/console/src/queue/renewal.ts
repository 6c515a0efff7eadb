// Rows that are shown and have changed on the server are fetched again and put where they are: one call a
// comment at a time, few at once, and what comes in between is asked for once more, so that no older answer
// replaces a newer one.

import { get } from "../api/client.ts";
import type { QueuePage, ReviewCard } from "../api/types.ts";
import { keep } from "../card/review.ts";
import { Store } from "../store.ts";
import { strings } from "../strings/index.ts";
import { queuePath } from "./filters.ts";
import type { Queue } from "./queue.ts";

/** What changed in the list, for those who do not see it: one sentence, never over what was said last. */
export const heard = new Store("");

/** An edit makes an event for its verdict and one for its text: they are one change. */
const settle = 120;
/** Sentences that come within this many milliseconds are one. */
const pause = 400;
const atOnce = 4;
const pageLimit = 200;

export class Renewal {
  private readonly wanted = new Set<string>();
  private readonly asked = new Set<string>();
  private told: string[] = [];
  private soon = 0;
  private telling = 0;

  constructor(private readonly queue: Queue) {}

  /** Fetches these comments again if they are shown. */
  want(comment: string): void {
    if (!this.queue.row(comment)) return;
    this.wanted.add(comment);
    if (this.soon === 0) this.soon = window.setTimeout(() => this.work(), settle);
  }

  /** Everything that is shown, after a time in which something may have been missed. */
  async wantAll(): Promise<void> {
    const { queue } = this;
    if (queue.rows.length === 0) return;
    const shown = new Set(queue.rows.map(({ item }) => item.comment.id));
    const page = await get<QueuePage>(queuePath(queue.filters, Math.min(pageLimit, Math.max(1, shown.size))));
    for (const item of page.items) {
      if (shown.delete(item.comment.id)) this.tell(queue.renew(item));
    }
    // What the page does not have may have moved behind its end, or waits no longer.
    for (const comment of shown) this.want(comment);
  }

  end(): void {
    clearTimeout(this.soon);
    clearTimeout(this.telling);
    this.wanted.clear();
  }

  private work(): void {
    this.soon = 0;
    for (const comment of this.wanted) {
      if (this.asked.size >= atOnce) return;
      if (this.asked.has(comment)) continue;
      this.wanted.delete(comment);
      this.asked.add(comment);
      void this.fetch(comment).finally(() => {
        this.asked.delete(comment);
        if (this.wanted.size > 0) this.work();
      });
    }
  }

  private async fetch(comment: string): Promise<void> {
    // What cannot be fetched now stays as it is; a decision on it is refused by its version.
    const card = await get<ReviewCard>(`/v1/comments/${encodeURIComponent(comment)}/review`).catch(() => undefined);
    if (!card) return;
    keep(card);
    this.tell(this.queue.renew(card));
  }

  /** Several at once are counted rather than read out. */
  private tell(sentence: string | undefined): void {
    if (!sentence) return;
    this.told.push(sentence);
    clearTimeout(this.telling);
    this.telling = window.setTimeout(() => {
      heard.set(this.told.length === 1 ? this.told[0]! : strings().rows_changed(this.told.length));
      this.told = [];
    }, pause);
  }
}
