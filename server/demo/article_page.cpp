// Filling of the article page's templates; see article_page.h.

#include "server/demo/article_page.h"

#include "server/demo/asset.h"

namespace chaffinch::demo {

namespace {

struct Words {
    std::string_view headline{};
    std::string_view detail{};
};

Words words_for(std::string_view status) {
    if (status == "published") return {"Your comment is published.", "It is in the list below."};
    if (status == "held") {
        return {
            "Your comment waits for a moderator.", "It appears here once a person has looked at it."
        };
    }
    if (status == "withdrawn") return {"Your comment was withdrawn.", ""};
    return {"Your comment was not accepted.", "You may write another one."};
}

Html render_yours(const std::optional<Standing>& yours) {
    if (!yours) return {};
    const Words words = words_for(yours->status);
    return fill(
        asset("yours.html"),
        {{"state", escape(yours->status)},
         {"headline", escape(words.headline)},
         {"detail", escape(words.detail)},
         {"reason", escape(yours->reason.empty() ? "" : yours->reason + ".")}}
    );
}

Html render_comment(const PublishedComment& comment) {
    const auto created = from_rfc3339(comment.created_at);
    return fill(
        asset("comment.html"),
        {{"id", escape(comment.id)},
         {"author", escape(comment.author.empty() ? "Anonymous" : comment.author)},
         {"text", escape(comment.text)},
         {"created_at", escape(comment.created_at)},
         {"created_on", escape(created ? long_date(*created) : comment.created_at)}}
    );
}

Html render_comments(const std::optional<std::vector<PublishedComment>>& comments) {
    if (!comments) {
        return fill(
            "      <p class=\"empty\">Comments cannot be shown at the moment. Please look again "
            "later.</p>",
            {}
        );
    }
    if (comments->empty()) return {};
    Html items;
    for (const PublishedComment& comment : *comments) items += render_comment(comment);
    return fill("      <ol>\n{{items}}      </ol>", {{"items", items}});
}

std::string comments_title(const std::optional<std::vector<PublishedComment>>& comments) {
    if (!comments) return "Comments";
    if (comments->empty()) return "0 comments: write the first";
    return std::to_string(comments->size()) + (comments->size() == 1 ? " comment" : " comments");
}

Html render_form(const CommentForm& form, std::string_view fault) {
    const std::int64_t opened = form.opened ? form.opened->time_since_epoch().count() : 0;
    return fill(
        asset("form.html"),
        {{"fault",
          fault.empty() ? Html()
                        : fill(
                              "        <p class=\"fault\" role=\"alert\">{{text}}</p>",
                              {{"text", escape(fault)}}
                          )},
         {"opened", escape(std::to_string(opened))},
         {"once", escape(form.once)},
         {"name", escape(form.name)},
         {"email", escape(form.email)},
         {"website", escape(form.website)},
         {"text", escape(form.text)}}
    );
}

Html render_queue_link(std::string_view url) {
    if (url.empty()) return {};
    return fill("<a href=\"{{url}}\">The moderators' queue</a>", {{"url", escape(url)}});
}

}  // namespace

Html render_article_page(const ArticleContent& article, const PageState& state) {
    return fill(
        asset("article.html"),
        {{"title", escape(article.title)},
         {"section", escape(article.section)},
         {"language", escape(article.language)},
         {"summary", escape(article.summary)},
         {"published_at", escape(to_rfc3339(article.published_at))},
         {"published_on", escape(long_date(article.published_at))},
         {"body", render_body(article.body)},
         {"comments_title", escape(comments_title(state.comments))},
         {"yours", render_yours(state.yours)},
         {"comments", render_comments(state.comments)},
         {"form", render_form(state.form, state.fault)},
         {"queue_link", render_queue_link(state.queue_url)}}
    );
}

}  // namespace chaffinch::demo
