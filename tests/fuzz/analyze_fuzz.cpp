// Any bytes as a comment, in any format: views are UTF-8 and everything points into the body.

#include "engine/text/document.h"
#include "tests/engine/text/document_checks.h"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace chaffinch;
    if (size == 0) return 0;
    Comment comment;
    comment.format = static_cast<TextFormat>(data[0] % 3);
    comment.text.assign(reinterpret_cast<const char*>(data) + 1, size - 1);
    comment.author.name = comment.text.substr(0, 60);
    comment.author.url = comment.text.substr(0, 200);
    const std::string wrong = text::wrong_in(text::analyze(comment));
    if (!wrong.empty()) {
        std::fprintf(stderr, "%s\n", wrong.c_str());
        std::abort();
    }
    return 0;
}
