// The console's own reading of strangers' text (server/console/src/text): byte spans, hidden characters, where
// links lead. Usage: node text.mjs; needs the packages of server/console (its `bundle` installs them).

import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

const source = fileURLToPath(new URL("../../server/console/", import.meta.url));
const esbuild = createRequire(join(source, "package.json"))("esbuild");

const folder = mkdtempSync(join(tmpdir(), "chaffinch-console-text-"));
process.on("exit", () => rmSync(folder, { recursive: true }));

// The words ask for the languages of the browser.
globalThis.navigator ??= { languages: [] };
globalThis.document ??= { documentElement: {} };

async function load(path) {
  const outfile = join(folder, `${path.replaceAll("/", "-")}.mjs`);
  await esbuild.build({ entryPoints: [join(source, "src", path)], bundle: true, format: "esm", outfile });
  return import(outfile);
}

const { pieces } = await load("text/marks.ts");
const { showHidden, countHidden } = await load("text/hidden.ts");
const { linksOf, safeAddress } = await load("text/links.ts");

/** A small generator with a seed, so that a failure can be had again. */
function randomness(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const alphabet = ["a", "Z", " ", "\n", "é", "ß", "ي", "中", "😀", "👩‍⚕️", "\u200b", "\u202e", "\u0301", "<b>", "&amp;"];
const written = (random) => Array.from({ length: random(30) }, () => alphabet[random(alphabet.length)]).join("");

test("pieces joined are the text again, and marks lie where the bytes are", () => {
  const random = randomness(4711);
  for (let round = 0; round < 2000; ++round) {
    const text = written(random);
    const points = [...text];
    const offsets = points.reduce((sums, point) => [...sums, sums.at(-1) + Buffer.byteLength(point)], [0]);
    const signals = Array.from({ length: random(4) }, (_, index) => {
      const [a, b] = [random(offsets.length), random(offsets.length)].sort((x, y) => x - y);
      return { name: `S${index}`, weight: 1, source: "rule", spans: [{ field: "text", begin: offsets[a], end: offsets[b] }] };
    });
    const found = pieces(text, signals);
    assert.equal(found.map((piece) => piece.text).join(""), text);
    // The oracle: what each signal covers, cut from the bytes themselves.
    for (const { name, spans: [{ begin, end }] } of signals) {
      const covered = found.filter(({ names }) => names.includes(name)).map((piece) => piece.text).join("");
      assert.equal(covered, Buffer.from(text).subarray(begin, end).toString());
    }
  }
});

test("spans of other fields, empty ones, and ones beyond the end mark nothing that is not there", () => {
  const signal = (span) => [{ name: "S", weight: 1, source: "rule", spans: [span] }];
  assert.deepEqual(pieces("abc", signal({ field: "author.name", begin: 0, end: 3 })).map(({ names }) => names), [[]]);
  assert.deepEqual(pieces("abc", signal({ field: "text", begin: 1, end: 1 })).map(({ names }) => names), [[]]);
  assert.deepEqual(pieces("abc", signal({ field: "text", begin: 1, end: 99 })).map(({ text }) => text), ["a", "bc"]);
  assert.deepEqual(pieces("", signal({ field: "text", begin: 0, end: 4 })), []);
});

test("hidden characters are tagged, ordinary writing is left alone, and nothing is lost", () => {
  const rows = [
    ["plain words", []],
    ["line\nbreak\tand tab", []],
    ["a\u200bb", ["ZWSP"]],
    ["\u202Egnp.exe\u202C", ["RLO", "PDF"]],
    ["nul\u0000 esc\u001b", ["NUL", "ESC"]],
    ["👩\u200d⚕\ufe0f is a doctor", []],
    ["می\u200cخواهم", []],
    ["क्\u200dष", []],
    ["v\u200di\u200da\u200dg\u200dr\u200da", ["ZWJ", "ZWJ", "ZWJ", "ZWJ", "ZWJ"]],
    ["a\ufe01\ufe02\ufe03", ["U+FE02", "U+FE03"]],
    ["\u{e0041}\u{e0042}", ["U+E0041", "U+E0042"]],
    ["\u3164\u2800\u115f", ["HF", "BLANK", "HCF"]],
    ["soft\u00adhyphen", ["SHY"]],
  ];
  for (const [text, tags] of rows) {
    assert.deepEqual(showHidden(text).filter(({ tag }) => tag).map(({ tag }) => tag), tags, JSON.stringify(text));
    assert.equal(showHidden(text).map((part) => part.text).join(""), text);
  }
  assert.deepEqual(countHidden("\u200b\u200bx\u202e"), [["ZWSP", 2], ["RLO", 1]]);
  const random = randomness(7);
  for (let round = 0; round < 2000; ++round) {
    const text = written(random);
    assert.equal(showHidden(text).map((part) => part.text).join(""), text);
  }
});

test("links are shown with the host that would be resolved", () => {
  const rows = [
    ["see https://example.org/a?b=c", ["example.org"]],
    ["HTTPS://EXAMPLE.ORG", ["example.org"]],
    ["https://пример.example/x", ["xn--e1afmkfd.example"]],
    ["https://www.paypal.com@evil.example/", ["evil.example"]],
    ["http://0x7f.1/", ["127.0.0.1"]],
    ["http://2130706433/", ["127.0.0.1"]],
    ["https://exam\u00adple.org/", ["example.org"]],
    ["https://[::1]:8080/", ["[::1]:8080"]],
    ["http://", []],
    ["https://a.example https://a.example/2 https://b.example", ["a.example", "b.example"]],
    ["no link at all", []],
  ];
  for (const [text, hosts] of rows) assert.deepEqual(linksOf(text).map(({ host }) => host), hosts, text);
  assert.equal(linksOf(Array.from({ length: 50 }, (_, index) => `https://h${index}.example`).join(" ")).length, 12);
});

test("only plain web addresses may become links", () => {
  const refused = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "java\tscript:alert(1)", " javascript:alert(1)",
    "\u0001javascript:alert(1)", "javascript&colon;alert(1)", "&#106;avascript:alert(1)", "javascript://example.org/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>", "data:image/svg+xml;base64,PHN2Zz4=", "vbscript:msgbox(1)", "livescript:x", "mocha:x",
    "file:///etc/passwd", "blob:https://example.org/1", "filesystem:https://example.org/x", "about:blank", "view-source:https://example.org",
    "chrome://settings", "ws://example.org", "wss://example.org", "ftp://example.org", "mailto:a@example.org", "tel:+123", "sms:1", "intent://x#Intent;end",
    "//example.org/x", "/relative", "relative", "?query", "#fragment", "", " ", "http:", "http://", "https://user:secret@example.org/",
    "https://user@example.org/", "http:///", "https://exa mple.org/", "http://[::1", "https://example.org:99999/",
  ];
  for (const address of refused) assert.equal(safeAddress(address), undefined, JSON.stringify(address));
  const allowed = ["http://example.org/", "https://example.org/a?b#c", "HTTPS://EXAMPLE.ORG/", "https://xn--e1afmkfd.example/"];
  for (const address of allowed) assert.match(safeAddress(address) ?? "", /^https?:\/\//, address);
});

test("the difference of two editions gives both back, and is as short as can be", async () => {
  const { lineDiff } = await load("rules/line_diff.ts");
  const textOf = (lines, ...ops) => lines.filter(({ op }) => ops.includes(op)).map(({ text }) => text).join("\n");
  const longest = (a, b) => (!a.length || !b.length ? 0 : a[0] === b[0] ? 1 + longest(a.slice(1), b.slice(1)) : Math.max(longest(a.slice(1), b), longest(a, b.slice(1))));
  let seed = 7;
  const below = (end) => (seed = (seed * 1103515245 + 12345) % 2147483648) % end;
  for (let round = 0; round < 300; ++round) {
    const some = () => Array.from({ length: below(8) }, () => "abc"[below(3)]);
    const [before, after] = [some(), some()];
    const lines = lineDiff(before.join("\n"), after.join("\n"));
    assert.equal(textOf(lines, "same", "removed"), before.join("\n"));
    assert.equal(textOf(lines, "same", "added"), after.join("\n"));
    assert.equal(lines.filter(({ op }) => op === "same").length, longest(before, after), `${before} | ${after}`);
  }
  const long = (word) => Array.from({ length: 5_000 }, (_, line) => `${word} ${line}`).join("\n");
  const lines = lineDiff(long("a"), long("b"));
  assert.equal(lines.length, 10_000, "what is too long to compare is replaced as a whole");
});

test("every word is there in every language, and every word is used", async () => {
  const { en } = await load("strings/en.ts");
  const { de } = await load("strings/de.ts");
  const names = (words) => Object.entries(words).map(([name, word]) => (typeof word === "object" ? [name, Object.keys(word).sort()] : [name, typeof word]));
  assert.deepEqual(names(de).sort(), names(en).sort());
  const files = readdirSync(join(source, "src"), { recursive: true }).filter((name) => /\.tsx?$/.test(name) && !/^strings.(en|de)/.test(name));
  const text = files.map((name) => readFileSync(join(source, "src", name), "utf8")).join("\n");
  const unused = Object.keys(en).filter((name) => !new RegExp(`\\b(?:words|w|strings\\(\\))\\??\\.${name}\\b`).test(text) && !/^(approve|reject)$/.test(name));
  assert.deepEqual(unused, []);
});
