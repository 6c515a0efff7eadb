// Which sites a question may be about.

#include "server/review/reviewer.h"

#include <algorithm>
#include <iterator>

namespace chaffinch::review {

std::optional<std::vector<SiteId>> permitted_sites(
    const Reviewer& reviewer, const std::vector<SiteId>& asked
) {
    if (reviewer.sites.empty()) return asked;
    if (asked.empty()) return reviewer.sites;
    std::vector<SiteId> both;
    std::ranges::copy_if(asked, std::back_inserter(both), [&](const SiteId& site) {
        return std::ranges::find(reviewer.sites, site) != reviewer.sites.end();
    });
    if (both.empty()) return std::nullopt;
    return both;
}

}  // namespace chaffinch::review
