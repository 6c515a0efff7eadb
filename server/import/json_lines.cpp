// JSON-lines, as `chaffinch export` writes them: a submission of POST /v1/comments with `label`
// ("approved", "spam", "rejected", "held"), or a row of a labelled corpus ("ham", "spam",
// "review").

#include "engine/commands/comment_lines.h"
#include "server/import/history.h"

#include <utility>

namespace chaffinch::importing {

namespace {

/// A line holds a comment and, at most, its article's text.
constexpr std::size_t longest_line = 2U << 20U;

enum class LineEnd : std::uint8_t { complete, too_long, end_of_file };

LineEnd next_line(std::istream& in, std::string& line) {
    line.clear();
    bool over = false;
    bool any = false;
    std::streambuf& bytes = *in.rdbuf();
    for (int c = bytes.sbumpc(); c != std::istream::traits_type::eof(); c = bytes.sbumpc()) {
        any = true;
        if (c == '\n') return over ? LineEnd::too_long : LineEnd::complete;
        if (line.size() == longest_line) over = true;
        if (!over) line += static_cast<char>(c);
    }
    if (!any) return LineEnd::end_of_file;
    return over ? LineEnd::too_long : LineEnd::complete;
}

std::optional<Label> label_of(std::string_view label) {
    if (label == "approved" || label == "ham") return Label::approved;
    if (label == "spam") return Label::spam;
    if (label == "rejected") return Label::rejected;
    if (label == "held" || label == "review") return Label::held;
    return std::nullopt;
}

Row row_of(const std::string& line, std::size_t number) {
    auto parsed = commands::parse_comment_line(line);
    if (!parsed) {
        const bool json = parsed.error().code == Errc::invalid;
        return LeftOut{
            json ? "a member is missing, unknown or over its limit" : "it is not JSON", number
        };
    }
    const auto label = label_of(parsed->label);
    if (!label) return LeftOut{"it has no label that is known", number};
    HistoricComment out;
    out.label = *label;
    out.line = number;
    out.comment = std::move(parsed->comment);
    out.article = std::move(parsed->article);
    return out;
}

}  // namespace

Result<void> read_json_lines(std::istream& in, const RowSink& sink) {
    std::string line;
    for (std::size_t number = 1;; ++number) {
        const LineEnd end = next_line(in, line);
        if (end == LineEnd::end_of_file) return {};
        if (end == LineEnd::too_long) {
            if (!sink(LeftOut{"the line is over 2 MiB long", number})) return {};
            continue;
        }
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        if (!sink(row_of(line, number))) return {};
    }
}

}  // namespace chaffinch::importing
