// An article and the comments under it, as the tests of engine/context write them.

#pragma once

#include "engine/context/article_profile.h"
#include "engine/text/document.h"
#include "engine/types/article.h"
#include "engine/types/comment.h"

#include <memory>
#include <string>
#include <utility>

namespace chaffinch::context::test {

inline Article hedgehog_article() {
    Article article;
    article.title = "Hedgehogs in the garden";
    article.language = "en";
    article.text =
        "Hedgehogs need a way from one garden to the next. A gap of thirteen centimetres under the "
        "fence is enough, and it costs nothing but a saw and an hour on Saturday.\n\n"
        "In autumn a hedgehog looks for a pile of leaves or brushwood to sleep in until March. "
        "Whoever burns such a pile should move it first, since the animals do not wake in time.\n\n"
        "Slug pellets poison the prey of the hedgehog and with it the animal itself. Vets see "
        "hedgehogs with poisoning every spring, and few of them survive the week.\n\n"
        "Milk is no help either. Cat food and a flat bowl of water are cheap, and what a rescue "
        "station would order as well.";
    return article;
}

inline text::Document document_of(std::string body) {
    Comment comment;
    comment.text = std::move(body);
    return text::analyze(comment);
}

inline std::shared_ptr<const ArticleProfile> profile_of(const Article& article) {
    return std::make_shared<const ArticleProfile>(article, default_background());
}

}  // namespace chaffinch::context::test
