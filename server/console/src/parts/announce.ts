// The one line at the foot of the page that says what just happened. Screen readers read it out.

import { Store } from "../store.ts";

export interface Announcement {
  text: string;
  /** Whether the line offers to take it back. */
  undo: boolean;
}

export const announcement = new Store<Announcement>({ text: "", undo: false });

export function announce(text: string, undo = false): void {
  announcement.set({ text, undo });
}

/** For an action that was refused: its sentence, whatever was thrown. */
export function complain(fault: unknown): void {
  announce(fault instanceof Error ? fault.message : String(fault));
}
