// The article of the demonstration site: what is shown, and what the moderation service is told of
// it.

#pragma once

#include "engine/types/timestamp.h"
#include "server/demo/html.h"

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace chaffinch::demo {

struct Heading {
    std::string text{};
};

struct Paragraph {
    std::string text{};
};

struct List {
    std::vector<std::string> items{};
};

using Block = std::variant<Heading, Paragraph, List>;

struct ArticleContent {
    std::string id{};
    std::string title{};
    std::string section{};
    std::string language{};  ///< BCP 47
    std::string summary{};
    Timestamp published_at{};
    std::vector<Block> body{};
};

/// Reads the form of assets/article.json. Throws std::exception when it is not of that form: the
/// file is part of the program.
ArticleContent parse_article(std::string_view json);

Html render_body(const std::vector<Block>& body);

/// "12 January 2026"
std::string long_date(Timestamp time);

/// The article as POST /v1/comments takes it inline; `url` is where readers find it.
boost::json::object announcement(const ArticleContent& article, std::string_view url);

}  // namespace chaffinch::demo
