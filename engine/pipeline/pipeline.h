// Pipeline: the order in which one comment is judged, on one screen (pipeline.cpp).
//
// It is total: it cannot fail. A missing model is an empty classifier, and its absence is written
// into the verdict's provenance. Immutable and shared by all threads.

#pragma once

#include "engine/classifier/classifier.h"
#include "engine/context/article_profile.h"
#include "engine/policy/policy.h"
#include "engine/rules/rule_set.h"
#include "engine/text/document.h"
#include "engine/types/comment.h"
#include "engine/types/facts.h"
#include "engine/types/verdict.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace chaffinch {

/// What judging leaves behind besides the verdict: facts for later comments.
struct Assessment {
    Verdict verdict{};
    Fingerprint fingerprint{};
    std::string language{};
    std::vector<std::string> link_hosts{};
};

/// The classifier's terms cost more than the verdict itself (naming some 500 features of a comment
/// of 450 bytes), and nobody reads them on a comment that is published.
enum class Explain : std::uint8_t {
    always,
    held_and_rejected,  ///< what an approval's terms were can be asked again: the verdict is a
                        ///< function
};

/// What is known of a comment before any fact: its text read once, and by what its copies and its
/// links can be looked up.
struct Reading {
    text::Document document{};
    Fingerprint fingerprint{};
    std::vector<std::string> link_hosts{};  ///< distinct, in order
};

class Pipeline {
  public:
    Pipeline(
        rules::RuleSet rules,
        classifier::Classifier classifier,
        policy::Policy policy,
        std::shared_ptr<context::ProfileCache> profiles
    );

    /// Judges one comment. Equal comment, facts and versions give an equal verdict.
    /// The first step by itself, for a caller whose facts depend on what the comment holds.
    [[nodiscard]] static Reading read(const Comment& comment);

    [[nodiscard]] Verdict moderate(const Comment& comment, const Facts& facts) const;
    [[nodiscard]] Assessment assess(
        const Comment& comment, const Facts& facts, Explain explain = Explain::always
    ) const;

    [[nodiscard]] Assessment assess(
        const Comment& comment, const Reading& reading, const Facts& facts, Explain explain
    ) const;

  private:
    rules::RuleSet rules_;
    classifier::Classifier classifier_;
    policy::Policy policy_;
    std::shared_ptr<context::ProfileCache> profiles_;
};

}  // namespace chaffinch
