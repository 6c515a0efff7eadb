// Claims and skips: small calls whose outcome is shown when the server has answered.

import { newKey, post, Refusal, remove, withQuery } from "../api/client.ts";
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
    await post(`/v1/comments/${encodeURIComponent(idOf(row))}/skip`);
    queue.leave(idOf(row));
    announce(strings().left_to_others);
  } catch (fault) {
    complainOf(fault);
  }
}
