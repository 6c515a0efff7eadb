// What an Akismet client teaches, seen where a site sees it: in the answer to the next comment. The
// shipped rules and models judge, and nothing in them knows these texts.
//
// The site is a spinning circle whose members sell their wool to each other, and whose pests praise
// a tincture. Every text is put together from small lists, so that none is taught twice and the
// judged ones were never seen.

#include "tests/functional/test_server.h"
#include "tests/support/receiver.h"

#include <gtest/gtest.h>

#include <array>

namespace chaffinch::test {
namespace {

ServerOptions shipped() {
    ServerOptions options;
    options.models = true;
    options.shipped_rules = true;
    return options;
}

/// An offer as members write it. The shipped engine holds it as promotion: a price and "message me
/// on whatsapp" is all it sees.
std::string offer(std::size_t number) {
    constexpr std::array<const char*, 7> things{
        "a spinning wheel with two bobbins",
        "my drum carder",
        "hand cards made of beech",
        "the drop spindle I learnt on",
        "a lazy kate of walnut",
        "two niddy noddies",
        "the big floor loom",
    };
    constexpr std::array<const char*, 11> stories{
        "It carried me through three fleeces last winter and then a grandchild came.",
        "We are moving to a flat where nothing of that size fits through the door.",
        "My late aunt left it to me and I cannot even sit still for that long.",
        "The teeth were straightened in spring by the old man at the mill.",
        "Benno repaired the treadle, so it no longer squeaks when you hurry.",
        "I bought a bigger one at the fair and my husband counts the rooms we have left.",
        "There is a scratch from the cat, otherwise it looks as it did in the shop.",
        "Somebody should use it again instead of dusting it once a month like I do.",
        "Whoever fetches it may have the basket of washed Gotland that came along.",
        "Beginners welcome, I will show you the first hour how it wants to be held.",
        "The drive band is new and a spare hangs in the little drawer underneath.",
    };
    const std::string thing = things.at(number % things.size());
    const std::string story = stories.at(number % stories.size());
    const std::string other = stories.at((number * 3 + 5) % stories.size());
    switch (number % 3) {
        case 0:
            return "Selling " + thing + ", cheap price. " + story + " " + other +
                   " Message me on whatsapp";
        case 1:
            return story + " So " + thing + " goes for a cheap price. Message me on whatsapp. " +
                   other;
        default:
            return "Best offer takes " + thing + ". " + other + " Cheap price, message me on " +
                   "whatsapp. " + story;
    }
}

/// Praise as the circle's pests write it. The shipped engine publishes it.
std::string praise(std::size_t number) {
    constexpr std::array<const char*, 7> who{
        "Grandma Odilia",
        "Old Benno",
        "My neighbour Ruth",
        "Aunt Kuni",
        "The miller",
        "Sister Ida",
        "Our shepherd",
    };
    constexpr std::array<const char*, 5> cured{
        "my cough",
        "my knees",
        "the dog's itch",
        "a stubborn wart",
        "my sleepless nights",
    };
    return std::string(who.at(number % who.size())) +
           " has a tincture of moss, three drops of it mended " +
           cured.at(number / who.size() % cured.size()) + " in " + std::to_string(number + 2) +
           " days";
}

/// Each from an author and a network of its own.
Headers sent(const std::string& text, std::size_t number) {
    const std::string name = "member" + std::to_string(number);
    return {
        {"blog", "https://circle.example/"},
        {"user_ip", "81.2." + std::to_string(number % 250) + ".9"},
        {"permalink", "https://circle.example/market"},
        {"comment_author", name},
        {"comment_author_email", name + "@members.example"},
        {"comment_content", text},
    };
}

Headers to_other_site(TestServer& server, Headers fields) {
    fields.emplace_back("api_key", server.other_akismet_key());
    return fields;
}

/// As a site's staff works: every comment was checked, some are told to be wrong.
void teach(TestServer& server, std::size_t rounds) {
    for (std::size_t i = 1; i <= rounds; ++i) {
        const Headers wanted = sent(offer(i), i);
        server.akismet("/1.1/comment-check", wanted);
        ASSERT_EQ(server.akismet("/1.1/submit-ham", wanted).status, 200U);
        const Headers pest = sent(praise(i), 100 + i);
        server.akismet("/1.1/comment-check", pest);
        ASSERT_EQ(server.akismet("/1.1/submit-spam", pest).status, 200U);
    }
}

/// In the same voice, about what was never taught.
constexpr const char* unseen_offer =
    "Has anyone use for a bamboo swift? Mine still sits in its box, since both my sisters gave me "
    "the same one. Cheap price, message me on whatsapp";
constexpr const char* unseen_praise =
    "Cousin Anselm has a tincture of moss too, one spoon of it mended his hearing overnight";

constexpr std::size_t lessons_each = 30;

/// The signals of a verdict on the text now, for the message of a test that fails.
std::string why(TestServer& server, const std::string& text) {
    wire::Submission submission;
    submission.comment.article.value = "https://circle.example/market";
    submission.comment.text = text;
    submission.comment.author = {.name = "member99", .email = "member99@members.example"};
    const Verdict verdict = server.application().intake().check(SiteId{"demo"}, submission);
    std::string out;
    for (const Signal& signal : verdict.signals) {
        out += signal.name + " " + std::to_string(signal.weight) + "\n";
    }
    return out;
}

TEST(AkismetLearning, FromTheFirstHeldCommentToTheNextAlikeThatPasses) {
    const Receiver receiver(Receiver::with_status(200));
    ServerOptions options = shipped();
    options.webhooks = {.allow_http = true, .allow_private = true};
    TestServer server(options);

    Headers first = sent(offer(0), 0);
    first.emplace_back("callback", receiver.url());
    const Answer held = server.akismet("/1.1/comment-check", first);
    ASSERT_EQ(held.body, "true");
    const std::string id = held.header("x-akismet-guid");
    const Answer queue = server.moderator("GET", "/v1/queue");
    ASSERT_EQ(queue.at("/total").as_int64(), 1);
    ASSERT_EQ(queue.text("/items/0/comment/id"), id);
    ASSERT_EQ(server.decide(id, 1, "approve", "verdict.not_spam").status, 200U);
    ASSERT_TRUE(receiver.wait_for(1));
    EXPECT_NE(receiver.requests()[0].body.find(R"("result":"false")"), std::string::npos);

    teach(server, lessons_each);

    const std::string signals = why(server, unseen_offer);
    const Answer next = server.akismet("/1.1/comment-check", sent(unseen_offer, 99));
    EXPECT_EQ(next.body, "false") << signals;
    const std::string next_id = next.header("x-akismet-guid");
    const Answer stored = server.site("GET", "/v1/comments/" + next_id);
    EXPECT_EQ(stored.text("/status"), "published");
    const Headers same_elsewhere = to_other_site(server, sent(unseen_offer, 99));
    EXPECT_EQ(server.akismet("/1.1/comment-check", same_elsewhere).body, "true")
        << "only the site that taught it has learnt it";
}

TEST(AkismetLearning, WhatIsReportedAsSpamIsCaughtNextTime) {
    TestServer server(shipped());
    const Headers pest = sent(unseen_praise, 99);
    EXPECT_EQ(server.akismet("/1.1/comment-check", to_other_site(server, pest)).body, "false")
        << "the shipped engine knows nothing of tinctures";

    teach(server, lessons_each);

    EXPECT_EQ(server.akismet("/1.1/comment-check", pest).body, "true")
        << why(server, unseen_praise);
    const Headers other = sent("Does anybody know when the market opens on Saturday?", 201);
    EXPECT_EQ(server.akismet("/1.1/comment-check", other).body, "false")
        << "what has nothing to do with it goes on passing";
}

}  // namespace
}  // namespace chaffinch::test
