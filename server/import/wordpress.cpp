// WordPress' own export (WXR, an RSS file with wp: elements): Tools -> Export.
//
// wp:comment_approved is "1", "0", "spam" or "trash"; WordPress also writes "post-trashed" when the
// whole article was thrown away. Trash is not spam: it is what an editor did not want to see.

#include "server/import/history.h"
#include "server/import/xml_events.h"

#include <map>
#include <utility>

namespace chaffinch::importing {

namespace {

constexpr std::string_view item_path = "rss/channel/item";
constexpr std::string_view comment_path = "rss/channel/item/wp:comment";

using Fields = std::map<std::string, std::string, std::less<>>;

std::optional<Label> label_of(std::string_view approved) {
    if (approved == "1" || approved == "approve" || approved == "approved") return Label::approved;
    if (approved == "0" || approved == "hold") return Label::held;
    if (approved == "spam") return Label::spam;
    if (approved == "trash" || approved == "post-trashed") return Label::rejected;
    return std::nullopt;
}

class WordPress final : public XmlHandler {
  public:
    explicit WordPress(const RowSink& sink) : sink_(sink) {}

    void opened(std::string_view path, const XmlAttributes&, std::size_t line) override {
        if (path == item_path) {
            item_.clear();
            article_.reset();
        }
        if (path == comment_path) {
            comment_.clear();
            comment_line_ = line;
        }
    }

    bool closed(std::string_view path, std::string text, std::size_t) override {
        if (path == comment_path) return sink_(row());
        const std::size_t slash = path.rfind('/');
        if (slash == std::string_view::npos) return true;
        const std::string_view parent = path.substr(0, slash);
        const std::string name(path.substr(slash + 1));
        // Only the first of each name: nothing later may take its place.
        if (parent == item_path) item_.emplace(name, std::move(text));
        if (parent == comment_path) comment_.emplace(name, std::move(text));
        return true;
    }

  private:
    static std::string take(Fields& fields, std::string_view name) {
        const auto found = fields.find(name);
        return found == fields.end() ? std::string() : std::move(found->second);
    }

    /// Comments come after the other fields of their article.
    const Article& article() {
        if (!article_) {
            Article made;
            made.id.value = take(item_, "wp:post_id");
            made.url = take(item_, "link");
            made.title = take(item_, "title");
            made.text = article_text_from_html(take(item_, "content:encoded"));
            made.published_at = time_from_export(take(item_, "wp:post_date_gmt"));
            article_ = std::move(made);
        }
        return *article_;
    }

    Row row() {
        const std::string type = take(comment_, "wp:comment_type");
        if (type == "pingback" || type == "trackback") {
            return LeftOut{"it is a " + type + ", no comment", comment_line_};
        }
        if (!type.empty() && type != "comment") {
            return LeftOut{"it is of a plugin's own comment type", comment_line_};
        }
        const auto label = label_of(take(comment_, "wp:comment_approved"));
        if (!label) return LeftOut{"its status (wp:comment_approved) is unknown", comment_line_};
        HistoricComment out;
        out.label = *label;
        out.line = comment_line_;
        out.article = article();
        fill(out.comment);
        return out;
    }

    void fill(Comment& comment) {
        comment.external_id = take(comment_, "wp:comment_id");
        comment.article = article().id;
        comment.text = take(comment_, "wp:comment_content");
        comment.format = TextFormat::html;
        comment.author.name = take(comment_, "wp:comment_author");
        comment.author.email = take(comment_, "wp:comment_author_email");
        comment.author.url = take(comment_, "wp:comment_author_url");
        comment.author.ip = take(comment_, "wp:comment_author_IP");
        comment.submitted_at = time_from_export(take(comment_, "wp:comment_date_gmt"));
        const std::string user = take(comment_, "wp:comment_user_id");
        if (!user.empty() && user != "0") comment.author.id = AuthorId{user};
        const std::string parent = take(comment_, "wp:comment_parent");
        if (!parent.empty() && parent != "0") comment.parent = parent;
    }

    const RowSink& sink_;
    Fields item_{};
    Fields comment_{};
    std::optional<Article> article_{};
    std::size_t comment_line_ = 0;
};

}  // namespace

Result<void> read_wordpress(std::istream& in, const RowSink& sink) {
    WordPress handler(sink);
    return read_xml(in, handler);
}

}  // namespace chaffinch::importing
