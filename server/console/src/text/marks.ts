// Evidence in a comment: byte spans of signals -> pieces of the text with the names of what was found in
// each. Spans count bytes of UTF-8 of the field as sent, and may overlap.

import type { Signal } from "../api/types.ts";

/** What a mark stands for: a rule's find, or a term that speaks for or against the comment. */
export type MarkKind = "rule" | "against" | "for";

export interface Piece {
  text: string;
  /** Empty: nothing was found here. */
  names: string[];
  kind: MarkKind;
}

interface Mark {
  begin: number;
  end: number;
  name: string;
  kind: MarkKind;
}

const order: MarkKind[] = ["rule", "against", "for"];

function marksOf(signals: Signal[], field: string): Mark[] {
  const marks: Mark[] = [];
  for (const signal of signals) {
    for (const span of signal.spans ?? []) {
      if (span.field === field) marks.push({ ...span, name: signal.name, kind: "rule" });
    }
    for (const { term, weight, spans } of signal.terms ?? []) {
      const kind: MarkKind = weight > 0 ? "against" : "for";
      for (const span of spans ?? []) {
        if (span.field === field) marks.push({ ...span, name: `${signal.name}: ${term}`, kind });
      }
    }
  }
  return marks;
}

/** Indices of UTF-16 for the wanted byte offsets; an offset within a character is that character's begin. */
function unitsOfBytes(text: string, wanted: Set<number>): Map<number, number> {
  const found = new Map<number, number>();
  const sorted = [...wanted].sort((a, b) => a - b);
  let next = 0;
  let bytes = 0;
  for (let unit = 0; next < sorted.length; ) {
    const point = text.codePointAt(unit);
    const width = point === undefined ? 0 : point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    while (next < sorted.length && (width === 0 || sorted[next]! < bytes + width)) found.set(sorted[next++]!, unit);
    bytes += width;
    unit += width === 4 ? 2 : 1;
  }
  return found;
}

/** The text in pieces, in order; joined they are the text again. */
export function pieces(text: string, signals: Signal[], field = "text"): Piece[] {
  const marks = marksOf(signals, field).filter(({ begin, end }) => begin < end);
  if (marks.length === 0) return text ? [{ text, names: [], kind: "rule" }] : [];
  const units = unitsOfBytes(text, new Set(marks.flatMap(({ begin, end }) => [begin, end])));
  const opened = marks.map((mark) => ({ ...mark, begin: units.get(mark.begin)!, end: units.get(mark.end)! }));
  const cuts = [...new Set([0, text.length, ...opened.flatMap(({ begin, end }) => [begin, end])])].sort((a, b) => a - b);
  const out: Piece[] = [];
  for (let i = 0; i + 1 < cuts.length; ++i) {
    const [begin, end] = [cuts[i]!, cuts[i + 1]!];
    const here = opened.filter((mark) => mark.begin <= begin && mark.end >= end);
    const kind = order.find((one) => here.some((mark) => mark.kind === one)) ?? "rule";
    out.push({ text: text.slice(begin, end), names: [...new Set(here.map(({ name }) => name))], kind });
  }
  return out;
}
