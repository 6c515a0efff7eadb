// The bodies of the calls about rules (check, replay, publish, restore) and about what was learnt
// (forget, vouch), fed with any bytes; and their queries. Never crashes; what is accepted keeps its
// bounds, and what is refused says why.

#include "engine/types/limits.h"
#include "server/api/insight_json.h"
#include "server/api/learning_json.h"
#include "server/api/rules_json.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace chaffinch;

constexpr std::int64_t highest = std::int64_t{1} << 53;

void check(bool holds) {
    if (!holds) std::abort();
}

void explained(const Error& error) {
    check(!error.detail.empty() || !error.fields.empty());
}

void within_bounds(const api::Draft& draft) {
    check(!draft.site.empty() && draft.site.value.size() <= limits::id_bytes);
    check(draft.text.size() <= rulebook::longest_own_rules);
}

void within_bounds(const api::WantedPublication& wanted) {
    within_bounds(wanted.draft);
    check(wanted.version >= 0 && wanted.version <= highest);
    check(wanted.note.size() <= 4 * std::size_t{2'000});
}

void read_bodies(std::string_view body) {
    const auto draft = api::decode_draft(body);
    draft ? within_bounds(*draft) : explained(draft.error());
    const auto replay = api::decode_replay(body);
    if (replay) {
        within_bounds(replay->draft);
        check(replay->comments >= 1 && replay->comments <= rulebook::most_replayed);
    } else {
        explained(replay.error());
    }
    const auto publication = api::decode_publication(body);
    publication ? within_bounds(*publication) : explained(publication.error());
    const auto restoration = api::decode_restoration(body);
    restoration ? within_bounds(*restoration) : explained(restoration.error());
    // A draft is what a replay is without its number, and no call takes another's members.
    if (draft) check(replay.has_value() && !publication && !restoration);
    if (restoration) check(restoration->draft.text.empty() && !draft);
}

void read_lessons(std::string_view body) {
    if (const auto forgetting = api::decode_forgetting(body)) {
        check(forgetting->after >= 0 && forgetting->after <= highest);
    }
    const auto end = api::decode_voucher_end(body);
    const auto voucher = api::decode_voucher(body);
    if (voucher) check(!voucher->site.empty() && !voucher->moderator.empty());
    if (end) check(voucher.has_value() && end->note.empty());
}

void read_queries(const std::string& text) {
    http::Request request;
    request.query = {{"site", text}, {"limit", text}, {"cursor", text}};
    if (const auto query = api::decode_version_query(request)) {
        check(query->limit >= 1 && query->limit <= 200);
        check(query->before >= 0 && query->before <= highest);
    }
    check(api::named_sites(request).size() <= text.size());
    request.query = {{"site", text}, {"days", text}, {"step", text}};
    check(!api::decode_insight_query(request, api::Steps::days));
    request.query = {{"days", text}};
    if (const auto query = api::decode_insight_query(request, api::Steps::asked)) {
        check(query->days >= 1 && query->days <= 366);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    read_bodies(text);
    read_lessons(text);
    read_queries(text);
    return 0;
}
