// What all export formats share: times, article texts, limits.

#include "server/import/history.h"

#include "engine/text/units.h"
#include "engine/text/utf8.h"
#include "engine/text/visible.h"
#include "engine/types/limits.h"
#include "engine/types/utf8.h"

#include <utility>

namespace chaffinch::importing {

std::optional<Timestamp> time_from_export(std::string_view text) {
    std::string time(text);
    if (time.size() == 19 && time[10] == ' ') {
        time[10] = 'T';
        time += 'Z';
    }
    if (time.starts_with("0000")) return std::nullopt;
    return from_rfc3339(time);
}

std::string article_text_from_html(std::string_view html) {
    if (html.size() > limits::article_text_bytes) return {};
    std::string text = text::put_together(text::read_visible(html, TextFormat::html).units).text;
    if (text.size() > limits::article_text_bytes) return {};
    return text;
}

namespace {

struct Bound {
    std::string_view value;
    std::size_t most;
    const char* over;
};

std::optional<std::string> first_over(std::initializer_list<Bound> bounds, bool code_points) {
    for (const Bound& bound : bounds) {
        const std::size_t size = code_points ? count_code_points(bound.value) : bound.value.size();
        if (size > bound.most) return std::string(bound.over) + " is too long";
    }
    return std::nullopt;
}

bool is_text(std::string_view bytes) {
    for (std::size_t at = 0; at < bytes.size();) {
        const text::Decoded next = text::decode_at(bytes, at);
        // U+FFFD as sent takes three bytes; one byte alone belongs to no sequence.
        if (next.value == 0 || (next.value == text::replacement_character && next.size == 1))
            return false;
        at += next.size;
    }
    return true;
}

bool all_text(const HistoricComment& historic) {
    const Comment& comment = historic.comment;
    const Author& author = comment.author;
    for (const std::string* field :
         {&comment.external_id,
          &comment.article.value,
          &comment.text,
          &author.name,
          &author.email,
          &author.url,
          &author.ip,
          &author.user_agent}) {
        if (!is_text(*field)) return false;
    }
    const auto& article = historic.article;
    return !article || (is_text(article->title) && is_text(article->url) && is_text(article->text));
}

std::optional<std::string> article_over(const Article& article) {
    if (auto over = first_over(
            {{article.url, limits::url_bytes, "the article's address"},
             {article.text, limits::article_text_bytes, "the article's text"}},
            false
        ))
        return over;
    return first_over({{article.title, limits::title_code_points, "the article's title"}}, true);
}

}  // namespace

std::optional<std::string> why_not(const HistoricComment& historic) {
    const Comment& comment = historic.comment;
    const Author& author = comment.author;
    if (comment.external_id.empty()) return "the comment has no id";
    if (comment.article.empty()) return "the comment has no article";
    if (comment.text.find_first_not_of(" \t\r\n") == std::string::npos) return "the text is empty";
    if (!all_text(historic)) return "it is not valid UTF-8";
    if (auto over = first_over(
            {{comment.external_id, limits::id_bytes, "the id"},
             {comment.article.value, limits::id_bytes, "the article's id"},
             {comment.parent ? *comment.parent : std::string_view(),
              limits::id_bytes,
              "the parent's id"},
             {author.id ? author.id->value : std::string_view(), limits::id_bytes, "the author's id"
             },
             {author.email, limits::email_bytes, "the author's e-mail address"},
             {author.url, limits::url_bytes, "the author's website"},
             {author.ip, 64, "the author's network address"},
             {author.user_agent, limits::user_agent_bytes, "the user agent"}},
            false
        ))
        return over;
    if (auto over = first_over(
            {{comment.text, limits::text_code_points, "the text"},
             {author.name, limits::name_code_points, "the author's name"}},
            true
        ))
        return over;
    if (historic.article) return article_over(*historic.article);
    return std::nullopt;
}

}  // namespace chaffinch::importing
