// Decisions on their way. A call that finds no connection, or an overloaded server, is sent again under
// the same Idempotency-Key until it is answered, so a decision is carried out once however often it is sent.

import { newKey, post, Refusal } from "../api/client.ts";
import { Store } from "../store.ts";

/** How many calls wait for the connection. */
export const waiting = new Store(0);

const shortest = 500;
const longest = 8_000;

let wakeAll: (() => void)[] = [];

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    wakeAll.push(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

addEventListener("online", () => {
  for (const wake of wakeAll) wake();
  wakeAll = [];
});

const isTemporary = (fault: unknown) =>
  fault instanceof Refusal && (fault.status === 0 || fault.status === 429 || fault.status === 502 || fault.status === 503);

/** Like post(), but never gives up for want of a connection. Other refusals are thrown. */
export async function postSurely<T>(path: string, body: unknown = {}): Promise<T> {
  const key = newKey();
  let delay = shortest;
  let counted = false;
  try {
    for (;;) {
      try {
        return await post<T>(path, body, key);
      } catch (fault) {
        if (!isTemporary(fault)) throw fault;
        if (!counted) waiting.set(waiting.get() + 1);
        counted = true;
        await pause(delay);
        delay = Math.min(longest, delay * 2);
      }
    }
  } finally {
    if (counted) waiting.set(waiting.get() - 1);
  }
}
