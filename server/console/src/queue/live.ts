// What colleagues do, carried into the rows; without a stream of events, counts are asked for now and then.

import { listen, liveness } from "../api/events.ts";
import type { LiveEvent, QueueCounts } from "../api/types.ts";
import { Store } from "../store.ts";
import { strings } from "../strings/index.ts";
import type { Queue } from "./queue.ts";

/** Lengths of the lists; undefined until the server has told. */
export const counts = new Store<QueueCounts | undefined>(undefined);

const settle = 700;
const askEvery = 20_000;

function take(queue: Queue, name: string, event: LiveEvent): boolean {
  switch (name) {
    case "claim": {
      const { moderator = "", mine = false, until = "" } = event;
      queue.claimChanged(event.comment, { moderator, mine, until });
      return false;
    }
    case "release":
      queue.claimChanged(event.comment, null);
      return false;
    case "decision":
      // What we did ourselves is shown already, or is told apart by its answer.
      if (!event.mine && event.moderator) {
        queue.decidedElsewhere(event.comment, strings().decided_live(event.moderator, event.status, event.escalated));
      }
      return true;
    case "undo":
    case "arrival":
    case "change":
      // A row that is shown and comes again was edited, appealed or put back; our own undo says so itself.
      if (!event.mine) queue.changedElsewhere(event.comment, event.version);
      return true;
    default:
      return true;
  }
}

/** Keeps the queue true until the result is called. */
export function follow(queue: Queue): () => void {
  let soon = 0;
  const recount = () => {
    soon = 0;
    queue.recount().catch(() => undefined);
  };
  const recountSoon = () => {
    if (soon === 0) soon = window.setTimeout(recount, settle);
  };
  const end = listen({
    on: (name, event) =>
      queue.whenLoaded(() => {
        if (take(queue, name, event)) recountSoon();
      }),
    counts: (now) => {
      counts.set(now);
      recountSoon();
    },
    resync: recountSoon,
  });
  const poll = window.setInterval(() => {
    if (liveness.get() !== "live") recountSoon();
  }, askEvery);
  return () => {
    end();
    clearTimeout(soon);
    clearInterval(poll);
  };
}
