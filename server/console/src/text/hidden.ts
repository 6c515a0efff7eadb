// Characters that are not seen, or that move others: shown to a moderator as tags. What belongs to ordinary
// writing (emoji joined by ZWJ, Persian and Indic joiners, line breaks) is left alone.

export interface Shown {
  text: string;
  /** Empty: ordinary text. Otherwise the short name of the one hidden character that `text` is. */
  tag: string;
}

const names: Record<number, string> = {
  0x00: "NUL", 0x07: "BEL", 0x08: "BS", 0x0b: "VT", 0x0c: "FF", 0x1b: "ESC", 0x7f: "DEL", 0x85: "NEL", 0xad: "SHY",
  0x34f: "CGJ", 0x61c: "ALM", 0x115f: "HCF", 0x1160: "HJF", 0x17b4: "KIV", 0x17b5: "KIV", 0x180e: "MVS",
  0x200b: "ZWSP", 0x200c: "ZWNJ", 0x200d: "ZWJ", 0x200e: "LRM", 0x200f: "RLM", 0x2028: "LS", 0x2029: "PS",
  0x202a: "LRE", 0x202b: "RLE", 0x202c: "PDF", 0x202d: "LRO", 0x202e: "RLO", 0x2060: "WJ", 0x2061: "FA",
  0x2062: "IT", 0x2063: "IS", 0x2064: "IP", 0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI",
  0x2800: "BLANK", 0x3164: "HF", 0xfeff: "BOM", 0xffa0: "HHF", 0xfff9: "IAA", 0xfffa: "IAS", 0xfffb: "IAT",
};

// Controls, format characters, variation selectors, tags, and letters that are drawn as nothing.
const hidden =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\u{e0000}-\u{e0fff}]/gu;

const joiners = /^[\u200c\u200d]$/u;
const variation = /^[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]$/u;
const pictographBefore = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]$/u;
const pictographAfter = /^\p{Extended_Pictographic}/u;
const joiningScript = /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Oriya}\p{Script=Sinhala}\p{Script=Tamil}\p{Script=Telugu}]/u;

function isOrdinary(character: string, before: string, after: string): boolean {
  if (character === "\n" || character === "\t" || character === "\r") return true;
  if (joiners.test(character)) {
    if (pictographBefore.test(before) && pictographAfter.test(after)) return true;
    return joiningScript.test(before) && (after === "" || joiningScript.test(after));
  }
  // A selector belongs to what stands before it; a second one in a row carries something else.
  return variation.test(character) && before !== "" && !/[\s\ufe00-\ufe0f\u{e0100}-\u{e01ef}]$/u.test(before);
}

function tagOf(character: string): string {
  const point = character.codePointAt(0)!;
  return names[point] ?? `U+${point.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** The text cut at its hidden characters; joined it is the text again. */
export function showHidden(text: string): Shown[] {
  const out: Shown[] = [];
  let plain = "";
  let last = 0;
  for (const match of text.matchAll(hidden)) {
    const [character, at] = [match[0], match.index];
    plain += text.slice(last, at);
    last = at + character.length;
    const before = String.fromCodePoint(...[...text.slice(Math.max(0, at - 2), at)].slice(-1).map((c) => c.codePointAt(0)!));
    const after = String.fromCodePoint(...[...text.slice(last, last + 2)].slice(0, 1).map((c) => c.codePointAt(0)!));
    if (isOrdinary(character, before, after)) {
      plain += character;
      continue;
    }
    if (plain) out.push({ text: plain, tag: "" });
    plain = "";
    out.push({ text: character, tag: tagOf(character) });
  }
  plain += text.slice(last);
  if (plain) out.push({ text: plain, tag: "" });
  return out;
}

/** How many there are of each, the most frequent first. */
export function countHidden(text: string): [tag: string, times: number][] {
  const counts = new Map<string, number>();
  for (const { tag } of showHidden(text)) if (tag) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}
