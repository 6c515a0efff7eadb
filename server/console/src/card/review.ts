// What GET /v1/comments/{id}/review adds to a queue item. Fetched when a comment comes into focus, and the
// one after it meanwhile, so that it is there when the eye is.

import { useEffect, useState } from "preact/hooks";
import { get, Refusal } from "../api/client.ts";
import type { ReviewCard } from "../api/types.ts";
import { Store, useStore } from "../store.ts";

/** Comments kept; a version that changed is fetched anew. */
const most = 60;
const kept = new Map<string, Promise<ReviewCard | undefined>>();
let offered = true;
/** Rises when a card was fetched by somebody else: who shows it takes the new one. */
const renewed = new Store(0);

function fetchCard(id: string, version: number): Promise<ReviewCard | undefined> {
  const key = `${id} ${version}`;
  const known = kept.get(key);
  if (known) return known;
  const asked = get<ReviewCard>(`/v1/comments/${encodeURIComponent(id)}/review`).catch((refusal: unknown) => {
    kept.delete(key);
    if (refusal instanceof Refusal && refusal.unknownCall) offered = false;
    return undefined;
  });
  put(key, asked);
  return asked;
}

function put(key: string, card: Promise<ReviewCard | undefined>): void {
  kept.set(key, card);
  if (kept.size > most) kept.delete(kept.keys().next().value!);
}

/** A card that was fetched because its comment changed; reports change one without a new version. */
export function keep(card: ReviewCard): void {
  forget(card.comment.id);
  put(`${card.comment.id} ${card.comment.version}`, Promise.resolve(card));
  renewed.set(renewed.get() + 1);
}

/** Asks ahead of need. */
export function prefetch(id: string, version: number): void {
  if (offered) void fetchCard(id, version);
}

/** Forgets what is known of a comment, after something was added to it. */
export function forget(id: string): void {
  for (const key of kept.keys()) if (key.startsWith(`${id} `)) kept.delete(key);
}

/** undefined while it is fetched, and on servers that do not have it. `again` fetches anew. */
export function useReview(id: string, version: number): { card: ReviewCard | undefined; again: () => void } {
  const [card, setCard] = useState<ReviewCard | undefined>();
  const [round, setRound] = useState(0);
  const news = useStore(renewed);
  useEffect(() => {
    let current = true;
    setCard((now) => (now?.comment.id === id ? now : undefined));
    if (offered) void fetchCard(id, version).then((fetched) => current && setCard(fetched));
    return () => {
      current = false;
    };
  }, [id, version, round, news]);
  const again = () => {
    forget(id);
    setRound(round + 1);
  };
  return { card: card?.comment.id === id ? card : undefined, again };
}
