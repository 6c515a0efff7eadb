// The demonstration site's comment form, fed with any bytes: it is read or refused, the page made
// of it holds no character that could end text or an attribute, and what is sent on is JSON.

#include "server/demo/article_page.h"
#include "server/demo/comment_form.h"

#include <boost/json.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace chaffinch::demo;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    const auto form = parse_comment_form(body);
    if (!form) return 0;
    require(form->text.find('\r') == std::string::npos);
    for (const std::string* field : {&form->name, &form->text, &form->email, &form->website}) {
        require(escape(*field).markup().find_first_of("<>\"'") == std::string::npos);
    }
    const chaffinch::Timestamp now{std::chrono::milliseconds(1'767'268'800'000)};
    const boost::json::object sent = submission(*form, {}, {{"id", "a"}}, now);
    const boost::json::value* elapsed = sent.at("form").as_object().if_contains("elapsed_ms");
    require(elapsed == nullptr || elapsed->as_int64() >= 0);
    const ArticleContent article{.id = "a", .title = "A", .language = "en"};
    require(!render_article_page(article, {.form = *form}).markup().empty());
    return 0;
}
