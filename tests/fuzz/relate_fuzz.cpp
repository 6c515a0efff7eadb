// relate() on any comment under any article. The first byte chooses the comment's format, the first
// byte 0 after it separates the article from the comment; without one the comment is both.

#include "engine/context/relate.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace chaffinch;

namespace {

void require(bool held) {
    if (!held) std::abort();
}

bool is_share(const std::optional<double>& value) {
    return !value || (*value >= 0 && *value <= 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::size_t border = input.find('\0');
    Article article;
    article.text = input.substr(0, border);
    Comment comment;
    comment.format = static_cast<TextFormat>(data[0] % 3);
    comment.text = border == std::string_view::npos ? input : input.substr(border + 1);
    comment.author.name = comment.text.substr(0, 30);
    comment.author.url = "https://x.example";

    const text::Document document = text::analyze(comment);
    const auto profile =
        std::make_shared<const context::ArticleProfile>(article, context::default_background());
    const context::Relation alone = context::relate(document, profile, {});
    Facts facts;
    facts.earlier.push_back({.id = {"cmt_1"}, .fingerprint = alone.fingerprint});
    const context::Relation relation = context::relate(document, profile, facts);
    require(relation.topic_weights.size() == document.skeleton_words.tokens.size());
    require(is_share(relation.containment) && is_share(relation.ordered_overlap));
    require(relation.fingerprint.exact == 0 || relation.duplicate == 1.0);
    return 0;
}
