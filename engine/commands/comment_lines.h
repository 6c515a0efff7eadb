// CommentLines: reads comments from JSON-lines, plain or gzip, a file or standard input.
//
// A line is either a submission as POST /v1/comments takes it, or a row of a labelled corpus
// (`id text author author_url article_id article_title label time lang group corpus`, author a
// string).

#pragma once

#include "engine/types/article.h"
#include "engine/types/comment.h"
#include "engine/types/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace chaffinch::commands {

struct LabelledComment {
    std::string id{};  ///< `id` or `external_id` of the line, else "file:line"
    Comment comment{};
    std::optional<Article> article{};  ///< what the line itself says of the article
    std::string label{};               ///< "ham", "spam", "review" or empty
    std::optional<bool> toxic{};
    std::string corpus{};
    std::string language{};  ///< `lang` of a corpus row: of most of the corpus
    std::string group{};     ///< rows with one value are near copies
    std::string file{};
    std::size_t line = 0;
};

/// Parses one line. Errors: malformed, invalid, with the member that is wrong.
Result<LabelledComment> parse_comment_line(std::string_view line);

/// Reads a file line by line ("-": standard input). `row` gets each comment or the error of its
/// line (detail begins "file:line: "); it returns false to stop. Errors: not_found when the file
/// cannot be opened, malformed when it cannot be decompressed.
Result<void> read_comment_lines(
    const std::string& file, const std::function<bool(Result<LabelledComment>)>& row
);

/// Article texts: `articles.jsonl(.gz)` with `article_id title text`, or one JSON object with
/// `id title text`, which then applies to comments without an article of their own.
struct ArticleTexts {
    std::unordered_map<std::string, std::shared_ptr<const Article>> by_id{};
    std::shared_ptr<const Article> fallback{};

    /// The article of a comment: by id, else what the line said, else the fallback; may be null.
    [[nodiscard]] std::shared_ptr<const Article> article_of(const LabelledComment& row) const;
};

Result<ArticleTexts> read_articles(const std::string& file);

}  // namespace chaffinch::commands
