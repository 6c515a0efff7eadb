// What happens meanwhile, as server-sent events. The browser connects again by itself and tells where it
// was; when the server has forgotten that, or is older and has no events, we say so and ask for counts.

import type { LiveEvent, QueueCounts } from "./types.ts";
import { Store } from "../store.ts";

/** live: events come; lost: they did and the connection is gone; none: this server sends none. */
export const liveness = new Store<"connecting" | "live" | "lost" | "none">("connecting");

export interface Listener {
  on(name: "arrival" | "decision" | "undo" | "change" | "claim" | "release", event: LiveEvent): void;
  counts(counts: QueueCounts): void;
  /** Something may have been missed: read anew. */
  resync(): void;
}

const names = ["arrival", "decision", "undo", "change", "claim", "release"] as const;
const retryAfter = 5_000;

function parsed<T>(data: string): T | undefined {
  try {
    return JSON.parse(data) as T;
  } catch {
    return undefined;
  }
}

/** Listens until the result is called. */
export function listen(listener: Listener): () => void {
  let source: EventSource | undefined;
  let retry = 0;
  let ended = false;
  let wasLive = false;

  const connect = () => {
    source = new EventSource("/v1/events");
    source.onopen = () => {
      if (wasLive && liveness.get() === "lost") listener.resync();
      wasLive = true;
      liveness.set("live");
    };
    source.onerror = () => {
      if (ended) return;
      liveness.set(wasLive ? "lost" : "none");
      // Connecting again is the browser's work unless it has given up (an answer that is no stream).
      if (source?.readyState === EventSource.CLOSED) {
        source.close();
        retry = window.setTimeout(connect, wasLive ? retryAfter : retryAfter * 12);
      }
    };
    for (const name of names) {
      source.addEventListener(name, (message) => {
        const event = parsed<LiveEvent>(message.data as string);
        if (event) listener.on(name, event);
      });
    }
    source.addEventListener("counts", (message) => {
      const counts = parsed<QueueCounts>(message.data as string);
      if (counts) listener.counts(counts);
    });
    source.addEventListener("resync", () => listener.resync());
  };

  connect();
  return () => {
    ended = true;
    clearTimeout(retry);
    source?.close();
    liveness.set("connecting");
  };
}
