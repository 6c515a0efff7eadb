// A floor: what one RE2::Set of 200 patterns costs a comment, with nothing of ours around it. Rule
// matching cannot be faster than its scans; this says how much of it is ours.
//
// Half of the patterns are literals between blanks, as word rules compile to on the token view;
// half are expressions with classes, counts and alternatives. Comments match a few of them.

#include <benchmark/benchmark.h>
#include <re2/re2.h>
#include <re2/set.h>

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr int pattern_count = 200;

/// A pronounceable word for each number, so that patterns share letters as words do.
std::string word_number(int number) {
    static constexpr std::string_view consonants = "bdfgklmnprstvz";
    static constexpr std::string_view vowels = "aeiou";
    std::string word;
    for (unsigned n = static_cast<unsigned>(number) * 7919U + 104'729U, i = 0; i < 3; ++i) {
        word += consonants[n % consonants.size()];
        n /= 14;
        word += vowels[n % vowels.size()];
        n = n / 5 + 31U * i;
    }
    return word;
}

std::string pattern_number(int number) {
    const std::string word = word_number(number);
    switch (number % 6) {
        case 0:
        case 2:
        case 4:
            return " " + word + " ";
        case 1:
            return word + "[a-z]{0,8} (?:now|today|here)";
        case 3:
            return "(?:buy|order|get) (?:the |your )?" + word;
        default:
            return word + " ?[0-9]{2,4} ?(?:mg|usd|eur)";
    }
}

/// Words of no pattern; with `hits`, every thirtieth one is what a word pattern looks for.
std::string comment_of(std::size_t bytes, bool hits) {
    std::string text = " ";
    for (int i = 0; text.size() < bytes; ++i) {
        text +=
            hits && i % 30 == 29 ? word_number(i / 30 * 6 % pattern_count) : word_number(1'000 + i);
        text += ' ';
    }
    text.resize(bytes);
    return text;
}

RE2::Options options() {
    RE2::Options options;
    options.set_max_mem(std::int64_t{64} << 20U);
    options.set_log_errors(false);
    return options;
}

void scan(benchmark::State& state) {
    RE2::Set set(options(), RE2::UNANCHORED);
    for (int i = 0; i < pattern_count; ++i) {
        if (set.Add(pattern_number(i), nullptr) < 0) std::abort();
    }
    if (!set.Compile()) std::abort();
    const std::string text = comment_of(static_cast<std::size_t>(state.range(0)), true);
    std::vector<int> hits;
    for (auto _ : state) {
        benchmark::DoNotOptimize(set.Match(text, &hits));
    }
    state.counters["hits"] = static_cast<double>(hits.size());
    state.SetBytesProcessed(state.iterations() * state.range(0));
}

BENCHMARK(scan)->Arg(450)->Arg(4'096);

/// No pattern hits and none is asked for: the cheapest question that RE2::Set answers.
void scan_for_any(benchmark::State& state) {
    RE2::Set set(options(), RE2::UNANCHORED);
    for (int i = 0; i < pattern_count; ++i) {
        if (set.Add(pattern_number(i), nullptr) < 0) std::abort();
    }
    if (!set.Compile()) std::abort();
    const std::string text = comment_of(static_cast<std::size_t>(state.range(0)), false);
    if (set.Match(text, nullptr)) std::abort();
    for (auto _ : state) benchmark::DoNotOptimize(set.Match(text, nullptr));
    state.SetBytesProcessed(state.iterations() * state.range(0));
}

BENCHMARK(scan_for_any)->Arg(450)->Arg(4'096);

}  // namespace
