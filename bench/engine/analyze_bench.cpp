// What it costs to read one comment: ordinary ones of several scripts, disguised ones, and the
// worst 64 KiB of each kind that an attacker may send.

#include "engine/text/document.h"

#include <benchmark/benchmark.h>

#include <string>
#include <string_view>

namespace chaffinch::text {
namespace {

void analyze_text(benchmark::State& state, std::string_view text, TextFormat format) {
    Comment comment;
    comment.text = text;
    comment.format = format;
    comment.author.name = "Ann";
    for (auto _ : state) benchmark::DoNotOptimize(analyze(comment));
    state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) * state.iterations());
}

void repeated(benchmark::State& state, std::string_view piece, TextFormat format) {
    std::string text;
    while (text.size() + piece.size() <= 65'536) text += piece;
    analyze_text(state, text, format);
}

// 94 bytes is the median of the comments in our corpora.
constexpr std::string_view ascii =
    "Thanks for this article, the part on preventive doses was new to me. Has anybody tried it "
    "yet?";
static_assert(ascii.size() == 94);

BENCHMARK_CAPTURE(analyze_text, ascii_94_bytes, ascii, TextFormat::plain);
BENCHMARK_CAPTURE(analyze_text, ascii_94_bytes_html, ascii, TextFormat::html);
BENCHMARK_CAPTURE(analyze_text, ascii_94_bytes_markdown, ascii, TextFormat::markdown);
BENCHMARK_CAPTURE(
    analyze_text,
    german,
    "Schöner Artikel, über die Vorbeugung wusste ich bisher nichts. Hat das schon jemand hier "
    "versucht?",
    TextFormat::plain
);
BENCHMARK_CAPTURE(
    analyze_text,
    russian,
    "Спасибо за статью, про профилактику я раньше не знал. Кто-нибудь уже пробовал?",
    TextFormat::plain
);
BENCHMARK_CAPTURE(
    analyze_text,
    chinese,
    "谢谢这篇文章，关于预防剂量的部分对我来说是新的。有人试过了吗？",
    TextFormat::plain
);
BENCHMARK_CAPTURE(
    analyze_text,
    with_link,
    "Great post! See https://shop.example/pills?x=1 or call +1 555 010 0128 today, best prices",
    TextFormat::plain
);
BENCHMARK_CAPTURE(
    analyze_text,
    disguised,
    "v1agra and c a s i n o, рауpal, 𝐜𝐚𝐬𝐢𝐧𝐨, shop dot com, ca\xE2\x80\x8Bsino",
    TextFormat::plain
);

BENCHMARK_CAPTURE(repeated, letters, "word ", TextFormat::plain);
BENCHMARK_CAPTURE(repeated, one_word, "a", TextFormat::plain);
BENCHMARK_CAPTURE(repeated, lone_letters, "a ", TextFormat::plain);
BENCHMARK_CAPTURE(repeated, dots, "a.", TextFormat::plain);
BENCHMARK_CAPTURE(repeated, hosts, "a.example ", TextFormat::plain);
BENCHMARK_CAPTURE(repeated, spelled_hosts, "ab dot com ", TextFormat::plain);
BENCHMARK_CAPTURE(repeated, at_signs, "a@", TextFormat::plain);
BENCHMARK_CAPTURE(repeated, mails, "a@b.example ", TextFormat::plain);
BENCHMARK_CAPTURE(repeated, digits, "1 ", TextFormat::plain);
BENCHMARK_CAPTURE(repeated, expanding, "\xEF\xB7\xBA", TextFormat::plain);
BENCHMARK_CAPTURE(repeated, marks, "\xCC\x81\xCC\xA3\xCD\x85", TextFormat::plain);
BENCHMARK_CAPTURE(repeated, joiners, "\xF0\x9F\x91\xA9\xE2\x80\x8D", TextFormat::plain);
BENCHMARK_CAPTURE(repeated, joiners_alone, "\xE2\x80\x8D", TextFormat::plain);
BENCHMARK_CAPTURE(repeated, flags, "\xF0\x9F\x87\xA6", TextFormat::plain);
BENCHMARK_CAPTURE(
    repeated,
    overrides,
    "\xE2\x80\xAE"
    "ab",
    TextFormat::plain
);
BENCHMARK_CAPTURE(repeated, han, "中", TextFormat::plain);
BENCHMARK_CAPTURE(repeated, thai, "กา", TextFormat::plain);
BENCHMARK_CAPTURE(repeated, khmer, "ក្ក", TextFormat::plain);
BENCHMARK_CAPTURE(repeated, cyrillic, "ы", TextFormat::plain);
BENCHMARK_CAPTURE(repeated, idn_hosts, "ы.рф ", TextFormat::plain);
BENCHMARK_CAPTURE(repeated, invalid_bytes, "\xFF", TextFormat::plain);
BENCHMARK_CAPTURE(repeated, open_tags, "<b>", TextFormat::html);
BENCHMARK_CAPTURE(repeated, half_tags, "<a ", TextFormat::plain);
BENCHMARK_CAPTURE(repeated, anchors, "<a href=//x.example>x</a>", TextFormat::html);
BENCHMARK_CAPTURE(repeated, comments, "<!--", TextFormat::html);
BENCHMARK_CAPTURE(repeated, raw_text, "<script></", TextFormat::html);
BENCHMARK_CAPTURE(repeated, bbcode, "[url=", TextFormat::plain);
BENCHMARK_CAPTURE(repeated, entities, "&amp;", TextFormat::html);
BENCHMARK_CAPTURE(repeated, brackets, "[", TextFormat::markdown);
BENCHMARK_CAPTURE(repeated, stars, "*a ", TextFormat::markdown);
BENCHMARK_CAPTURE(repeated, quotes, "> ", TextFormat::markdown);
BENCHMARK_CAPTURE(repeated, backticks, "`a``", TextFormat::markdown);
BENCHMARK_CAPTURE(repeated, links, "[a](x.example ", TextFormat::markdown);

}  // namespace
}  // namespace chaffinch::text
