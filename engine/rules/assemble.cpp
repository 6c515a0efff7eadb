// Everything that needs all rules at once.

#include "engine/rules/assemble.h"

#include "engine/rules/admission.h"
#include "engine/rules/guard.h"
#include "engine/rules/ham_sample.h"
#include "engine/rules/match.h"
#include "engine/rules/required_literals.h"

#include <xxhash.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <tuple>

namespace chaffinch::rules {

namespace {

Diagnostic about(const Rule& rule, Place place, std::string message, std::string hint = {}) {
    return {
        .file = rule.file,
        .line = place.line,
        .column = place.column,
        .subject = rule.id,
        .message = std::move(message),
        .hint = std::move(hint)
    };
}

/// Signals that come from elsewhere and may be named by `hit`: "classifier.spam" and the like.
bool is_foreign(const std::string& id) {
    return id.find('.') != std::string::npos;
}

using ById = std::map<std::string, std::uint32_t, std::less<>>;

/// Puts late rules behind those they hit; a rule that cannot be placed waits for itself.
void order_late(
    RuleSet::Compiled& set, const ById& ids, const std::vector<ConditionUse>& uses, Diagnostics& out
) {
    enum class State : std::uint8_t { fresh, open, done };
    std::vector<State> states(set.rules.size(), State::fresh);
    // An explicit stack: a chain of composites may be as long as the file.
    for (std::uint32_t start = 0; start < set.rules.size(); ++start) {
        std::vector<std::pair<std::uint32_t, std::size_t>> stack{{start, 0}};
        while (!stack.empty()) {
            auto& [index, next] = stack.back();
            if (states[index] == State::done) {
                stack.pop_back();
                continue;
            }
            states[index] = State::open;
            const auto& hits = uses[index].hits;
            if (next == hits.size()) {
                states[index] = State::done;
                (set.rules[index].late ? set.late : set.early).push_back(index);
                stack.pop_back();
                continue;
            }
            const auto target = ids.find(hits[next]);
            const Place place = uses[index].hit_places[next];
            ++next;
            if (target == ids.end() || states[target->second] == State::done) continue;
            if (states[target->second] == State::open) {
                out.push_back(about(
                    set.rules[index], place, "`hit: " + target->first + "` makes it wait for itself"
                ));
                continue;
            }
            stack.emplace_back(target->second, 0);
        }
    }
}

void check_references(
    const RuleSet::Compiled& set,
    const ById& ids,
    const std::vector<ConditionUse>& uses,
    Diagnostics& out
) {
    std::vector<std::string_view> groups;
    for (const auto& [name, group] : set.groups) groups.push_back(name);
    std::vector<std::string_view> known;
    for (const auto& [id, index] : ids) known.push_back(id);
    for (std::size_t i = 0; i < set.rules.size(); ++i) {
        const Rule& rule = set.rules[i];
        if (!rule.group.empty() && !set.groups.contains(rule.group)) {
            out.push_back(about(
                rule,
                rule.place,
                "no group is named `" + rule.group + "`",
                did_you_mean(rule.group, groups)
            ));
        }
        for (std::size_t n = 0; n < uses[i].hits.size(); ++n) {
            const std::string& hit = uses[i].hits[n];
            if (ids.contains(hit) || is_foreign(hit)) continue;
            out.push_back(about(
                rule,
                uses[i].hit_places[n],
                "no rule is named `" + hit + "`",
                did_you_mean(hit, known)
            ));
        }
    }
}

bool uses_index(const Leaf& leaf) {
    return leaf.predicate == Predicate::words && leaf.field->kind != FieldKind::string;
}

/// Puts the leaf's phrases where a scan finds them.
void index_words(RuleSet::Compiled& set, std::uint32_t at) {
    const Leaf& leaf = set.leaves[at];
    const bool author = leaf.field->view == View::author_name;
    const bool gained = leaf.field->kind == FieldKind::gained;
    const bool skeleton_only = gained || leaf.field->view == View::skeleton;
    for (const auto& phrase : leaf.phrases) {
        if (author) {
            set.name_words.add(phrase, at);
        } else if (!skeleton_only) {
            set.normal_words.add(phrase, at);
            set.plain_words.add(phrase, at);
        }
    }
    for (const auto& phrase : leaf.disguised) {
        (author ? set.name_words : set.skeleton_words).add(phrase, at);
        // Where nothing was undone nothing was gained.
        if (!author && !gained) set.plain_words.add(phrase, at);
    }
    if (leaf.pattern != nullptr) return;
    set.at_rest[at] = Known::no;
    if (author) set.name_leaves.push_back(at);
}

/// Patterns on one text of the comment; those on its links are few and short.
bool has_one_text(View view) {
    return view != View::none && view != View::urls && view != View::hosts;
}

void filter_pattern(RuleSet::Compiled& set, std::uint32_t at) {
    const Leaf& leaf = set.leaves[at];
    const View view = leaf.field->view;
    if (!has_one_text(view)) return;
    const auto literals = required_literals(leaf.pattern->pattern(), is_folded(*leaf.field));
    if (!set.filter.add(at, view, literals)) return;
    set.at_rest[at] = Known::no;
    if (view == View::raw) set.raw_leaves.push_back(at);
    if (view == View::author_name) set.name_leaves.push_back(at);
}

/// How many ordinary comments wake each leaf.
std::vector<std::uint32_t> uses_of_leaves(const RuleSet::Compiled& set) {
    std::vector<std::uint32_t> uses(set.leaves.size());
    for (const std::string_view text : ham_sample()) {
        Comment comment;
        comment.text = text;
        const text::Document document = text::analyze(comment);
        const Inputs inputs{.comment = &comment, .document = &document};
        Evaluation evaluation(set, inputs);
        evaluation.scan();
        std::vector<std::uint32_t> awake = evaluation.awake();
        std::ranges::sort(awake);
        const auto repeats = std::ranges::unique(awake);
        awake.erase(repeats.begin(), repeats.end());
        for (const std::uint32_t leaf : awake) ++uses[leaf];
    }
    return uses;
}

/// One look at a number or a flag of the comment or its facts tells.
bool is_cheap_fact(const Leaf& leaf) {
    return leaf.predicate == Predicate::range || leaf.predicate == Predicate::is;
}

/// A rule is woken by what its text must hold, or else by a fact that must be so. Ordinary comments
/// without facts do not tell which facts are rare.
void guard_rules(RuleSet::Compiled& set) {
    set.wakes.resize(set.leaves.size());
    const std::vector<std::uint32_t> uses = uses_of_leaves(set);
    const auto by_text = [&](std::uint32_t leaf) { return set.at_rest[leaf] == Known::no; };
    const auto by_fact = [&](std::uint32_t leaf) {
        return by_text(leaf) || is_cheap_fact(set.leaves[leaf]);
    };
    for (std::uint32_t place = 0; place < set.early.size(); ++place) {
        const Rule& rule = set.rules[set.early[place]];
        auto guards = guards_of(rule.when, by_text, uses);
        if (!guards) guards = guards_of(rule.when, by_fact, uses);
        if (!guards) set.unguarded.push_back(place);
        for (const std::uint32_t leaf : guards.value_or(std::vector<std::uint32_t>{})) {
            if (!by_text(leaf) && set.wakes[leaf].empty()) set.fact_guards.push_back(leaf);
            set.wakes[leaf].push_back(place);
        }
    }
}

void add_steps(const Condition& condition, const std::vector<Leaf>& leaves, int& steps) {
    if (condition.kind == Condition::Kind::leaf) {
        const Leaf& leaf = leaves[condition.leaf];
        if (leaf.pattern != nullptr) steps += leaf.pattern->ProgramSize();
    }
    for (const Condition& part : condition.parts) add_steps(part, leaves, steps);
}

/// "PROMO_SHIPS (1,920), ...": the ten rules whose patterns need most steps.
std::string largest_rules(const RuleSet::Compiled& set) {
    constexpr std::size_t most_named = 10;
    std::vector<std::pair<int, std::string_view>> sizes;
    for (const Rule& rule : set.rules) {
        int steps = 0;
        add_steps(rule.when, set.leaves, steps);
        if (steps > 0) sizes.emplace_back(-steps, rule.id);
    }
    std::ranges::sort(sizes);
    std::string out;
    for (std::size_t i = 0; i < std::min(sizes.size(), most_named); ++i) {
        if (i > 0) out += ", ";
        out += std::string(sizes[i].second) + " (" + std::to_string(-sizes[i].first) + ")";
    }
    return out;
}

}  // namespace

void connect(std::vector<BuiltRule>& built, RuleSet::Compiled& set, Diagnostics& out) {
    std::ranges::sort(built, [](const BuiltRule& a, const BuiltRule& b) {
        return std::tie(a.rule.id, a.rule.file, a.rule.place.line) <
               std::tie(b.rule.id, b.rule.file, b.rule.place.line);
    });
    ById ids;
    std::vector<ConditionUse> uses;
    for (BuiltRule& one : built) {
        const auto index = static_cast<std::uint32_t>(set.rules.size());
        const auto [known, added] = ids.try_emplace(one.rule.id, index);
        if (!added) {
            const Rule& first = set.rules[known->second];
            out.push_back(about(
                one.rule,
                one.rule.place,
                "id is taken",
                "by " + first.file + ":" + std::to_string(first.place.line)
            ));
        }
        set.rules.push_back(std::move(one.rule));
        uses.push_back(std::move(one.use));
    }
    // With rules missing because they were refused, references to them would be reported for
    // nothing.
    if (!has_errors(out)) check_references(set, ids, uses, out);
    if (!has_errors(out)) order_late(set, ids, uses, out);
}

void refuse_oversized(const RuleSet::Compiled& set, Diagnostics& out) {
    int steps = 0;
    std::size_t patterns = 0;
    for (const Leaf& leaf : set.leaves) {
        if (leaf.pattern == nullptr) continue;
        steps += leaf.pattern->ProgramSize();
        ++patterns;
    }
    const std::string hint =
        "move literal words to `words` and lists, which cost nothing; the largest are " +
        largest_rules(set);
    if (steps > max_set_program_size) {
        out.push_back(
            {.message = "all patterns together need " + std::to_string(steps) +
                        " steps, more than 200,000",
             .hint = hint}
        );
    }
    if (patterns > max_set_patterns) {
        out.push_back(
            {.message = "there are " + std::to_string(patterns) + " patterns, more than 1,000",
             .hint = hint}
        );
    }
}

void compile(RuleSet::Compiled& set) {
    for (Rule& rule : set.rules) plan(rule.when, set.leaves);
    set.at_rest.assign(set.leaves.size(), Known::open);
    for (std::uint32_t at = 0; at < set.leaves.size(); ++at) {
        const Leaf& leaf = set.leaves[at];
        if (leaf.predicate == Predicate::hit) continue;
        if (uses_index(leaf)) index_words(set, at);
        if (leaf.predicate == Predicate::pattern) filter_pattern(set, at);
    }
    set.filter.compile();
    guard_rules(set);
}

void refuse_broad(const RuleSet::Compiled& set, Diagnostics& out) {
    std::map<std::string, std::size_t> hits;
    const auto comments = ham_sample();
    for (const std::string_view text : comments) {
        Comment comment;
        comment.text = text;
        const text::Document document = text::analyze(comment);
        const Inputs inputs{.comment = &comment, .document = &document};
        Evaluation evaluation(set, inputs);
        evaluation.scan();
        for (const Signal& signal : match_early(set, evaluation, inputs, Voice::everyone)) {
            ++hits[signal.name];
        }
    }
    for (const Rule& rule : set.rules) {
        const auto found = hits.find(rule.id);
        if (found == hits.end() || rule.confirm_broad) continue;
        const double share =
            static_cast<double>(found->second) / static_cast<double>(comments.size());
        if (share <= broad_share) continue;
        out.push_back(about(
            rule,
            rule.place,
            "matches " + std::to_string(found->second) + " of " + std::to_string(comments.size()) +
                " ordinary comments",
            "narrow it, or say `confirm_broad: true`"
        ));
    }
}

std::string version_text(const RuleSet::Compiled& set, const std::vector<SourceFile>& sources) {
    XXH64_hash_t hash = 0;
    for (const SourceFile& source : sources) {
        hash = XXH64(source.path.data(), source.path.size(), hash);
        hash = XXH64(source.content.data(), source.content.size(), hash);
    }
    char digits[9];
    std::snprintf(digits, sizeof digits, "%08x", static_cast<unsigned>(hash >> 32U));
    return set.id + "@" + std::to_string(set.version) + "+" + digits;
}

}  // namespace chaffinch::rules
