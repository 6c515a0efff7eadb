// Decoders of comments and articles. Each names every member that is wrong.

#include "engine/wire/submission_json.h"

#include "engine/types/content_words.h"
#include "engine/types/limits.h"
#include "engine/wire/object_reader.h"

#include <boost/json.hpp>

namespace chaffinch::wire {

namespace json = boost::json;

namespace {

constexpr std::size_t deepest_nesting = 32;

template <class T>
void assign(T& to, std::optional<T> from) {
    if (from) to = std::move(*from);
}

TextBounds id_bounds() {
    return {.min_bytes = 1, .bytes = limits::id_bytes};
}

ArticlePolicy decode_policy(
    const json::value& value, const std::string& pointer, std::vector<FieldError>& errors
) {
    ObjectReader in(value, pointer, errors);
    ArticlePolicy policy;
    if (const auto word = in.one_of(
            "comments",
            {name(CommentPolicy::post), name(CommentPolicy::pre), name(CommentPolicy::closed)}
        )) {
        policy.comments = static_cast<CommentPolicy>(*word);
    }
    if (const auto days = in.integer("close_after_days", 0, 36'500))
        policy.close_after_days = static_cast<int>(*days);
    if (const auto links = in.integer("links_allowed", 0, 100))
        policy.links_allowed = static_cast<int>(*links);
    if (const auto word = in.one_of(
            "sensitivity",
            {name(Sensitivity::none),
             name(Sensitivity::medical),
             name(Sensitivity::minors),
             name(Sensitivity::politics)}
        )) {
        policy.sensitivity = static_cast<Sensitivity>(*word);
    }
    policy.hold_at = in.number("hold_at", -100, 100);
    policy.reject_at = in.number("reject_at", -100, 100);
    if (policy.hold_at && policy.reject_at && *policy.reject_at < *policy.hold_at) {
        in.fail("reject_at", "must not be lower than hold_at");
    }
    if (const auto readers = in.integer("hold_after_reports", 0, 1'000))
        policy.hold_after_reports = static_cast<int>(*readers);
    in.finish();
    return policy;
}

/// Reads everything but the id. `described` tells whether there was anything besides it.
void decode_article_members(
    ObjectReader& in, Article& article, std::vector<FieldError>& errors, bool& described
) {
    const auto note = [&described](auto member) {
        described = described || member.has_value();
        return member;
    };
    assign(article.url, note(in.text("url", {.bytes = limits::url_bytes})));
    assign(article.title, note(in.text("title", {.code_points = limits::title_code_points})));
    assign(article.text, note(in.text("text", {.bytes = limits::article_text_bytes})));
    assign(article.section, note(in.text("section", {.code_points = limits::name_code_points})));
    assign(article.language, note(in.text("language", {.bytes = 35})));
    article.published_at = note(in.time("published_at"));
    if (const json::value* policy = in.member("policy")) {
        described = true;
        article.policy = decode_policy(*policy, in.pointer_to("policy"), errors);
    }
}

Author decode_author(
    const json::value& value, const std::string& pointer, std::vector<FieldError>& errors
) {
    ObjectReader in(value, pointer, errors);
    Author author;
    if (auto id = in.text("id", {.bytes = limits::id_bytes}); id && !id->empty())
        author.id = AuthorId{std::move(*id)};
    assign(author.name, in.text("name", {.code_points = limits::name_code_points}));
    assign(author.email, in.text("email", {.bytes = limits::email_bytes}));
    assign(author.url, in.text("url", {.bytes = limits::url_bytes}));
    assign(author.ip, in.text("ip", {.bytes = 64}));
    assign(author.user_agent, in.text("user_agent", {.bytes = limits::user_agent_bytes}));
    assign(author.verified, in.boolean("verified"));
    author.registered_at = in.time("registered_at");
    in.finish();
    return author;
}

FormFacts decode_form(
    const json::value& value, const std::string& pointer, std::vector<FieldError>& errors
) {
    ObjectReader in(value, pointer, errors);
    FormFacts form;
    form.elapsed_ms = in.integer("elapsed_ms", 0, std::int64_t{1} << 53);
    assign(form.honeypot, in.text("honeypot", {.bytes = limits::url_bytes}));
    in.finish();
    return form;
}

}  // namespace

Result<json::value> parse_json(std::string_view body) {
    json::parse_options options;
    options.max_depth = deepest_nesting;
    json::parser parser({}, options);
    boost::system::error_code failed;
    const std::size_t read = parser.write_some(body.data(), body.size(), failed);
    if (!failed && read < body.size()) {
        const bool only_space = body.find_first_not_of(" \t\r\n", read) == std::string_view::npos;
        if (!only_space) failed = json::error::extra_data;
    }
    if (failed) {
        return Error{
            Errc::malformed,
            "the body is not JSON: " + failed.message() + " near byte " + std::to_string(read)
        };
    }
    return parser.release();
}

Error invalid(std::vector<FieldError> errors) {
    return {
        Errc::invalid,
        errors.size() == 1 ? "one member is wrong"
                           : std::to_string(errors.size()) + " members are wrong",
        std::move(errors)
    };
}

Submission decode_submission(
    const json::value& value, const std::string& pointer, std::vector<FieldError>& errors
) {
    ObjectReader in(value, pointer, errors);
    Submission out;
    Comment& comment = out.comment;
    assign(comment.external_id, in.text("external_id", {.bytes = limits::id_bytes}));
    if (const json::value* member = in.member("article", Presence::required)) {
        ObjectReader article_in(*member, in.pointer_to("article"), errors);
        Article article;
        if (auto id = article_in.text("id", id_bounds(), Presence::required))
            article.id = ArticleId{std::move(*id)};
        bool described = false;
        decode_article_members(article_in, article, errors, described);
        article_in.finish();
        comment.article = article.id;
        if (described) out.article = std::move(article);
    }
    if (auto parent = in.text("parent_id", {.bytes = limits::id_bytes});
        parent && !parent->empty()) {
        comment.parent = std::move(*parent);
    }
    assign(
        comment.text,
        in.text(
            "text", {.min_bytes = 1, .code_points = limits::text_code_points}, Presence::required
        )
    );
    if (const auto word = in.one_of(
            "format", {name(TextFormat::plain), name(TextFormat::markdown), name(TextFormat::html)}
        )) {
        comment.format = static_cast<TextFormat>(*word);
    }
    if (const json::value* member = in.member("author")) {
        comment.author = decode_author(*member, in.pointer_to("author"), errors);
    }
    if (const json::value* member = in.member("form")) {
        comment.form = decode_form(*member, in.pointer_to("form"), errors);
    }
    comment.submitted_at = in.time("submitted_at");
    assign(comment.language, in.text("language", {.bytes = 35}));
    in.finish();
    return out;
}

Result<Submission> decode_submission(const json::value& value) {
    std::vector<FieldError> errors;
    Submission submission = decode_submission(value, "", errors);
    if (!errors.empty()) return invalid(std::move(errors));
    return submission;
}

Result<Article> decode_article(const ArticleId& id, const json::value& value) {
    std::vector<FieldError> errors;
    ObjectReader in(value, "", errors);
    Article article;
    article.id = id;
    bool described = false;
    decode_article_members(in, article, errors, described);
    in.finish();
    if (!errors.empty()) return invalid(std::move(errors));
    return article;
}

}  // namespace chaffinch::wire
