// English words and how often each is used, put together.

#include "bench/engine/varied_comments.h"

#include "engine/context/background_words.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace chaffinch::bench {

namespace {

constexpr std::size_t comments_in_turn = 256;

}  // namespace

CommentWriter::CommentWriter() {
    std::vector<double> weights;
    for (const context::LanguageWords& language : context::background_words()) {
        if (language.language != "en") continue;
        double weight = 1;
        std::string_view rest = language.lines;
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find_first_of(" \n"), rest.size());
            const std::string_view word = rest.substr(0, end);
            rest.remove_prefix(std::min(end + 1, rest.size()));
            if (word.empty()) continue;
            if (std::isdigit(static_cast<unsigned char>(word.front())) != 0) {
                std::from_chars(word.data(), word.data() + word.size(), weight);
                continue;
            }
            words_.push_back(word);
            weights.push_back(weight);
        }
    }
    draw_ = std::discrete_distribution<std::size_t>(weights.begin(), weights.end());
}

std::string CommentWriter::comment(std::size_t bytes) {
    std::string text;
    bool starts = true;
    while (text.size() < bytes) {
        std::string word(words_[draw_(random_)]);
        if (starts || one_in(20)) {
            word.front() =
                static_cast<char>(std::toupper(static_cast<unsigned char>(word.front())));
        }
        if (one_in(60)) word = std::to_string(random_() % 3'000);
        if (one_in(500)) word = "https://www." + word + ".example/" + word;
        text += word;
        starts = one_in(14);
        if (starts) {
            text += one_in(5) ? "?" : one_in(6) ? "!" : ".";
        } else if (one_in(12)) {
            text += ',';
        }
        text += starts && one_in(4) ? "\n\n" : " ";
    }
    text.resize(bytes);
    return text;
}

std::vector<std::string> varied_comments(std::size_t bytes) {
    std::vector<std::string> texts;
    if (const char* file = std::getenv("CHAFFINCH_BENCH_COMMENTS"); file != nullptr) {
        std::ifstream in(file);
        for (std::string line; std::getline(in, line) && texts.size() < comments_in_turn;) {
            if (line.size() * 2 >= bytes && line.size() <= bytes * 2) texts.push_back(line);
        }
        if (texts.empty()) throw std::runtime_error("no comment of the size in the file");
        return texts;
    }
    CommentWriter writer;
    while (texts.size() < comments_in_turn) texts.push_back(writer.comment(bytes));
    return texts;
}

}  // namespace chaffinch::bench
