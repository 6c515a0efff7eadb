// A process that dies at any moment: whatever it has acknowledged is there when the next one
// starts.

#include "tests/server/store/sqlite/store_fixture.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

namespace chaffinch::store::sqlite::test {
namespace {

/// Submits without end, telling each acknowledged number to `acknowledgements`. Never returns.
[[noreturn]] void submit_until_killed(
    const std::filesystem::path& directory, int acknowledgements
) {
    boost::asio::io_context context;
    auto store = open({.directory = directory});
    if (!store) std::_Exit(1);
    Site site;
    site.id.value = "news";
    const auto run = [&](auto work) {
        context.restart();
        auto result = boost::asio::co_spawn(context, std::move(work), boost::asio::use_future);
        context.run();
        return result.get();
    };
    static_cast<void>(run((*store)->add_site(site, SiteKey{})));
    for (std::int64_t number = 0;; ++number) {
        const Draft draft{.id = "cmt_" + std::to_string(number)};
        if (!run((*store)->record_submission(submission(draft)))) std::_Exit(2);
        if (::write(acknowledgements, &number, sizeof number) != sizeof number) std::_Exit(3);
    }
}

class Crash : public StoreFixture {
  protected:
    void SetUp() override { options_.directory = directory_.path() / "data"; }
};

TEST_F(Crash, LosesNothingThatWasAcknowledged) {
    for (const int wanted : {1, 7, 40}) {
        SCOPED_TRACE(wanted);
        std::filesystem::remove_all(options_.directory);
        int ends[2];
        ASSERT_EQ(::pipe(ends), 0);
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) submit_until_killed(options_.directory, ends[1]);
        ::close(ends[1]);
        std::int64_t last = -1;
        for (std::int64_t number = 0;
             last + 1 < wanted && ::read(ends[0], &number, sizeof number) > 0;) {
            last = number;
        }
        ::kill(child, SIGKILL);
        // What it acknowledged between our last look and its death counts as well.
        for (std::int64_t number = 0; ::read(ends[0], &number, sizeof number) > 0;) last = number;
        ::close(ends[0]);
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status)) << WEXITSTATUS(status);
        ASSERT_GE(last + 1, wanted);

        start();
        const QueuePage found = page({.sort = QueueSort::oldest, .limit = 10'000});
        EXPECT_GE(found.total, last + 1);
        EXPECT_LE(found.total, last + 2);  // one may be stored that it had no time to acknowledge
        EXPECT_EQ(static_cast<std::int64_t>(found.items.size()), found.total);
        for (std::int64_t number = 0; number <= last; ++number) {
            comment("cmt_" + std::to_string(number));
        }
        store_.reset();
    }
}

}  // namespace
}  // namespace chaffinch::store::sqlite::test
