// The article in its three forms: file, page, announcement; see article.h.

#include "server/demo/article.h"

#include <boost/json.hpp>

#include <array>
#include <chrono>
#include <stdexcept>

namespace chaffinch::demo {

namespace json = boost::json;

namespace {

std::string text_of(const json::object& object, std::string_view key) {
    return json::value_to<std::string>(object.at({key.data(), key.size()}));
}

Block parse_block(const json::object& block) {
    if (block.contains("heading")) return Heading{text_of(block, "heading")};
    if (block.contains("paragraph")) return Paragraph{text_of(block, "paragraph")};
    return List{json::value_to<std::vector<std::string>>(block.at("list"))};
}

Html render(const Heading& heading) {
    return fill("      <h2>{{text}}</h2>\n", {{"text", escape(heading.text)}});
}

Html render(const Paragraph& paragraph) {
    return fill("      <p>{{text}}</p>\n", {{"text", escape(paragraph.text)}});
}

Html render(const List& list) {
    Html items;
    for (const std::string& item : list.items) {
        items += fill("        <li>{{text}}</li>\n", {{"text", escape(item)}});
    }
    return fill("      <ul>\n{{items}}      </ul>\n", {{"items", items}});
}

std::string plain(const Heading& heading) {
    return heading.text;
}

std::string plain(const Paragraph& paragraph) {
    return paragraph.text;
}

std::string plain(const List& list) {
    std::string text;
    for (const std::string& item : list.items) text += (text.empty() ? "- " : "\n- ") + item;
    return text;
}

}  // namespace

ArticleContent parse_article(std::string_view text) {
    const json::object object = json::parse({text.data(), text.size()}).as_object();
    const auto published = from_rfc3339(text_of(object, "published_at"));
    if (!published) throw std::invalid_argument("article: published_at is no RFC 3339 time");
    ArticleContent article{
        .id = text_of(object, "id"),
        .title = text_of(object, "title"),
        .section = text_of(object, "section"),
        .language = text_of(object, "language"),
        .summary = text_of(object, "summary"),
        .published_at = *published,
    };
    for (const json::value& block : object.at("body").as_array()) {
        article.body.push_back(parse_block(block.as_object()));
    }
    return article;
}

Html render_body(const std::vector<Block>& body) {
    Html html;
    for (const Block& block : body) {
        html += std::visit([](const auto& kind) { return render(kind); }, block);
    }
    return html;
}

std::string long_date(Timestamp time) {
    static constexpr std::array months{
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December"
    };
    const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(time));
    return std::to_string(static_cast<unsigned>(date.day())) + " " +
           months[static_cast<unsigned>(date.month()) - 1] + " " +
           std::to_string(static_cast<int>(date.year()));
}

json::object announcement(const ArticleContent& article, std::string_view url) {
    std::string text = article.summary;
    for (const Block& block : article.body) {
        text += "\n\n" + std::visit([](const auto& kind) { return plain(kind); }, block);
    }
    return {
        {"id", article.id},
        {"url", json::string(url.data(), url.size())},
        {"title", article.title},
        {"text", text},
        {"section", article.section},
        {"language", article.language},
        {"published_at", to_rfc3339(article.published_at)},
    };
}

}  // namespace chaffinch::demo
