// Numbers and times as the chosen language writes them.

import { language, strings } from "../strings/index.ts";

const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>();

function kept<T extends Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>(name: string, make: (tag: string) => T): T {
  const tag = language.get();
  const key = `${name} ${tag}`;
  if (!made.has(key)) made.set(key, make(tag));
  return made.get(key) as T;
}

/** Log-odds points with their sign: "+3.5". */
export const points = (value: number) =>
  kept("points", (tag) => new Intl.NumberFormat(tag, { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: "exceptZero" })).format(value);

export const count = (value: number) => kept("count", (tag) => new Intl.NumberFormat(tag)).format(value);

export const share = (value: number) =>
  kept("share", (tag) => new Intl.NumberFormat(tag, { style: "percent", maximumFractionDigits: 1 })).format(value);

export const moment = (time: string) =>
  kept("moment", (tag) => new Intl.DateTimeFormat(tag, { dateStyle: "medium", timeStyle: "short" })).format(new Date(time));

export const clock = (time: string) =>
  kept("clock", (tag) => new Intl.DateTimeFormat(tag, { timeStyle: "short" })).format(new Date(time));

export const day = (time: string | Date) =>
  kept("day", (tag) => new Intl.DateTimeFormat(tag, { day: "numeric", month: "short" })).format(new Date(time));

/** A length of time in its largest sensible unit: "9 s", "4 min", "2.5 h". */
export function duration(milliseconds: number): string {
  const steps: ["day" | "hour" | "minute", number][] = [["day", 86_400_000], ["hour", 3_600_000], ["minute", 60_000]];
  const [unit, size] = steps.find(([, length]) => milliseconds >= length) ?? (["second", 1000] as const);
  const format = kept(`duration ${unit}`, (tag) => new Intl.NumberFormat(tag, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 1 }));
  return format.format(milliseconds / size);
}

/** "5 minutes ago". */
export function ago(time: string, now = Date.now()): string {
  const seconds = Math.round((Date.parse(time) - now) / 1000);
  const relative = kept("ago", (tag) => new Intl.RelativeTimeFormat(tag, { numeric: "auto" }));
  const steps: [Intl.RelativeTimeFormatUnit, number][] = [["day", 86_400], ["hour", 3_600], ["minute", 60]];
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return strings().just_now;
}
