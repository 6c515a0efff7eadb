// Any body of an Akismet call: read without harm, and what comes out is text the engine accepts.

#include "engine/types/limits.h"
#include "engine/types/utf8.h"
#include "server/akismet/check_fields.h"
#include "server/http/utf8.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace chaffinch;
    http::Request request;
    request.body.assign(reinterpret_cast<const char*>(data), size);
    const auto fields = akismet::read_fields(request);
    if (!fields) return 0;
    const auto check = akismet::read_check(*fields);
    if (!check) return 0;
    const Comment& comment = check->submission.comment;
    for (const std::string* text : {&comment.text, &comment.author.name, &comment.author.email}) {
        if (!http::is_utf8(*text) || text->find('\0') != std::string::npos) std::abort();
    }
    if (count_code_points(comment.text) > limits::text_code_points) std::abort();
    if (comment.article.value.empty() || comment.article.value.size() > limits::id_bytes)
        std::abort();
    return 0;
}
