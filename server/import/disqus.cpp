// A Disqus export (http://disqus.com, disqus-internals): first all threads, then all posts.
//
// isSpam is a label; isDeleted without isSpam is a post that somebody took down, for whatever
// reason. A Disqus export holds no pending posts.

#include "server/import/history.h"
#include "server/import/xml_events.h"

#include <map>
#include <unordered_map>
#include <utility>

namespace chaffinch::importing {

namespace {

/// Threads are remembered for the posts that follow them: about 200 bytes each, so 200 MB at most.
constexpr std::size_t most_threads = 1'000'000;

constexpr std::string_view thread_path = "disqus/thread";
constexpr std::string_view post_path = "disqus/post";

using Fields = std::map<std::string, std::string, std::less<>>;

class Disqus final : public XmlHandler {
  public:
    explicit Disqus(const RowSink& sink) : sink_(sink) {}

    void opened(std::string_view path, const XmlAttributes& attributes, std::size_t line) override {
        const auto id = attributes.find("dsq:id");
        if (path == thread_path || path == post_path) {
            fields_.clear();
            id_ = id == attributes.end() ? "" : id->second;
            line_ = line;
        } else if (id != attributes.end()) {
            if (path == "disqus/post/thread") fields_.emplace("thread", id->second);
            if (path == "disqus/post/parent") fields_.emplace("parent", id->second);
        }
    }

    bool closed(std::string_view path, std::string text, std::size_t) override {
        if (path == post_path) return sink_(row());
        if (path == thread_path) {
            remember_thread();
            return true;
        }
        for (const std::string_view parent : {thread_path, post_path}) {
            if (path.starts_with(parent) && path.size() > parent.size() + 1) {
                fields_.emplace(std::string(path.substr(parent.size() + 1)), std::move(text));
            }
        }
        return true;
    }

  private:
    std::string take(std::string_view name) {
        const auto found = fields_.find(name);
        return found == fields_.end() ? std::string() : std::move(found->second);
    }

    /// The site's own identifier of the page where it gave one, else Disqus' number.
    void remember_thread() {
        if (threads_.size() >= most_threads || id_.empty()) return;
        Article article;
        article.id.value = take("id");
        if (article.id.empty()) article.id.value = id_;
        article.url = take("link");
        article.title = take("title");
        article.published_at = time_from_export(take("createdAt"));
        threads_.emplace(id_, std::move(article));
    }

    Row row() {
        const auto thread = threads_.find(take("thread"));
        if (thread == threads_.end()) return LeftOut{"its thread is not in the file", line_};
        HistoricComment out;
        out.line = line_;
        out.article = thread->second;
        out.label = take("isSpam") == "true"      ? Label::spam
                    : take("isDeleted") == "true" ? Label::rejected
                                                  : Label::approved;
        Comment& comment = out.comment;
        comment.external_id = id_;
        comment.article = thread->second.id;
        comment.text = take("message");
        comment.format = TextFormat::html;
        comment.author.name = take("author/name");
        comment.author.email = take("author/email");
        comment.author.ip = take("ipAddress");
        if (const std::string user = take("author/username"); !user.empty()) {
            comment.author.id = AuthorId{user};
        }
        comment.submitted_at = time_from_export(take("createdAt"));
        if (const std::string parent = take("parent"); !parent.empty()) comment.parent = parent;
        return out;
    }

    const RowSink& sink_;
    std::unordered_map<std::string, Article> threads_{};
    Fields fields_{};
    std::string id_{};
    std::size_t line_ = 0;
};

}  // namespace

Result<void> read_disqus(std::istream& in, const RowSink& sink) {
    Disqus handler(sink);
    return read_xml(in, handler);
}

}  // namespace chaffinch::importing
