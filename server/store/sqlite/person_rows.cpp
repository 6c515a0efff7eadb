// Finding walks the table in bounded stretches: no index of e-mail addresses is kept, since it
// would be one more place that knows them, and erasures are rare.

#include "server/store/sqlite/person_rows.h"

#include "server/records/author_key.h"
#include "server/store/sqlite/comment_rows.h"

#include <boost/json.hpp>

#include <charconv>
#include <set>

namespace chaffinch::store::sqlite {

namespace json = boost::json;

namespace {

constexpr std::string_view author_prefix = "aut_";

/// What went out holds ids and states of rows that are given out themselves, and is kept in the
/// order of events alone.
constexpr std::string_view repeating = "events";

std::optional<std::int64_t> author_with_key(
    Connection& db, std::int64_t site, std::string_view key
) {
    if (key.empty()) return std::nullopt;
    Statement row =
        db.query("SELECT pk FROM authors WHERE site = ? AND key = ?", site, std::string(key));
    if (!row.step()) return std::nullopt;
    return row.integer();
}

std::optional<std::string> unless_empty(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

/// The site's id of its user, said by itself or within a key.
std::string id_of(const Person& person) {
    if (!person.id.empty()) return person.id;
    if (strength_of(person.author) < IdentityStrength::claimed) return {};
    return person.author.substr(person.author.find(':') + 1);
}

enum class Vouched : std::uint8_t { by_site, by_nobody };

std::string key_of_id(const std::string& id, Vouched vouched) {
    Author author;
    if (!id.empty()) author.id = AuthorId{id};
    author.verified = vouched == Vouched::by_site;
    return author_key(author);
}

json::value value_of(const NamedValue& column) {
    if (const auto* number = std::get_if<std::int64_t>(&column.value)) return *number;
    if (const auto* real = std::get_if<double>(&column.value)) return *real;
    if (const auto* text = std::get_if<std::string>(&column.value)) return json::string(*text);
    return nullptr;
}

void add_lines(
    Connection& db, const Reference& reference, std::int64_t pk, std::vector<std::string>& lines
) {
    for (const auto& columns : db.referring_rows(reference, pk)) {
        json::object line{{"table", reference.table}};
        for (const NamedValue& column : columns) line[column.name] = value_of(column);
        lines.push_back(json::serialize(line));
    }
}

}  // namespace

std::optional<std::int64_t> find_author(
    Connection& db, std::int64_t site, std::string_view id_or_key
) {
    if (!id_or_key.starts_with(author_prefix)) return author_with_key(db, site, id_or_key);
    id_or_key.remove_prefix(author_prefix.size());
    std::int64_t pk = 0;
    const char* end = id_or_key.data() + id_or_key.size();
    const auto read = std::from_chars(id_or_key.data(), end, pk);
    if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    Statement row = db.query("SELECT pk FROM authors WHERE pk = ? AND site = ?", pk, site);
    if (!row.step()) return std::nullopt;
    return row.integer();
}

std::optional<std::int64_t> find_reporter(Connection& db, std::int64_t site, const Person& person) {
    const std::string id = id_of(person);
    if (id.empty()) return std::nullopt;
    Statement row = db.query("SELECT pk FROM reporters WHERE site = ? AND key = ?", site, id);
    if (!row.step()) return std::nullopt;
    return row.integer();
}

Result<Person> resolve_person(Connection& db, Person person) {
    const auto site = find_site(db, person.site);
    if (!site) return Error{Errc::not_found, "there is no site '" + person.site.value + "'"};
    if (!person.author.starts_with(author_prefix)) return person;
    const auto author = find_author(db, *site, person.author);
    if (!author) return Error{Errc::not_found, "the site has no author '" + person.author + "'"};
    Statement row = db.query("SELECT key FROM authors WHERE pk = ?", *author);
    if (row.step()) person.author = row.text();
    return person;
}

Result<PersonPage> comments_of_person(Connection& db, const Person& person, std::int64_t after) {
    const auto site = find_site(db, person.site);
    if (!site) return Error{Errc::not_found, "there is no site '" + person.site.value + "'"};
    PersonPage page;
    const std::string id = id_of(person);
    const std::int64_t end = after + stretch_of_comments;
    Statement row = db.query(
        // "+": the stretch is what bounds the walk, not the site's index.
        "SELECT pk FROM comments WHERE pk > ?1 AND pk <= ?2 AND +site = ?3"
        " AND (+author IN (?4, ?5, ?6, ?7) OR author_id = ?8"
        "  OR trim(author_email) = trim(?9) COLLATE NOCASE)",
        after,
        end,
        *site,
        find_author(db, *site, person.author),
        author_with_key(db, *site, author_key_of_email(person.email)),
        author_with_key(db, *site, key_of_id(id, Vouched::by_site)),
        author_with_key(db, *site, key_of_id(id, Vouched::by_nobody)),
        unless_empty(id),
        unless_empty(person.email)
    );
    while (row.step()) page.comments.push_back(row.integer());
    Statement behind = db.query("SELECT 1 FROM comments WHERE pk > ? LIMIT 1", end);
    if (behind.step()) page.next = end;
    return page;
}

std::vector<std::string> person_lines(Connection& db, const std::vector<std::int64_t>& comments) {
    const std::vector<Reference>& to_comments = db.references_to("comments");
    const std::vector<Reference>& to_authors = db.references_to("authors");
    std::set<std::int64_t> authors;
    std::vector<std::string> lines;
    for (const std::int64_t comment : comments) {
        add_lines(db, {"comments", "pk"}, comment, lines);
        for (const Reference& reference : to_comments) {
            if (reference.table != repeating) add_lines(db, reference, comment, lines);
        }
        Statement row = db.query("SELECT author FROM comments WHERE pk = ?", comment);
        if (!row.step()) continue;
        if (const auto author = row.optional_integer()) authors.insert(*author);
    }
    for (const std::int64_t author : authors) {
        add_lines(db, {"authors", "pk"}, author, lines);
        for (const Reference& reference : to_authors) {
            if (reference.table != "comments") add_lines(db, reference, author, lines);
        }
    }
    return lines;
}

std::vector<std::string> reader_lines(Connection& db, const Person& person) {
    std::vector<std::string> lines;
    const auto site = find_site(db, person.site);
    const auto reporter = site ? find_reporter(db, *site, person) : std::nullopt;
    if (!reporter) return lines;
    add_lines(db, {"reporters", "pk"}, *reporter, lines);
    for (const Reference& reference : db.references_to("reporters")) {
        add_lines(db, reference, *reporter, lines);
    }
    return lines;
}

}  // namespace chaffinch::store::sqlite
