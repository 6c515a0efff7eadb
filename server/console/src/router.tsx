// Where in the console we are. Every state that is worth coming back to is in the address: the view in
// the path, its filters in the query.

import type { ComponentChildren } from "preact";
import { Store } from "./store.ts";

const root = "/console/";

export interface Place {
  /** Path segments after /console/, decoded: ["comments", "cmt_1"]. */
  path: string[];
  query: URLSearchParams;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function here(): Place {
  const path = location.pathname.startsWith(root) ? location.pathname.slice(root.length) : "";
  return { path: path.split("/").filter(Boolean).map(decoded), query: new URLSearchParams(location.search) };
}

export const place = new Store<Place>(here());

/** The address of a view. Undefined and empty filters are left out. */
export function addressOf(path: string[], query: Record<string, string | undefined> = {}): string {
  const filters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) filters.set(name, value);
  const search = filters.toString();
  return root + path.map(encodeURIComponent).join("/") + (search ? `?${search}` : "");
}

/** Goes to a view. `replace` leaves no entry in the browser's history. */
export function go(address: string, how: "push" | "replace" = "push"): void {
  if (how === "replace") history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  place.set(here());
}

/** The same view with some filters changed; undefined takes one away. */
export function refine(changes: Record<string, string | undefined>, how: "push" | "replace" = "push"): void {
  const { path, query } = here();
  const merged = { ...Object.fromEntries(query), ...changes };
  go(addressOf(path, merged), how);
}

/** A link within the console. */
export function Go(props: {
  to: string;
  class?: string;
  current?: boolean | undefined;
  title?: string;
  children: ComponentChildren;
}) {
  return (
    <a href={props.to} class={props.class} title={props.title} aria-current={props.current ? "page" : undefined}>
      {props.children}
    </a>
  );
}

export function startRouter(): void {
  addEventListener("popstate", () => place.set(here()));
  document.addEventListener("click", (event) => {
    const anchor = (event.target as Element | null)?.closest?.("a");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!anchor || !plain || anchor.target || anchor.hasAttribute("download")) return;
    if (anchor.getAttribute("href")?.startsWith("#")) return;
    const to = new URL(anchor.href, location.href);
    if (to.origin !== location.origin || !to.pathname.startsWith(root)) return;
    event.preventDefault();
    go(to.pathname + to.search);
  });
}
