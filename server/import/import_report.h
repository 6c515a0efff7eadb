// ImportReport: what became of each comment of a file, counted, with the first places of each
// reason for which comments were left out.

#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace chaffinch::importing {

struct ImportReport {
    static constexpr std::size_t places_kept = 5;

    struct Reason {
        std::size_t count = 0;
        std::vector<std::size_t> lines{};  ///< the first few
    };

    std::size_t read = 0;
    std::size_t stored = 0;
    std::size_t known = 0;  ///< had been imported, or sent by the site, before
    std::size_t lessons = 0;
    std::map<std::string, Reason> left_out{};

    void leave_out(const std::string& reason, std::size_t line);
    [[nodiscard]] std::size_t left_out_in_all() const;
};

/// For people; places as "file:line".
std::string to_text(const ImportReport& report, const std::string& file);

}  // namespace chaffinch::importing
