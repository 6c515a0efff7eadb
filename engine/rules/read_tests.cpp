// The comments in a rule's `tests`: a string, or a mapping that says more than the text.

#include "engine/rules/build_rule.h"
#include "engine/rules/scalars.h"
#include "engine/types/content_words.h"

namespace chaffinch::rules {

namespace {

class TestReader {
  public:
    TestReader(OwnTest& test, Reporter& reporter) : test_(test), reporter_(reporter) {}

    void read(const YamlNode& node) {
        if (node.kind == YamlNode::Kind::scalar) {
            test_.comment.text = node.scalar;
            return;
        }
        for (const auto& entry : node.entries) {
            if (entry.key == "text") {
                test_.comment.text = entry.value.scalar;
            } else if (entry.key == "lang") {
                test_.comment.language = entry.value.scalar;
            } else if (entry.key == "format") {
                format(entry.value);
            } else if (entry.key == "hit") {
                if (entry.value.kind == YamlNode::Kind::scalar) {
                    test_.hits.push_back(entry.value.scalar);
                }
                for (const YamlNode& id : entry.value.items) test_.hits.push_back(id.scalar);
            } else {
                members(entry.key, entry.value);
            }
        }
    }

  private:
    void format(const YamlNode& node) {
        if (const auto format = text_format_named(node.scalar)) {
            test_.comment.format = *format;
        } else {
            reporter_.error(node.place, "`format` must be plain, markdown or html");
        }
    }

    void members(const std::string& family, const YamlNode& node) {
        auto article = std::make_shared<Article>();
        bool has_article = false;
        for (const auto& entry : node.entries) {
            std::string* target = nullptr;
            if (family == "author") target = author_member(entry.key);
            if (family == "article") target = article_member(*article, entry.key);
            if (target == nullptr) {
                given(family + "." + entry.key, entry);
            } else {
                *target = entry.value.scalar;
                has_article = has_article || family == "article";
            }
        }
        if (family == "article") {
            test_.has_article = has_article;
            test_.facts.article = std::move(article);
        }
    }

    std::string* author_member(std::string_view key) {
        Author& author = test_.comment.author;
        if (key == "name") return &author.name;
        if (key == "email") return &author.email;
        if (key == "url") return &author.url;
        if (key == "ip") return &author.ip;
        if (key == "user_agent") return &author.user_agent;
        if (key == "id") return &author.id.emplace().value;
        return nullptr;
    }

    static std::string* article_member(Article& article, std::string_view key) {
        if (key == "id") return &article.id.value;
        if (key == "url") return &article.url;
        if (key == "title") return &article.title;
        if (key == "text") return &article.text;
        if (key == "section") return &article.section;
        if (key == "lang") return &article.language;
        return nullptr;
    }

    /// A field's value stated outright.
    void given(const std::string& name, const YamlNode::Entry& entry) {
        const FieldInfo* field = find_field(name);
        const std::string& word = entry.value.scalar;
        if (field != nullptr && field->number != nullptr) {
            if (const auto value = read_number(word)) {
                test_.given.emplace(name, *value);
                return;
            }
        } else if (field != nullptr && field->flag != nullptr) {
            if (word == "true" || word == "false") {
                test_.given.emplace(name, word == "true");
                return;
            }
        } else if (field != nullptr && field->string != nullptr) {
            test_.given.emplace(name, word);
            return;
        } else {
            std::vector<std::string_view> known;
            for (const FieldInfo& row : field_table()) known.push_back(row.name);
            reporter_.error(
                entry.place, "a test cannot set `" + name + "`", did_you_mean(name, known)
            );
            return;
        }
        reporter_.error(
            entry.value.place,
            "`" + name + "` cannot be `" + word + "`",
            field->number != nullptr ? "a number" : "true or false"
        );
    }

    OwnTest& test_;
    Reporter& reporter_;
};

}  // namespace

std::vector<OwnTest> read_tests(const YamlNode& node, Reporter& reporter) {
    std::vector<OwnTest> tests;
    for (const auto& group : node.entries) {
        for (const YamlNode& item : group.value.items) {
            OwnTest test{.match = group.key == "match", .place = item.place};
            TestReader(test, reporter).read(item);
            tests.push_back(std::move(test));
        }
    }
    return tests;
}

}  // namespace chaffinch::rules
