// What colleagues do, carried into the rows; without a stream of events, counts are asked for now and then.

import { listen, liveness } from "../api/events.ts";
import type { LiveEvent, QueueCounts } from "../api/types.ts";
import { Store } from "../store.ts";
import { strings } from "../strings/index.ts";
import type { Queue } from "./queue.ts";
import { Renewal } from "./renewal.ts";

/** Lengths of the lists; undefined until the server has told. */
export const counts = new Store<QueueCounts | undefined>(undefined);

const settle = 700;
const askEvery = 20_000;

function take(queue: Queue, renewal: Renewal, name: string, event: LiveEvent): boolean {
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
      if (event.mine || !event.moderator) return true;
      // What a colleague escalates waits on, for somebody else or for us.
      if (event.escalated && event.status === "held") renewal.want(event.comment);
      else queue.decidedElsewhere(event.comment, strings().decided_live(event.moderator, event.status, event.escalated));
      return true;
    case "undo":
      if (!event.mine) renewal.want(event.comment);
      return true;
    default:
      // A row that is shown and comes again was reported, edited, appealed, assigned or judged anew.
      renewal.want(event.comment);
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
  const renewal = new Renewal(queue);
  queue.stale = (comment) => renewal.want(comment);
  const renewAll = () => {
    renewal.wantAll().catch(() => undefined);
    recountSoon();
  };
  // Coming back from another view: nobody has listened meanwhile.
  if (queue.rows.length > 0) renewAll();
  const end = listen({
    on: (name, event) =>
      queue.whenLoaded(() => {
        if (take(queue, renewal, name, event)) recountSoon();
      }),
    counts: (now) => {
      counts.set(now);
      recountSoon();
    },
    resync: () => queue.whenLoaded(renewAll),
  });
  const poll = window.setInterval(() => {
    if (liveness.get() !== "live") recountSoon();
  }, askEvery);
  return () => {
    end();
    queue.stale = () => undefined;
    renewal.end();
    clearTimeout(soon);
    clearInterval(poll);
  };
}
