// A tree with yes, no or ? at each node, and the text behind every yes.

#include "engine/commands/rules_explain.h"

#include "engine/context/relate.h"
#include "engine/rules/compiled.h"
#include "engine/rules/explain.h"
#include "engine/text/document.h"
#include "engine/types/diagnostic.h"

#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <memory>

namespace chaffinch::commands {

namespace {

/// Comment text on a terminal: control characters must not steer it.
std::string harmless(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte != 0x7F) {
            out += c;
        } else {
            char escape[8];
            std::snprintf(escape, sizeof escape, "\\x%02x", byte);
            out += escape;
        }
    }
    // C1 controls are two bytes in UTF-8, the first of them 0xC2.
    for (std::size_t at = 0; (at = out.find('\xC2', at)) != std::string::npos; ++at) {
        if (at + 1 < out.size() && static_cast<unsigned char>(out[at + 1]) < 0xA0) {
            out.replace(at, 2, "?");
        }
    }
    return out;
}

class TreePrinter {
  public:
    TreePrinter(std::ostream& out, bool colour) : out_(out), colour_(colour) {}

    void rule(const rules::ExplainedRule& rule) {
        out_ << painted(
                    rule.fired ? rules::Tri::yes : rules::Tri::no, rule.fired ? "fires " : "silent"
                )
             << "  " << rule.id << " rev " << rule.rev << "  " << rule.effect;
        if (!rule.silent_because.empty()) out_ << "  (true, but " << rule.silent_because << ")";
        out_ << "\n    " << harmless(rule.description) << '\n';
        node(rule.when, 1);
        out_ << '\n';
    }

  private:
    void node(const rules::ExplainedCondition& condition, int depth) {
        out_ << std::string(static_cast<std::size_t>(depth) * 4, ' ') << mark(condition.truth)
             << ' ' << shortened(condition.label);
        if (!condition.value.empty()) out_ << "  = " << harmless(condition.value);
        const char* before = "  -> ";
        for (const std::string& text : condition.matched) {
            if (text.empty()) continue;
            out_ << before << "\"" << harmless(text) << "\"";
            before = ", ";
        }
        out_ << '\n';
        for (const auto& part : condition.parts) node(part, depth + 1);
    }

    [[nodiscard]] std::string mark(rules::Tri truth) const {
        switch (truth) {
            case rules::Tri::yes:
                return painted(truth, "yes");
            case rules::Tri::no:
                return painted(truth, "no ");
            case rules::Tri::unknown:
                return painted(truth, " ? ");
        }
        return {};
    }

    [[nodiscard]] std::string painted(rules::Tri truth, const std::string& text) const {
        if (!colour_) return text;
        const char* code = truth == rules::Tri::yes ? "32" : truth == rules::Tri::no ? "31" : "33";
        return std::string("\x1b[") + code + "m" + text + "\x1b[0m";
    }

    static std::string shortened(const std::string& label) {
        constexpr std::size_t longest = 100;
        const std::string clean = harmless(label);
        return clean.size() <= longest ? clean : clean.substr(0, longest) + "...";
    }

    std::ostream& out_;
    bool colour_;
};

}  // namespace

int print_explanation(
    const rules::RuleSet& rules, const ExplainRequest& request, std::ostream& out
) {
    Comment comment;
    comment.text = request.text;
    comment.author.name = request.author;
    comment.author.url = request.author_url;
    Facts facts;
    if (!request.title.empty()) {
        auto article = std::make_shared<Article>();
        article->title = request.title;
        facts.article = std::move(article);
    }
    const text::Document document = text::analyze(comment);
    const auto profile = std::make_shared<const context::ArticleProfile>(
        facts.article ? *facts.article : Article{}, context::default_background()
    );
    const context::Relation relation = context::relate(document, profile, facts);
    const Signals signals = rules.combine(
        rules.match(comment, document, relation, facts), comment, document, relation, facts, {}
    );
    const rules::Inputs inputs{
        .comment = &comment, .document = &document, .relation = &relation, .facts = &facts
    };
    const auto explained = rules::explain(rules, inputs, signals, request.rule);
    if (explained.empty() && !request.rule.empty()) {
        std::vector<std::string_view> known;
        for (const auto& rule : rules.compiled().rules) known.push_back(rule.id);
        const std::string_view near = nearest(request.rule, known);
        std::cerr << "no rule is named " << request.rule;
        if (!near.empty()) std::cerr << "; did you mean " << near << "?";
        std::cerr << '\n';
        return 1;
    }
    TreePrinter printer(out, request.colour || (&out == &std::cout && isatty(STDOUT_FILENO) == 1));
    std::size_t fired = 0;
    for (const auto& rule : explained) {
        fired += rule.fired ? 1U : 0U;
        if (rule.fired || !request.rule.empty()) printer.rule(rule);
    }
    if (request.rule.empty()) out << fired << " of " << explained.size() << " rules fire\n";
    return 0;
}

}  // namespace chaffinch::commands
