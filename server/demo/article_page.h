// The article page as HTML: the article, its published comments, what became of yours, the form.

#pragma once

#include "server/demo/article.h"
#include "server/demo/comment_form.h"
#include "server/demo/html.h"
#include "server/demo/moderation_client.h"

#include <optional>
#include <string>
#include <vector>

namespace chaffinch::demo {

struct PageState {
    std::optional<std::vector<PublishedComment>> comments{
    };  ///< nullopt: the service did not answer
    std::optional<Standing> yours{};  ///< of the comment the reader just sent
    std::string fault{};  ///< why the form was not taken; empty: it was not sent, or it was taken
    CommentForm form{};   ///< what the form is filled with; `opened` and `once` are always set
    std::string queue_url{};
};

Html render_article_page(const ArticleContent& article, const PageState& state);

}  // namespace chaffinch::demo
