// Which reason a decision carries. Only spam and abuse reasons teach the classifier, so the likeliest one
// is chosen from what the engine itself found, and "other" (which teaches nothing) when it found nothing.

import type { Judgement, Reason } from "../api/types.ts";
import type { Row } from "./queue.ts";

/** The digits 1 to 9: reject for this reason. The same on every card, so that fingers can learn them. */
export const digitReasons = [
  "spam.promotion",
  "spam.link_drop",
  "spam.generic_praise",
  "abuse.insult",
  "abuse.hate",
  "abuse.threat",
  "privacy.pii_third_party",
  "misinfo.medical",
  "quality.off_topic",
] as const;

/** All that a moderator may reject for, in the order of the list on the card. */
export const rejectReasons = [
  "spam.promotion", "spam.link_drop", "spam.seo_author", "spam.testimonial", "spam.pharma", "spam.miracle_cure",
  "spam.gambling", "spam.crypto", "spam.loan", "spam.adult", "spam.deceptive_link", "spam.generic_praise",
  "spam.copy_article", "spam.copy_comment", "abuse.insult", "abuse.harassment", "abuse.hate", "abuse.threat",
  "abuse.sexual", "safety.self_harm", "safety.dangerous_instructions", "privacy.pii_self", "privacy.health_data",
  "privacy.pii_third_party", "privacy.doxxing", "misinfo.medical", "legal.defamation", "quality.off_topic",
  "quality.gibberish", "quality.duplicate", "quality.low_effort", "verdict.other",
] as const;

const canReject = (code: string) => (rejectReasons as readonly string[]).includes(code);
const family = (code: string) => code.split(".")[0];

function first(reasons: Reason[], holds: (code: string) => boolean): string | undefined {
  return reasons.map(({ code }) => code).find(holds);
}

/** What `r` rejects for: the engine's first reason that a person may use. */
export const usualReject = ({ item }: Row) => first(item.verdict.reasons, canReject) ?? "verdict.other";

/** What `s` rejects for: the engine's own spam reason, else an advertisement. */
export const spamReason = ({ item }: Row) =>
  first(item.verdict.reasons, (code) => family(code) === "spam" && canReject(code)) ?? "spam.promotion";

/** What `a` approves as: against abuse if that was the suspicion, else against spam. */
export function approveReason({ item }: Row): string {
  const suspicion = first(item.verdict.reasons, (code) => family(code) === "spam" || family(code) === "abuse");
  return suspicion !== undefined && family(suspicion) === "abuse" ? "verdict.not_abuse" : "verdict.not_spam";
}

export function usualReason(judgement: Judgement): (row: Row) => string {
  if (judgement === "approve") return approveReason;
  return judgement === "reject" ? usualReject : (row) => row.item.verdict.reasons[0]?.code ?? "verdict.other";
}
