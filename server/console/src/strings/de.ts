// Every word the console shows, in German.

import { en, type Strings } from "./en.ts";

export const de: Strings = { ...en, log_in: "Anmelden" };
