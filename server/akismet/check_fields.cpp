// Fields of the contract and of the clients that go beyond it.

#include "server/akismet/check_fields.h"

#include "engine/types/limits.h"
#include "engine/types/utf8.h"
#include "server/auth/secrets.h"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <charconv>

namespace chaffinch::akismet {

namespace {

constexpr std::size_t most_context_bytes = 4'096;

std::string text(const Fields& fields, std::string_view name) {
    return std::string(fields.get(name));
}

/// The commenter's address. Sites behind a proxy send the proxy's or their own: an address that no
/// reader can have is no evidence against all of them.
std::string reader_address(std::string_view given) {
    boost::system::error_code failed;
    auto address = boost::asio::ip::make_address(std::string(given), failed);
    if (failed) return {};
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        address = boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6());
    }
    if (address.is_loopback() || address.is_unspecified()) return {};
    return address.to_string();
}

std::string hex(const SecretHash& hash) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (const std::uint8_t byte : hash) {
        out += digits[byte >> 4U];
        out += digits[byte & 0x0FU];
    }
    return out;
}

/// The page is the article. Ids are short, so a long address stands as its hash.
ArticleId article_id(const Fields& fields) {
    std::string page = text(fields, fields.get("permalink").empty() ? "blog" : "permalink");
    if (page.size() > limits::id_bytes) page = "sha256:" + hex(auth::sha256(page));
    if (page.empty()) page = "unknown";
    return {std::move(page)};
}

std::string joined_context(const Fields& fields) {
    std::string out;
    for (const std::string_view item : fields.list("comment_context")) {
        if (out.size() + item.size() > most_context_bytes) break;
        if (!out.empty()) out += ", ";
        out += item;
    }
    return out;
}

Article article_of(const Fields& fields) {
    Article article;
    article.id = article_id(fields);
    article.url = text(fields, fields.get("permalink").empty() ? "blog" : "permalink");
    if (article.url.size() > limits::url_bytes) article.url.clear();
    article.text = joined_context(fields);
    return article;
}

/// "en, fr_ca" -> "en"; "en_US" -> "en-US".
std::string language_of(std::string_view given) {
    std::string language(given.substr(0, given.find(',')));
    std::ranges::replace(language, '_', '-');
    const bool plausible = language.size() <= 35 && std::ranges::all_of(language, [](char c) {
                               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                      (c >= '0' && c <= '9') || c == '-';
                           });
    return plausible ? language : std::string();
}

/// Sites send both plain text and HTML under one name. A tag is '<', perhaps '/', and a letter.
TextFormat format_of(std::string_view content) {
    for (std::size_t at = content.find('<'); at != std::string_view::npos;
         at = content.find('<', at + 1)) {
        std::string_view rest = content.substr(at + 1);
        if (rest.starts_with('/')) rest.remove_prefix(1);
        if (rest.empty()) break;
        const char c = static_cast<char>(rest.front() | 0x20);
        if (c >= 'a' && c <= 'z') return TextFormat::html;
    }
    return TextFormat::plain;
}

/// ISO 8601, also with a space, as WordPress writes it; the time is UTC.
std::optional<Timestamp> time_of(std::string_view given) {
    std::string iso(given);
    if (iso.size() == 19 && iso[10] == ' ') {
        iso[10] = 'T';
        iso += 'Z';
    }
    return from_rfc3339(iso);
}

bool has_role(std::string_view roles, std::string_view wanted) {
    while (!roles.empty()) {
        std::string_view role = roles.substr(0, roles.find(','));
        roles.remove_prefix(std::min(role.size() + 1, roles.size()));
        while (role.starts_with(' ')) role.remove_prefix(1);
        while (role.ends_with(' ')) role.remove_suffix(1);
        if (role == wanted) return true;
    }
    return false;
}

Author author_of(const Fields& fields) {
    Author author;
    author.name = text(fields, "comment_author");
    author.email = text(fields, "comment_author_email");
    author.url = text(fields, "comment_author_url");
    author.ip = reader_address(fields.get("user_ip"));
    // Longer ones exist and say nothing about the comment; it is an aside, so it may be left out.
    if (fields.get("user_agent").size() <= limits::user_agent_bytes) {
        author.user_agent = text(fields, "user_agent");
    }
    const std::string_view id = fields.get("user_ID");
    if (!id.empty() && id != "0" && id.size() <= limits::id_bytes) {
        author.id = AuthorId{std::string(id)};
        author.verified = !fields.get("user_role").empty();
    }
    return author;
}

/// The field that the client names as its honeypot, or the one of the WordPress plugin.
FormFacts form_of(const Fields& fields) {
    FormFacts form;
    const std::string_view named = fields.get("honeypot_field_name");
    if (!named.empty()) form.honeypot = text(fields, named);
    if (form.honeypot.empty()) form.honeypot = text(fields, "POST_ak_hp_textarea");
    // Milliseconds from showing the form to sending it, as the plugin's script measured them.
    const std::string_view elapsed = fields.get("POST_ak_bfs");
    std::int64_t milliseconds = 0;
    const auto [end, failed] =
        std::from_chars(elapsed.data(), elapsed.data() + elapsed.size(), milliseconds);
    const bool whole = failed == std::errc{} && end == elapsed.data() + elapsed.size();
    if (whole && milliseconds >= 0) form.elapsed_ms = milliseconds;
    return form;
}

Comment comment_of(const Fields& fields) {
    Comment comment;
    comment.article = article_id(fields);
    comment.text = text(fields, "comment_content");
    comment.format = format_of(comment.text);
    comment.author = author_of(fields);
    comment.form = form_of(fields);
    comment.submitted_at = time_of(fields.get("comment_date_gmt"));
    comment.language = language_of(fields.get("blog_lang"));
    const std::string_view parent = fields.get("comment_parent");
    if (!parent.empty() && parent != "0" && parent.size() <= limits::id_bytes) {
        comment.parent = std::string(parent);
    }
    return comment;
}

/// Line ends and space around a text change on their way through a site's database.
std::string comparable(std::string_view given) {
    std::string out;
    for (const char c : given) {
        if (c != '\r') out += c;
    }
    const std::size_t first = std::min(out.find_first_not_of(" \t\n"), out.size());
    const std::size_t last = out.find_last_not_of(" \t\n");
    return out.substr(first, last == std::string::npos ? 0 : last + 1 - first);
}

SecretHash content_of(const Comment& comment) {
    std::string all;
    for (const std::string_view part :
         {std::string_view(comment.article.value),
          std::string_view(comment.author.name),
          std::string_view(comment.author.email),
          std::string_view(comment.text)}) {
        const std::string plain = comparable(part);
        all += std::to_string(plain.size()) + ':' + plain;
    }
    return auth::sha256(all);
}

bool is_guaranteed_spam(const Author& author) {
    return author.name == "akismet-guaranteed-spam" || author.name == "viagra-test-123" ||
           author.email == "akismet-guaranteed-spam@example.com";
}

std::string callback_of(std::string_view given) {
    const bool http = given.starts_with("https://") || given.starts_with("http://");
    return http && given.size() <= limits::url_bytes ? std::string(given) : std::string();
}

Error over(std::string_view field, std::size_t limit, std::string_view unit) {
    return {
        Errc::too_large,
        std::string(field) + " is longer than " + std::to_string(limit) + " " + std::string(unit)
    };
}

Result<void> within_limits(const Comment& comment) {
    if (count_code_points(comment.text) > limits::text_code_points)
        return over("comment_content", limits::text_code_points, "characters");
    if (count_code_points(comment.author.name) > limits::name_code_points)
        return over("comment_author", limits::name_code_points, "characters");
    if (comment.author.email.size() > limits::email_bytes)
        return over("comment_author_email", limits::email_bytes, "bytes");
    if (comment.author.url.size() > limits::url_bytes)
        return over("comment_author_url", limits::url_bytes, "bytes");
    return {};
}

}  // namespace

std::string_view missing_field(const Fields& fields) {
    if (fields.get("blog").empty()) return "blog";
    // Empty is a value: Coral sends no address when the site does not want it used.
    if (!fields.has("user_ip")) return "user_ip";
    return {};
}

Result<Check> read_check(const Fields& fields) {
    Check check;
    check.submission.comment = comment_of(fields);
    if (const auto fits = within_limits(check.submission.comment); !fits) return fits.error();
    check.submission.article = article_of(fields);
    check.content = content_of(check.submission.comment);
    check.blog = text(fields, "blog");
    if (check.blog.size() > limits::url_bytes) return over("blog", limits::url_bytes, "bytes");
    check.callback = callback_of(fields.get("callback"));
    check.post_id = text(fields, "comment_post_ID");
    if (check.post_id.size() > limits::id_bytes) check.post_id.clear();
    check.guid = text(fields, "guid");
    check.is_test = fields.is_set("is_test");
    check.is_recheck = !fields.get("recheck_reason").empty();
    check.is_edit = fields.get("recheck_reason") == "edit";
    check.classify = fields.is_set("classify");
    check.by_administrator = has_role(fields.get("user_role"), "administrator");
    check.by_registered = !fields.get("user_role").empty();
    check.guaranteed_spam = is_guaranteed_spam(check.submission.comment.author);
    return check;
}

}  // namespace chaffinch::akismet
