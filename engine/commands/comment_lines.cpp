// JSON-lines of comments and articles. zlib reads plain files as they are, so one path serves both.

#include "engine/commands/comment_lines.h"

#include "engine/types/limits.h"
#include "engine/wire/submission_json.h"

#include <boost/json.hpp>

#include <zlib.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace chaffinch::commands {

namespace json = boost::json;

namespace {

constexpr std::size_t longest_line = 16U << 20U;

/// Lines of a plain or gzip file.
class LineReader {
  public:
    explicit LineReader(const std::string& file)
        : file_(file == "-" ? gzdopen(0, "rb") : gzopen(file.c_str(), "rb")) {}

    ~LineReader() {
        if (file_ != nullptr) gzclose(file_);
    }

    LineReader(const LineReader&) = delete;
    LineReader& operator=(const LineReader&) = delete;

    [[nodiscard]] bool is_open() const { return file_ != nullptr; }

    /// False at the end of the file or after a failure (see failure()).
    bool next(std::string& line) {
        line.clear();
        std::array<char, 65'536> chunk{};
        while (gzgets(file_, chunk.data(), static_cast<int>(chunk.size())) != nullptr) {
            line += chunk.data();
            if (line.ends_with('\n')) {
                line.pop_back();
                return true;
            }
            if (line.size() > longest_line) {
                failure_ = "a line is longer than 16 MiB";
                return false;
            }
        }
        int code = Z_OK;
        const char* message = gzerror(file_, &code);
        if (code != Z_OK && code != Z_STREAM_END) failure_ = message;
        return failure_.empty() && !line.empty();
    }

    [[nodiscard]] const std::string& failure() const { return failure_; }

  private:
    gzFile file_;
    std::string failure_;
};

std::string string_member(const json::object& row, std::string_view name) {
    const json::value* value = row.if_contains(json::string_view(name.data(), name.size()));
    if (value == nullptr || !value->is_string()) return {};
    const json::string& text = value->get_string();
    return {text.data(), text.size()};
}

Result<LabelledComment> corpus_row(const json::object& row) {
    LabelledComment out;
    const json::value* text = row.if_contains("text");
    if (text == nullptr || !text->is_string()) {
        return wire::invalid({{"/text", text == nullptr ? "is required" : "must be a string"}});
    }
    out.id = string_member(row, "id");
    out.comment.external_id = out.id;
    out.comment.text = string_member(row, "text");
    out.comment.author.name = string_member(row, "author");
    out.comment.author.url = string_member(row, "author_url");
    out.comment.article = ArticleId{string_member(row, "article_id")};
    out.comment.submitted_at = from_rfc3339(string_member(row, "time"));
    out.label = string_member(row, "label");
    out.corpus = string_member(row, "corpus");
    out.language = string_member(row, "lang");
    out.group = string_member(row, "group");
    if (const json::value* toxic = row.if_contains("toxic");
        toxic != nullptr && toxic->is_int64()) {
        out.toxic = toxic->get_int64() != 0;
    }
    if (const std::string title = string_member(row, "article_title"); !title.empty()) {
        Article article;
        article.id = out.comment.article;
        article.title = title;
        out.article = std::move(article);
    }
    return out;
}

bool is_submission(const json::object& row) {
    const json::value* author = row.if_contains("author");
    return row.contains("article") || (author != nullptr && author->is_object());
}

Result<LabelledComment> submission_row(json::object row) {
    LabelledComment out;
    out.id = string_member(row, "id");
    out.label = string_member(row, "label");
    row.erase("id");
    row.erase("label");
    auto submission = wire::decode_submission(json::value(std::move(row)));
    if (!submission) return submission.error();
    out.comment = std::move(submission->comment);
    out.article = std::move(submission->article);
    if (out.id.empty()) out.id = out.comment.external_id;
    return out;
}

std::string described(const Error& error) {
    std::string out = error.detail;
    for (const FieldError& field : error.fields) {
        out += "; " + (field.pointer.empty() ? std::string("the line") : field.pointer) + " " +
               field.message;
    }
    return out;
}

Article article_from(const json::object& row) {
    Article article;
    article.id = ArticleId{string_member(row, "article_id")};
    if (article.id.empty()) article.id = ArticleId{string_member(row, "id")};
    article.title = string_member(row, "title");
    article.text = string_member(row, "text");
    article.url = string_member(row, "url");
    article.language = string_member(row, "lang");
    return article;
}

}  // namespace

Result<LabelledComment> parse_comment_line(std::string_view line) {
    auto value = wire::parse_json(line);
    if (!value) return value.error();
    json::object* row = value->if_object();
    if (row == nullptr) return wire::invalid({{"", "must be an object"}});
    return is_submission(*row) ? submission_row(std::move(*row)) : corpus_row(*row);
}

Result<void> read_comment_lines(
    const std::string& file, const std::function<bool(Result<LabelledComment>)>& row
) {
    LineReader in(file);
    if (!in.is_open()) return Error{Errc::not_found, file + ": " + std::strerror(errno)};
    std::string line;
    for (std::size_t number = 1; in.next(line); ++number) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        const std::string place =
            (file == "-" ? "standard input" : file) + ":" + std::to_string(number);
        auto parsed = parse_comment_line(line);
        if (!parsed) {
            if (!row(Error{parsed.error().code, place + ": " + described(parsed.error())}))
                return {};
            continue;
        }
        parsed->file = file;
        parsed->line = number;
        if (parsed->id.empty()) parsed->id = place;
        if (!row(std::move(parsed))) return {};
    }
    if (!in.failure().empty()) return Error{Errc::malformed, file + ": " + in.failure()};
    return {};
}

std::shared_ptr<const Article> ArticleTexts::article_of(const LabelledComment& row) const {
    if (const auto found = by_id.find(row.comment.article.value); found != by_id.end())
        return found->second;
    if (row.article) return std::make_shared<const Article>(*row.article);
    return row.comment.article.empty() ? fallback : nullptr;
}

Result<ArticleTexts> read_articles(const std::string& file) {
    LineReader in(file);
    if (!in.is_open()) return Error{Errc::not_found, file + ": " + std::strerror(errno)};
    ArticleTexts out;
    std::string whole;
    std::string line;
    std::size_t rows = 0;
    while (in.next(line)) {
        whole += line + "\n";
        const auto value = wire::parse_json(line);
        if (!value || !value->is_object()) continue;
        auto article = std::make_shared<const Article>(article_from(value->get_object()));
        out.by_id[article->id.value] = article;
        out.fallback = std::move(article);
        ++rows;
    }
    if (!in.failure().empty()) return Error{Errc::malformed, file + ": " + in.failure()};
    if (rows == 0) {  // one object over several lines
        const auto value = wire::parse_json(whole);
        if (!value || !value->is_object()) {
            return Error{
                Errc::malformed, file + ": neither JSON-lines of articles nor one article object"
            };
        }
        out.fallback = std::make_shared<const Article>(article_from(value->get_object()));
        out.by_id[out.fallback->id.value] = out.fallback;
        rows = 1;
    }
    if (rows > 1) out.fallback = nullptr;
    return out;
}

}  // namespace chaffinch::commands
