// What `chaffinch check` prints: one JSON object or one table row a comment, and the summary of
// labelled rows.

#pragma once

#include "engine/types/verdict.h"

#include <array>
#include <iosfwd>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chaffinch::commands {

/// {"id","outcome","escalated","discard","score","classifier","reasons","signals"} in one line.
std::string json_line(const std::string& id, const Verdict& verdict);

/// "approve   -1.20  id  top reason  text..." fitted to a terminal.
std::string table_row(const std::string& id, const Verdict& verdict, std::string_view text);
std::string table_head();

/// Area under the ROC curve of `scores` for positive against negative; ties count half.
/// NaN when a side is empty.
double area_under_curve(std::vector<std::pair<double, bool>> scores);

/// Confusion by outcome and AUC over rows with a label.
class LabelSummary {
  public:
    void add(const std::string& label, const Verdict& verdict);

    [[nodiscard]] bool empty() const { return rows_.empty(); }

    void print(std::ostream& out) const;

  private:
    struct Row {
        std::array<std::size_t, 3> outcomes{};
        std::size_t escalated = 0;
    };

    std::map<std::string, Row> rows_;
    std::vector<std::pair<double, bool>> scores_;  ///< of ham and spam rows
};

}  // namespace chaffinch::commands
