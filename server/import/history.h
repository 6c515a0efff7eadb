// One comment of another system as its export tells it, and the way in which every reader hands
// comments on: one by one, so that a file of any size is read in bounded memory.

#pragma once

#include "engine/types/article.h"
#include "engine/types/comment.h"
#include "engine/types/result.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace chaffinch::importing {

/// What the other system had decided.
enum class Label : std::uint8_t {
    approved,  ///< published; teaches "not spam"
    spam,      ///< teaches "spam"
    rejected,  ///< taken down for another reason (WordPress: trash); teaches nothing
    held,      ///< waits for a person, and goes on waiting in our queue
};

struct HistoricComment {
    Comment comment{};  ///< external_id: its id in the other system
    std::optional<Article> article{};
    Label label = Label::held;
    std::size_t line = 0;  ///< of the file, from 1
};

/// A comment that is not imported. `reason` is one of a few sentences of ours, so that they can be
/// counted; it holds nothing of the comment.
struct LeftOut {
    std::string reason{};
    std::size_t line = 0;
};

using Row = std::variant<HistoricComment, LeftOut>;

/// Returns false to stop the reader.
using RowSink = std::function<bool(Row)>;

/// Each reads an export to its end or to the first place where it cannot go on; what came before
/// has been handed on then. Errors: malformed, the detail beginning with "line N: ".
Result<void> read_wordpress(std::istream& in, const RowSink& sink);
Result<void> read_disqus(std::istream& in, const RowSink& sink);
Result<void> read_labelled_csv(std::istream& in, const RowSink& sink);
Result<void> read_json_lines(std::istream& in, const RowSink& sink);

/// "2026-01-02 03:04:05" or RFC 3339, as UTC. nullopt for anything else, also for WordPress' time
/// of a draft, 0000-00-00 00:00:00.
std::optional<Timestamp> time_from_export(std::string_view text);

/// Plain text of an article's HTML, blocks on lines of their own; empty when it is over
/// limits::article_text_bytes (a part of it could mislead).
std::string article_text_from_html(std::string_view html);

/// The first limit of engine/types/limits.h that the comment or its article breaks, or what is
/// missing, as a sentence for LeftOut; nullopt when it can be stored.
std::optional<std::string> why_not(const HistoricComment& historic);

}  // namespace chaffinch::importing
