// Visible text of HTML bodies.

#pragma once

#include "engine/text/visible.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chaffinch::text {

VisibleText read_html(std::string_view body);

/// Reads HTML piece by piece, so that Markdown can hand over the HTML inside it.
class HtmlReader {
  public:
    explicit HtmlReader(std::string_view body) : body_(body) {}

    /// Bytes [begin, end) of the body, which continue what was read before.
    void read(std::size_t begin, std::size_t end);

    /// One character that a reader sees, unless it stands in concealed content.
    void append(char32_t value, std::size_t begin, std::size_t end);

    void open_link(std::string target, SourceRange source);
    void close_link();

    /// A blank line's worth of separation between blocks: one newline, never doubled.
    void break_line(std::size_t at);

    [[nodiscard]] VisibleText finish();

    [[nodiscard]] VisibleText& result() { return result_; }

  private:
    std::size_t read_markup(std::size_t at, std::size_t end);
    std::size_t read_raw_text(const std::string& name, std::size_t at, std::size_t end);
    void conceal(std::size_t begin, std::size_t end);

    std::string_view body_;
    VisibleText result_{};
    std::optional<std::size_t> open_link_{};
    std::string concealing_element_{};  ///< name of the element that conceals, if inside one
    int concealing_depth_ = 0;
};

}  // namespace chaffinch::text
