// Markup by type: whatever is not Html is text, and becomes Html only by being escaped. A page can
// therefore not be filled with a reader's words as they came.

#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chaffinch::demo {

/// Markup that is safe in element content and in double-quoted attribute values.
class Html {
  public:
    Html() = default;

    [[nodiscard]] const std::string& markup() const { return markup_; }

    Html& operator+=(const Html& more);

  private:
    friend Html escape(std::string_view text);
    friend Html fill(
        std::string_view trusted_template,
        const std::vector<std::pair<std::string_view, Html>>& places
    );

    std::string markup_{};
};

/// Text with & < > " ' replaced by references. Never fails; bytes above 0x7F pass unchanged.
Html escape(std::string_view text);

/// The template with each {{name}} replaced. The template is ours, from assets/: it must never hold
/// what a reader wrote. A place that has no value, and a value that has no place, is our own bug
/// (assert). Values are not searched for places again.
Html fill(
    std::string_view trusted_template, const std::vector<std::pair<std::string_view, Html>>& places
);

}  // namespace chaffinch::demo
