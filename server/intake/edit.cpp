// Comparing two texts of one comment.

#include "server/intake/edit.h"

#include <algorithm>
#include <set>
#include <utility>

namespace chaffinch::intake {

namespace {

/// Points by which the score may rise, because the classifier's answer moves a little with every
/// word: a sixth of the way from holding (2) to rejecting (5).
constexpr double score_tolerance = 0.5;

std::set<std::string> addresses(const Reading& reading) {
    std::set<std::string> found;
    for (const text::Link& link : reading.document.links) found.insert(link.url);
    return found;
}

bool speaks_against(const Signal& signal) {
    if (signal.shadow || signal.source == SignalSource::classifier) return false;
    return signal.weight > 0 || signal.action == Action::hold || signal.action == Action::reject ||
           signal.action == Action::escalate;
}

}  // namespace

Comment edited(const Comment& before, const Edit& edit) {
    Comment after = before;
    if (edit.text) after.text = *edit.text;
    if (edit.format) after.format = *edit.format;
    if (edit.author_name) after.author.name = *edit.author_name;
    if (edit.author_url) after.author.url = *edit.author_url;
    const bool same = after.text == before.text && after.format == before.format &&
                      after.author.name == before.author.name &&
                      after.author.url == before.author.url;
    if (!same) after.revision += 1;
    return after;
}

bool added_link(const Reading& before, const Reading& after) {
    const std::set<std::string> known = addresses(before);
    return std::ranges::any_of(addresses(after), [&known](const std::string& address) {
        return !known.contains(address);
    });
}

bool harmless(const Verdict& before, const Verdict& after) {
    if (after.escalated && !before.escalated) return false;
    if (after.outcome > before.outcome || after.score > before.score + score_tolerance)
        return false;
    return std::ranges::all_of(after.signals, [&before](const Signal& signal) {
        if (!speaks_against(signal)) return true;
        return std::ranges::any_of(before.signals, [&signal](const Signal& known) {
            return known.name == signal.name && speaks_against(known);
        });
    });
}

}  // namespace chaffinch::intake
