// Head and tail of a long body.

#include "engine/text/scan_window.h"

#include "engine/text/utf8.h"

namespace chaffinch::text {

ScanWindow::ScanWindow(std::string_view body) : body_(body) {
    if (body.size() <= 2 * scan_bytes) return;
    head_ = border_before(body, scan_bytes);
    tail_ = border_before(body, body.size() - scan_bytes);
    joined_ = body.substr(0, head_);
    joined_ += '\n';
    joined_ += body.substr(tail_);
}

std::uint32_t ScanWindow::place(std::uint32_t at) const {
    return at <= head_ ? at : static_cast<std::uint32_t>(at - head_ - 1 + tail_);
}

SourceRange ScanWindow::in_body(SourceRange range) const {
    if (!is_partial()) return range;
    return {place(range.begin), place(range.end)};
}

void ScanWindow::to_body(MappedText& view) const {
    if (!is_partial()) return;
    if (view.origin.empty()) {
        view.origin.reserve(view.text.size());
        for (std::uint32_t at = 0; at < view.text.size();) {
            const std::uint32_t size = decode_at(view.text, at).size;
            view.origin.insert(view.origin.end(), size, SourceRange{at, at + size});
            at += size;
        }
    }
    for (SourceRange& range : view.origin) range = in_body(range);
}

}  // namespace chaffinch::text
