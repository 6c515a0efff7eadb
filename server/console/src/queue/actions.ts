// Claims and skips: small calls whose outcome is shown when the server has answered.

import { call, newKey, post, Refusal, remove, withQuery } from "../api/client.ts";
import type { Claim, Problem, QueueItem } from "../api/types.ts";
import { announce, complain } from "../parts/announce.ts";
import { strings } from "../strings/index.ts";
import { idOf, type Queue, type Row } from "./queue.ts";

interface ClaimReply {
  items: QueueItem[];
  refused: { comment: string; problem: Problem; claim?: Claim }[];
}

function complainOf(fault: unknown): void {
  if (fault instanceof Refusal && fault.unknownCall) announce(strings().not_on_this_server);
  else complain(fault);
}

/** Claims the row, gives it back when it is ours, takes it over when somebody else has it. */
export async function toggleClaim(queue: Queue, row: Row): Promise<void> {
  const id = idOf(row);
  try {
    if (row.item.claim?.mine) {
      await remove(withQuery("/v1/queue/claims", { comment: id }));
      queue.claimChanged(id, null);
      return;
    }
    const take_over = row.item.claim !== undefined && row.item.claim !== null;
    const reply = await post<ClaimReply>("/v1/queue/claim", { comments: [id], ...(take_over ? { take_over } : {}) }, newKey());
    const [held] = reply.items;
    const [refused] = reply.refused;
    if (held) queue.claimChanged(id, held.claim);
    if (refused?.claim) queue.claimChanged(id, refused.claim);
    if (refused) announce(refused.problem.detail);
  } catch (fault) {
    complainOf(fault);
  }
}

/** Leaves a comment to somebody else: it goes out of this moderator's list. */
export async function skip(queue: Queue, row: Row): Promise<void> {
  try {
    await call("POST", `/v1/comments/${encodeURIComponent(idOf(row))}/skip`);
    queue.leave(idOf(row));
    announce(strings().left_to_others);
  } catch (fault) {
    complainOf(fault);
  }
}

/** A lease is five minutes; what the moderator still looks at is kept longer. */
const renewEvery = 120_000;

/** Renews this moderator's claims on what is in the list, until the result is called. */
export function keepClaims(queue: Queue): () => void {
  const renew = async () => {
    const comments = queue.rows.filter(({ item }) => item.claim?.mine).map(idOf);
    if (comments.length === 0) return;
    const { claims, lost } = await post<{ claims: { comment: string; until: string }[]; lost: string[] }>("/v1/queue/claims/renew", {
      comments: comments.slice(0, 200),
    });
    for (const { comment, until } of claims) {
      const claim = queue.row(comment)?.item.claim;
      if (claim) queue.claimChanged(comment, { ...claim, until });
    }
    for (const comment of lost) queue.claimChanged(comment, null);
  };
  // A renewal that fails is tried again with the next; a lost claim is told by the decision.
  const timer = setInterval(() => void renew().catch(() => undefined), renewEvery);
  return () => clearInterval(timer);
}
