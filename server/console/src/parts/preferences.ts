// What a moderator set up in this browser. Nothing of a comment is kept here.

import { Store } from "../store.ts";

export interface SavedView {
  name: string;
  /** The queue's query as in the address. */
  query: string;
}

interface Preferences {
  language?: string;
  /** Safety and abuse items stay unreadable until asked for. */
  blur: boolean;
  views: SavedView[];
}

const place = "chaffinch.preferences";
const usual: Preferences = { blur: true, views: [] };

function kept(): Preferences {
  try {
    return { ...usual, ...(JSON.parse(localStorage.getItem(place) ?? "{}") as Partial<Preferences>) };
  } catch {
    return usual;
  }
}

export const preferences = new Store<Preferences>(kept());

export function prefer(changes: Partial<Preferences>): void {
  preferences.set({ ...preferences.get(), ...changes });
  try {
    localStorage.setItem(place, JSON.stringify(preferences.get()));
  } catch {
    // A browser that keeps nothing: the choice lasts as long as the page.
  }
}
