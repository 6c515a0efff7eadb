// Any bytes as a rule file: loading answers with diagnostics or with rules that match a comment.

#include "engine/context/relate.h"
#include "engine/rules/load.h"
#include "engine/text/document.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace chaffinch;
    constexpr std::size_t longest = 16'384;
    if (size > longest) return 0;
    const std::string content(reinterpret_cast<const char*>(data), size);
    const rules::LoadResult result = rules::load(
        {{.path = "fuzz.yaml", .content = content}, {.path = "lists/own.txt", .content = content}}
    );
    if (result.rules.has_value() == has_errors(result.diagnostics)) std::abort();
    if (!result.rules) return 0;
    Comment comment;
    comment.text = "Call us on +1 555-0128 or at http://shop.example/x, cheap v1agra, casino";
    const text::Document document = text::analyze(comment);
    const auto profile =
        std::make_shared<const context::ArticleProfile>(Article{}, context::default_background());
    const context::Relation relation = context::relate(document, profile, {});
    const Signals signals = result.rules->match(comment, document, relation, {});
    static_cast<void>(result.rules->combine(signals, comment, document, relation, {}, {}));
    return 0;
}
