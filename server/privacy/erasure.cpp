// Walking along a site's comments, and what is done with those of one person.

#include "server/privacy/erasure.h"

#include "server/runtime/random_id.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace chaffinch::privacy {

namespace {

using SteadyClock = std::chrono::steady_clock;

/// Of comments: some ten milliseconds of the writer.
constexpr std::size_t batch = 25;

using Comments = std::vector<std::int64_t>;
using Take = std::function<boost::asio::awaitable<void>(Comments)>;

enum class Walked : std::uint8_t { whole, until_time_was_over };

bool names_somebody(const store::Person& person) {
    return !person.author.empty() || !person.id.empty() || !person.email.empty();
}

boost::asio::awaitable<Result<store::Person>> resolve(
    store::PrivacyStore& store, store::Person person
) {
    if (!names_somebody(person)) {
        co_return Error{
            Errc::invalid, "say whose data: an author, the site's id of its user, or an e-mail"
        };
    }
    co_return co_await store.resolve_person(std::move(person));
}

/// Hands all comments of the person to `take`, at most a batch at a time.
boost::asio::awaitable<Result<Walked>> walk(
    store::PrivacyStore& store,
    const store::Person& person,
    const Take& take,
    SteadyClock::time_point until
) {
    std::int64_t after = 0;
    do {
        auto page = co_await store.comments_of_person(person, after);
        if (!page) co_return page.error();
        for (std::size_t i = 0; i < page->comments.size(); i += batch) {
            const auto begin = page->comments.begin() + static_cast<std::ptrdiff_t>(i);
            const std::size_t size = std::min(batch, page->comments.size() - i);
            Comments part(begin, begin + static_cast<std::ptrdiff_t>(size));
            co_await take(std::move(part));
            if (SteadyClock::now() >= until) co_return Walked::until_time_was_over;
        }
        after = page->next;
        if (after != 0 && SteadyClock::now() >= until) co_return Walked::until_time_was_over;
    } while (after != 0);
    co_return Walked::whole;
}

boost::asio::awaitable<Result<PersonCount>> count_with(
    store::PrivacyStore& store,
    const store::Person& person,
    const Take& also,
    SteadyClock::time_point until
) {
    PersonCount count;
    const Take take = [&](Comments comments) {
        count.comments += comments.size();
        return also(std::move(comments));
    };
    const auto walked = co_await walk(store, person, take, until);
    if (!walked) co_return walked.error();
    count.whole = *walked == Walked::whole;
    co_return count;
}

}  // namespace

boost::asio::awaitable<Result<PersonCount>> count_comments(
    store::PrivacyStore& store, store::Person person, std::chrono::milliseconds time
) {
    const auto resolved = co_await resolve(store, std::move(person));
    if (!resolved) co_return resolved.error();
    const Take nothing = [](Comments) -> boost::asio::awaitable<void> { co_return; };
    co_return co_await count_with(store, *resolved, nothing, SteadyClock::now() + time);
}

boost::asio::awaitable<Result<store::ErasureRecord>> begin_erasure(
    store::PrivacyStore& store, store::Person person, std::string asked_by, Timestamp now
) {
    auto resolved = co_await resolve(store, std::move(person));
    if (!resolved) co_return resolved.error();
    store::ErasureRecord erasure;
    erasure.id.value = runtime::random_id("dec_erase_", now);
    erasure.person = *std::move(resolved);
    erasure.asked_by = std::move(asked_by);
    erasure.asked_at = now;
    co_await store.begin_erasure(erasure);
    co_return erasure;
}

boost::asio::awaitable<Result<store::ErasureRecord>> carry_out(
    store::PrivacyStore& store,
    store::ErasureRecord erasure,
    const std::function<boost::asio::awaitable<void>(SiteId)>& relearn,
    Timestamp now,
    ErasureLimits limits
) {
    std::size_t lessons = 0;
    const Take take = [&](Comments comments) -> boost::asio::awaitable<void> {
        const store::Erased erased =
            co_await store.erase_comments(erasure.id, std::move(comments), now);
        lessons += erased.lessons;
        erasure.comments += static_cast<std::int64_t>(erased.comments);
        erasure.lessons += static_cast<std::int64_t>(erased.lessons);
    };
    const SteadyClock::time_point until = SteadyClock::now() + limits.time;
    const auto walked = co_await walk(store, erasure.person, take, until);
    if (!walked) co_return walked.error();
    const SiteId site = erasure.person.site;
    if (lessons > 0) co_await relearn(site);
    if (*walked == Walked::until_time_was_over) co_return erasure;
    auto finished = co_await store.finish_erasure(erasure.id, now);
    store.rewrite_files(limits.rewrite_up_to);
    co_return finished;
}

boost::asio::awaitable<Result<std::size_t>> give_out(
    store::PrivacyStore& store, store::Person person, std::function<void(const std::string&)> sink
) {
    const auto resolved = co_await resolve(store, std::move(person));
    if (!resolved) co_return resolved.error();
    const Take take = [&](Comments comments) -> boost::asio::awaitable<void> {
        for (const std::string& line : co_await store.person_lines(std::move(comments))) sink(line);
    };
    const auto given = co_await count_with(store, *resolved, take, SteadyClock::time_point::max());
    if (!given) co_return given.error();
    for (const std::string& line : co_await store.reader_lines(*resolved)) sink(line);
    co_return given->comments;
}

}  // namespace chaffinch::privacy
