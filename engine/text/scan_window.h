// The part of a body that is read: all of it, or its head and its tail.

#pragma once

#include "engine/text/mapped_text.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace chaffinch::text {

/// Bytes read at each end of a long body (reliability 4.4): spam stands at the ends, and padding in
/// the middle must not cost time.
inline constexpr std::size_t scan_bytes = 16 * 1024;

class ScanWindow {
  public:
    /// `body` outlives the window.
    explicit ScanWindow(std::string_view body);

    /// What is read; between head and tail stands one line end of our own.
    [[nodiscard]] std::string_view text() const {
        return is_partial() ? std::string_view{joined_} : body_;
    }

    [[nodiscard]] bool is_partial() const { return tail_ > 0; }

    /// Bytes of text() as bytes of the body.
    [[nodiscard]] SourceRange in_body(SourceRange range) const;

    /// Turns a view that maps to text() into one that maps to the body.
    void to_body(MappedText& view) const;

  private:
    [[nodiscard]] std::uint32_t place(std::uint32_t at) const;

    std::string_view body_;
    std::string joined_{};
    std::size_t head_ = 0;  ///< bytes of the head
    std::size_t tail_ = 0;  ///< where the tail begins in the body; 0: everything is read
};

}  // namespace chaffinch::text
