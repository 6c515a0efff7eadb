// What holds the two halves of a log-in together.

#include "server/oidc/tickets.h"

#include <gtest/gtest.h>

#include <set>

namespace chaffinch::oidc {
namespace {

using namespace std::chrono_literals;

constexpr Timestamp begun{std::chrono::milliseconds{1'790'000'000'000}};

TEST(Tickets, AreGoodOnceInTheirBrowserForTenMinutes) {
    Tickets tickets;
    const Ticket ticket = tickets.issue(begun);
    EXPECT_FALSE(tickets.redeem(ticket.cookie, tickets.issue(begun).state, begun));
    EXPECT_FALSE(tickets.redeem("", ticket.state, begun));
    EXPECT_FALSE(tickets.redeem(ticket.cookie, "", begun));
    EXPECT_FALSE(tickets.redeem(ticket.cookie, ticket.state, begun + ticket_lifetime));
    EXPECT_FALSE(tickets.redeem(ticket.cookie, ticket.state, begun - 1ms)) << "the clock went back";
    const auto redeemed =
        tickets.redeem(ticket.cookie, ticket.state, begun + ticket_lifetime - 1ms);
    ASSERT_TRUE(redeemed) << "those who failed have spent nothing";
    EXPECT_EQ(redeemed->nonce, ticket.nonce);
    EXPECT_EQ(redeemed->verifier, ticket.verifier);
    EXPECT_FALSE(tickets.redeem(ticket.cookie, ticket.state, begun)) << "a second time";
}

TEST(Tickets, OfAnotherServerAreWorthNothing) {
    Tickets ours;
    const Ticket theirs = Tickets().issue(begun);
    EXPECT_FALSE(ours.redeem(theirs.cookie, theirs.state, begun));
}

TEST(Tickets, KeepANoteThatOnlyWeCanHaveWritten) {
    Tickets tickets;
    const std::string note(longest_note, 'n');
    const Ticket ticket = tickets.issue(begun, note);
    EXPECT_EQ(note_in(ticket.cookie), note);
    const std::string bare = ticket.cookie.substr(0, ticket.cookie.rfind('.'));
    EXPECT_FALSE(tickets.redeem(bare, ticket.state, begun));
    EXPECT_FALSE(tickets.redeem(bare + ".m", ticket.state, begun));
    const Ticket plain = tickets.issue(begun);
    EXPECT_EQ(note_in(plain.cookie), "");
    EXPECT_FALSE(tickets.redeem(plain.cookie + "." + note, plain.state, begun));
    EXPECT_EQ(tickets.redeem(ticket.cookie, ticket.state, begun)->note, note);
    EXPECT_EQ(tickets.redeem(plain.cookie, plain.state, begun)->note, "");
    for (const char* bytes : {"", ".", "..", "a.b", "a.b.", "...."}) {
        EXPECT_LE(note_in(bytes).size(), 2u) << bytes;
    }
}

TEST(Tickets, HoldFourTextsThatNobodyCanTellFromOneAnother) {
    const Tickets tickets;
    std::set<std::string> seen;
    for (int i = 0; i < 200; ++i) {
        const Ticket ticket = tickets.issue(begun);
        for (const std::string* text :
             {&ticket.cookie, &ticket.state, &ticket.nonce, &ticket.verifier}) {
            EXPECT_TRUE(seen.insert(*text).second);
        }
        EXPECT_EQ(ticket.verifier.size(), 43u) << "RFC 7636, 4.1: 43 to 128";
    }
}

TEST(Tickets, ChallengeIsThatOfTheStandard) {
    // RFC 7636, appendix B.
    const Ticket ticket{.verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"};
    EXPECT_EQ(ticket.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

TEST(Tickets, CookiesOfAnyBytesAreRefused) {
    Tickets tickets;
    for (const char* cookie :
         {".", "1", "x.y", "99999999999999999999.a", "-1.a", "1790000000000."}) {
        EXPECT_FALSE(tickets.redeem(cookie, "state", begun)) << cookie;
    }
    EXPECT_FALSE(tickets.redeem(std::string(100'000, '1'), "state", begun));
}

TEST(Tickets, RememberABoundedNumberOfSpentOnes) {
    Tickets tickets;
    std::vector<Ticket> spent;
    for (std::size_t i = 0; i < most_spent + 5; ++i) {
        const auto at = begun + std::chrono::milliseconds(i);
        spent.push_back(tickets.issue(at));
        ASSERT_TRUE(tickets.redeem(spent.back().cookie, spent.back().state, at));
    }
    EXPECT_FALSE(tickets.redeem(spent.back().cookie, spent.back().state, begun + 1min));
}

}  // namespace
}  // namespace chaffinch::oidc
