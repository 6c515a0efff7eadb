// The keyboard: one table that is both what the keys do and what the help lists.

import type { Strings } from "../strings/en.ts";
import { reasonName, strings } from "../strings/index.ts";
import { digitReasons, spamReason, usualReason } from "./reasons.ts";
import { idOf, type Queue } from "./queue.ts";

/** What the queue's page does for keys that are no business of the rows. */
export interface Hands {
  search(): void;
  note(): void;
  help(): void;
  claim(): void;
  skip(): void;
  reveal(): void;
  detail(): void;
  showArrived(): void;
}

export interface Key {
  /** As KeyboardEvent.key has it; "shift+x" for a letter with shift. */
  key: string;
  /** As it is printed. */
  shown: string;
  means: (words: Strings) => string;
  act(queue: Queue, hands: Hands): void;
}

const digits: Key[] = digitReasons.map((reason, index) => ({
  key: String(index + 1),
  shown: String(index + 1),
  means: (words) => `${words.key_reject_for} ${reasonName(reason)}`,
  act: (queue) => queue.decide("reject", () => reason),
}));

const onFocus = (queue: Queue, act: (id: string) => void) => {
  if (queue.current) act(idOf(queue.current));
};

export const keys: Key[] = [
  { key: "a", shown: "a", means: (w) => w.key_approve, act: (queue) => queue.decide("approve", usualReason("approve")) },
  { key: "r", shown: "r", means: (w) => w.key_reject, act: (queue) => queue.decide("reject", usualReason("reject")) },
  { key: "s", shown: "s", means: (w) => w.key_spam, act: (queue) => queue.decide("reject", spamReason) },
  { key: "e", shown: "e", means: (w) => w.key_escalate, act: (queue) => queue.decide("escalate", usualReason("escalate")) },
  ...digits,
  { key: "u", shown: "u", means: (w) => w.key_undo, act: (queue) => queue.undo() },
  { key: "ctrl+z", shown: "Ctrl z", means: (w) => w.key_undo, act: (queue) => queue.undo() },
  { key: "j", shown: "j", means: (w) => w.key_next, act: (queue) => queue.move(1) },
  { key: "k", shown: "k", means: (w) => w.key_previous, act: (queue) => queue.move(-1) },
  { key: "x", shown: "x", means: (w) => w.key_select, act: (queue) => onFocus(queue, (id) => queue.toggle(id)) },
  { key: "shift+x", shown: "Shift x", means: (w) => w.key_select_range, act: (queue) => onFocus(queue, (id) => queue.selectRange(id)) },
  { key: "Escape", shown: "Esc", means: (w) => w.key_select_none, act: (queue) => queue.selectNone() },
  { key: "n", shown: "n", means: (w) => w.key_note, act: (_, hands) => hands.note() },
  { key: "c", shown: "c", means: (w) => w.key_claim, act: (_, hands) => hands.claim() },
  { key: "d", shown: "d", means: (w) => w.key_skip, act: (_, hands) => hands.skip() },
  { key: "v", shown: "v", means: (w) => w.key_reveal, act: (_, hands) => hands.reveal() },
  { key: "o", shown: "o", means: (w) => w.key_detail, act: (_, hands) => hands.detail() },
  { key: ".", shown: ".", means: (w) => w.key_arrived, act: (_, hands) => hands.showArrived() },
  { key: "/", shown: "/", means: (w) => w.key_search, act: (_, hands) => hands.search() },
  { key: "?", shown: "?", means: (w) => w.key_help, act: (_, hands) => hands.help() },
];

const table = new Map(keys.map((entry) => [entry.key, entry]));

function nameOf(event: KeyboardEvent): string | undefined {
  if (event.altKey) return undefined;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.ctrlKey || event.metaKey) return event.shiftKey ? undefined : `ctrl+${key}`;
  return event.shiftKey && /^[a-z]$/.test(key) ? `shift+${key}` : key;
}

const isTyping = (target: EventTarget | null) =>
  target instanceof Element && target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;

/** Acts on a key of the page; true when it was one of ours. */
export function press(event: KeyboardEvent, queue: Queue, hands: Hands): boolean {
  if (isTyping(event.target) || event.isComposing || document.querySelector("dialog[open]")) return false;
  const entry = table.get(nameOf(event) ?? "");
  // A key that is held down repeats; moving may, deciding must not.
  if (!entry || (event.repeat && !["j", "k"].includes(entry.key))) return false;
  event.preventDefault();
  entry.act(queue, hands);
  return true;
}

export const keyHelp = () => keys.map(({ shown, means }) => ({ shown, means: means(strings()) }));
