// One pass over the comments; rules and composites alone, without classifier and policy.

#include "engine/commands/rules_stats.h"

#include "engine/commands/comment_lines.h"
#include "engine/context/relate.h"
#include "engine/rules/compiled.h"
#include "engine/text/document.h"

#include <algorithm>
#include <array>
#include <iomanip>
#include <map>
#include <memory>

namespace chaffinch::commands {

namespace {

/// What the corpus says of a comment.
enum class Column : std::uint8_t { ham, spam, other };
constexpr std::size_t columns = 3;

Column column_of(const std::string& label) {
    if (label == "ham") return Column::ham;
    return label == "spam" ? Column::spam : Column::other;
}

class Tally {
  public:
    explicit Tally(const rules::RuleSet& rules) : rules_(rules) {}

    void add(const LabelledComment& row) {
        Facts facts;
        if (row.article) facts.article = std::make_shared<const Article>(*row.article);
        const text::Document document = text::analyze(row.comment);
        const context::Relation relation =
            context::relate(document, profiles_.profile_of(facts.article.get()), facts);
        const Signals signals = rules_.combine(
            rules_.match(row.comment, document, relation, facts),
            row.comment,
            document,
            relation,
            facts,
            {}
        );
        const auto column = static_cast<std::size_t>(column_of(row.label));
        ++comments_[column];
        if (!signals.empty()) ++touched_[column];
        for (const Signal& signal : signals) ++hits_[signal.name][column];
    }

    void print(std::ostream& out) const {
        out << std::left << std::setw(44) << "rule" << std::right;
        for (const char* head : {"ham", "%", "spam", "%", "other", "%"})
            out << std::setw(9) << head;
        out << '\n';
        line(out, "(comments)", comments_);
        line(out, "(any rule)", touched_);
        std::vector<std::pair<std::string, std::array<std::size_t, columns>>> rows(
            hits_.begin(), hits_.end()
        );
        const auto total = [](const auto& row) {
            return row.second[0] + row.second[1] + row.second[2];
        };
        std::ranges::sort(rows, [&](const auto& a, const auto& b) {
            return total(a) != total(b) ? total(a) > total(b) : a.first < b.first;
        });
        for (const auto& [name, counts] : rows) line(out, name, counts);
        const std::size_t rules = rules_.compiled().rules.size();
        out << rules - std::min(rules, rows.size()) << " of " << rules << " rules never fired\n";
    }

  private:
    void line(
        std::ostream& out, const std::string& name, const std::array<std::size_t, columns>& counts
    ) const {
        out << std::left << std::setw(44) << name << std::right << std::fixed
            << std::setprecision(3);
        for (std::size_t i = 0; i < columns; ++i) {
            const double share = comments_[i] == 0 ? 0
                                                   : 100.0 * static_cast<double>(counts[i]) /
                                                         static_cast<double>(comments_[i]);
            out << std::setw(9) << counts[i] << std::setw(9) << share;
        }
        out << '\n';
    }

    const rules::RuleSet& rules_;
    context::ProfileCache profiles_{context::default_background(), 64};
    std::map<std::string, std::array<std::size_t, columns>> hits_;
    std::array<std::size_t, columns> comments_{};
    std::array<std::size_t, columns> touched_{};
};

}  // namespace

int print_stats(
    const rules::RuleSet& rules,
    const std::vector<std::string>& files,
    std::ostream& out,
    std::ostream& errors
) {
    Tally tally(rules);
    std::size_t bad = 0;
    for (const std::string& file : files.empty() ? std::vector<std::string>{"-"} : files) {
        const auto read = read_comment_lines(file, [&](Result<LabelledComment> row) {
            if (row) {
                tally.add(*row);
            } else if (++bad <= 10) {
                errors << row.error().detail << '\n';
            }
            return true;
        });
        if (!read) {
            errors << read.error().detail << '\n';
            return 2;
        }
    }
    tally.print(out);
    if (bad > 0) errors << bad << " bad lines were left out\n";
    return bad == 0 ? 0 : 1;
}

}  // namespace chaffinch::commands
