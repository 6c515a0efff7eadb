// What has become of a comment since it was put into the list, as sentences: the row shows them, the card
// has them above the text, screen readers hear them.

import type { QueueItem } from "../api/types.ts";
import { strings } from "../strings/index.ts";

/** Held, reported or appealed: somebody has to look at it. */
export function stillWaits({ comment, reports, appeal }: QueueItem): boolean {
  return comment.status === "held" || (reports?.length ?? 0) > 0 || appeal?.outcome === null;
}

export const isEdited = (before: QueueItem, now: QueueItem) =>
  now.comment.revision !== before.comment.revision || now.comment.text !== before.comment.text;

const reasonsOf = ({ verdict }: QueueItem) => verdict.reasons.map(({ code }) => code).join(" ");

/** The newest report counts: a list that is cut to its longest has no more of them. */
function newReports(before: QueueItem, now: QueueItem): number {
  const known = new Set((before.reports ?? []).map(({ reporter, at }) => `${reporter} ${at}`));
  return (now.reports ?? []).filter(({ reporter, at }) => !known.has(`${reporter} ${at}`)).length;
}

/** Sentences, the weightiest first; none when nothing that is shown differs. */
export function newsOf(before: QueueItem, now: QueueItem): string[] {
  const words = strings().news;
  const news: string[] = [];
  const reports = newReports(before, now);
  if (isEdited(before, now)) news.push(words.edited);
  else if (reasonsOf(before) !== reasonsOf(now)) news.push(words.judged);
  if (now.comment.escalated && !before.comment.escalated) news.push(words.escalated);
  if (reports > 0) news.push(words.reported(reports));
  if (now.appeal?.outcome === null && before.appeal?.outcome !== null) news.push(words.appealed);
  if ((now.assigned_to ?? null) !== (before.assigned_to ?? null)) news.push(words.assigned(now.assigned_to ?? null));
  if ((now.skips ?? 0) > (before.skips ?? 0)) news.push(words.skipped);
  return news;
}

/** Why it cannot be decided any more. */
export function endOf({ comment }: QueueItem): string {
  const words = strings().news;
  return comment.status === "withdrawn" ? words.withdrawn : words.waits_no_longer(strings().statuses[comment.status]);
}

/** The sentence for those who do not see which row it is. */
export const newsAbout = ({ comment }: QueueItem, news: string) => strings().news_of(comment.author.name || strings().anonymous, news);
