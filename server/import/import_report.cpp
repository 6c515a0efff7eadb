// Counting and telling.

#include "server/import/import_report.h"

namespace chaffinch::importing {

void ImportReport::leave_out(const std::string& reason, std::size_t line) {
    Reason& entry = left_out[reason];
    ++entry.count;
    if (entry.lines.size() < places_kept) entry.lines.push_back(line);
}

std::size_t ImportReport::left_out_in_all() const {
    std::size_t sum = 0;
    for (const auto& [reason, entry] : left_out) sum += entry.count;
    return sum;
}

std::string to_text(const ImportReport& report, const std::string& file) {
    std::string out = std::to_string(report.read) +
                      " comments read: " + std::to_string(report.stored) + " imported, " +
                      std::to_string(report.known) + " known already, " +
                      std::to_string(report.left_out_in_all()) + " left out. " +
                      std::to_string(report.lessons) + " lessons for the classifier.\n";
    for (const auto& [reason, entry] : report.left_out) {
        out += "  left out " + std::to_string(entry.count) + ": " + reason + " (";
        for (std::size_t i = 0; i < entry.lines.size(); ++i) {
            out += (i == 0 ? "" : ", ") + file + ":" + std::to_string(entry.lines[i]);
        }
        out += entry.count > entry.lines.size() ? ", ...)\n" : ")\n";
    }
    return out;
}

}  // namespace chaffinch::importing
