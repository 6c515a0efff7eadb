// The language of the console: every word that is shown comes from one file a language.

import { preferences, prefer } from "../parts/preferences.ts";
import { Store } from "../store.ts";
import { de } from "./de.ts";
import { en, type Strings } from "./en.ts";

export const languages = { en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof languages;

const files: Record<Language, Strings> = { en, de };

function wanted(): Language {
  const tags = [preferences.get().language, ...navigator.languages].map((tag) => tag?.slice(0, 2));
  return (tags.find((tag) => tag !== undefined && tag in files) ?? "en") as Language;
}

export const language = new Store<Language>(wanted());

/** The words in the chosen language. */
export const strings = (): Strings => files[language.get()];

export function speak(tag: Language): void {
  prefer({ language: tag });
  document.documentElement.lang = tag;
  language.set(tag);
}

export function startLanguage(): void {
  document.documentElement.lang = language.get();
}

/** What a reason code is called; a code of a newer server is shown as it is. */
export function reasonName(code: string): string {
  return strings().reasons[code as keyof Strings["reasons"]] ?? code;
}
