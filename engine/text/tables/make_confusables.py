"""Writes confusable_table.inc: letters that readers take for an ASCII letter.

usage: make_confusables.py confusables.txt > ../confusable_table.inc

Input is Unicode's confusables.txt (UTS #39, version 15.0.0). A letter counts when its skeleton is
that of an ASCII letter, for itself or for its capital (a reader sees the capital of case-folded
text too). LOOSE are pairs that only a spammer takes for alike; they count in words that are
otherwise Latin. Small capitals come by their Unicode names.
"""

import re
import sys
import unicodedata

LOOSE = {"п": "n", "г": "r", "и": "n", "ц": "u", "ч": "y", "я": "r", "ш": "w", "щ": "w", "д": "d",
         "ь": "b", "η": "n", "ω": "w", "μ": "u", "ո": "n", "թ": "p", "ғ": "f", "ҝ": "k", "қ": "k",
         "ң": "h", "ҫ": "c", "ҳ": "x", "ө": "o", "ү": "y", "ә": "e", "θ": "o", "δ": "d", "λ": "a",
         "ţ": "t", "և": "l", "ե": "t", "տ": "s", "բ": "f", "գ": "q", "ա": "w", "ս": "u", "հ": "h",
         "ᗩ": "a", "ᑎ": "n", "ᗯ": "w", "ᗷ": "b", "ꀤ": "i", "ⱥ": "a", "լ": "l", "ց": "g", "ք": "p", "օ": "o", "ր": "n", "ն": "u"}
PLAIN = {"в": "b", "н": "h", "м": "m", "т": "t", "к": "k", "ν": "v", "σ": "o", "υ": "u", "α": "a",
         "ρ": "p", "ι": "i", "κ": "k", "χ": "x", "τ": "t", "ε": "e", "β": "b", "γ": "y", "ђ": "h",
         "ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "ʏ": "y"}
SMALL = re.compile(r"LATIN LETTER SMALL CAPITAL ([A-Z])$")


def read(path):
    skeleton = {}
    for line in open(path, encoding="utf-8-sig"):
        fields = line.split("#")[0].split(";")
        if len(fields) < 3:
            continue
        source = "".join(chr(int(x, 16)) for x in fields[0].split())
        skeleton[source] = "".join(chr(int(x, 16)) for x in fields[1].split())
    return skeleton


def main():
    skeleton = read(sys.argv[1])
    ascii_by_skeleton = {}
    for upper in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        ascii_by_skeleton.setdefault(skeleton.get(upper, upper), upper.lower())
    for lower in "abcdefghijklmnopqrstuvwxyz":
        ascii_by_skeleton[skeleton.get(lower, lower)] = lower

    def target(c):
        return ascii_by_skeleton.get(skeleton.get(c, c))

    rows = {}
    for code in range(0x80, 0x20000):
        c = chr(code)
        folded = unicodedata.normalize("NFKC", c).casefold()
        if folded != c or unicodedata.category(c)[0] != "L":
            continue  # normal form never holds it, or it is no letter
        small = SMALL.match(unicodedata.name(c, ""))
        if small:
            rows[code] = (small.group(1).lower(), "small_capital")
        elif c in PLAIN:
            rows[code] = (PLAIN[c], "plain")
        elif c in LOOSE:
            rows[code] = (LOOSE[c], "loose")
        else:
            found = target(c)
            if not found and len(c.upper()) == 1:
                found = target(c.upper())
            if found:
                rows[code] = (found, "plain")
    print("// Letters that look like an ASCII letter, sorted: {code point, letter, kind}.")
    print("// Written by tables/make_confusables.py from Unicode 15.0.0's confusables.txt.")
    print("// clang-format off")
    line = ""
    for code, (letter, kind) in sorted(rows.items()):
        entry = "{0x%X, '%s', Likeness::%s}," % (code, letter, kind)
        if len(line) + len(entry) > 98:
            print(line)
            line = ""
        line = (line + " " + entry).strip()
    print(line)


main()
