// CSV with a header, as one writes it who keeps what Akismet said: columns are named as in
// Akismet's API (comment_content, user_ip, ...) or by the short names beside them below.

#include "server/import/csv_reader.h"
#include "server/import/history.h"

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <utility>

namespace chaffinch::importing {

namespace {

enum class Column : std::uint8_t {
    id,
    text,
    label,
    article,
    title,
    parent,
    name,
    email,
    url,
    ip,
    agent,
    time
};

struct Heading {
    std::string_view text;
    Column column;
};

constexpr std::array headings{
    Heading{"comment_id", Column::id},
    Heading{"id", Column::id},
    Heading{"comment_content", Column::text},
    Heading{"content", Column::text},
    Heading{"text", Column::text},
    Heading{"comment_approved", Column::label},
    Heading{"is_spam", Column::label},
    Heading{"spam", Column::label},
    Heading{"label", Column::label},
    Heading{"class", Column::label},
    Heading{"permalink", Column::article},
    Heading{"article", Column::article},
    Heading{"article_id", Column::article},
    Heading{"article_title", Column::title},
    Heading{"comment_parent", Column::parent},
    Heading{"comment_author", Column::name},
    Heading{"author", Column::name},
    Heading{"comment_author_email", Column::email},
    Heading{"comment_author_url", Column::url},
    Heading{"user_ip", Column::ip},
    Heading{"user_agent", Column::agent},
    Heading{"comment_date_gmt", Column::time},
    Heading{"date", Column::time},
};

using Layout = std::map<Column, std::size_t>;

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return out;
}

/// The first column of each meaning counts.
Layout layout_of(std::span<const std::string> header) {
    Layout layout;
    for (std::size_t i = 0; i < header.size(); ++i) {
        const auto known = std::ranges::find(headings, lower(header[i]), &Heading::text);
        if (known != headings.end()) layout.emplace(known->column, i);
    }
    return layout;
}

/// Akismet answers true for spam, and so do most lists: 1, true and yes mean spam. WordPress'
/// comment_approved means the opposite with 1, which is why its column is told apart by the caller.
std::optional<Label> label_of(std::string_view text, bool one_is_approved) {
    const std::string word = lower(text);
    if (word == "1") return one_is_approved ? Label::approved : Label::spam;
    if (word == "0") return one_is_approved ? Label::held : Label::approved;
    if (word == "true" || word == "yes" || word == "spam") return Label::spam;
    if (word == "false" || word == "no" || word == "ham" || word == "approved")
        return Label::approved;
    if (word == "trash" || word == "rejected") return Label::rejected;
    if (word == "held" || word == "hold" || word == "pending") return Label::held;
    return std::nullopt;
}

class Reader {
  public:
    Reader(CsvReader& csv, Layout layout, bool one_is_approved)
        : csv_(csv), layout_(std::move(layout)), one_is_approved_(one_is_approved) {}

    Row row(std::vector<std::string>& fields) const {
        const auto take = [&](Column column) {
            const auto at = layout_.find(column);
            if (at == layout_.end() || at->second >= fields.size()) return std::string();
            return std::move(fields[at->second]);
        };
        const auto label = label_of(take(Column::label), one_is_approved_);
        if (!label) return LeftOut{"it has no label that is known", csv_.line()};
        HistoricComment out;
        out.label = *label;
        out.line = csv_.line();
        Comment& comment = out.comment;
        comment.external_id = take(Column::id);
        comment.article.value = take(Column::article);
        comment.text = take(Column::text);
        comment.author.name = take(Column::name);
        comment.author.email = take(Column::email);
        comment.author.url = take(Column::url);
        comment.author.ip = take(Column::ip);
        comment.author.user_agent = take(Column::agent);
        comment.submitted_at = time_from_export(take(Column::time));
        if (std::string parent = take(Column::parent); !parent.empty() && parent != "0") {
            comment.parent = std::move(parent);
        }
        if (std::string title = take(Column::title); !title.empty()) {
            out.article = Article{.id = comment.article, .title = std::move(title)};
        }
        return out;
    }

  private:
    CsvReader& csv_;
    Layout layout_;
    bool one_is_approved_;
};

}  // namespace

Result<void> read_labelled_csv(std::istream& in, const RowSink& sink) {
    CsvReader csv(in);
    std::vector<std::string> fields;
    if (!csv.next(fields)) return Error{Errc::malformed, "line 1: there is no header line"};
    const Layout layout = layout_of(fields);
    for (const auto& [column, what] :
         {std::pair{Column::id, "comment_id"},
          std::pair{Column::text, "comment_content"},
          std::pair{Column::article, "permalink"},
          std::pair{Column::label, "label"}}) {
        if (!layout.contains(column)) {
            return Error{
                Errc::malformed, "line 1: the header names no column \"" + std::string(what) + "\""
            };
        }
    }
    const std::string label_column = lower(fields[layout.at(Column::label)]);
    const Reader reader(csv, layout, label_column == "comment_approved");
    while (csv.next(fields)) {
        if (!sink(reader.row(fields))) return {};
    }
    if (csv.failure().empty()) return {};
    return Error{Errc::malformed, "line " + std::to_string(csv.line()) + ": " + csv.failure()};
}

}  // namespace chaffinch::importing
