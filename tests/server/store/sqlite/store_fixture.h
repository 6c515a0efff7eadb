// A store in a temporary directory with the verbs of the domain, for tests: submit, decide, undo,
// ... Coroutines run on one io_context of the test; times are numbers of milliseconds.

#pragma once

#include "server/records/status_changes.h"
#include "server/store/sqlite/connection.h"
#include "server/store/sqlite/open.h"
#include "tests/support/shared_data.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace chaffinch::store::sqlite::test {

inline Timestamp at(std::int64_t milliseconds) {
    return Timestamp(std::chrono::milliseconds(milliseconds));
}

/// A comment of site "news" as intake would hand it over.
struct Draft {
    std::string id = "cmt_1";
    std::string site = "news";
    std::string external_id{};
    std::string article = "a-1";
    std::string author_key{};
    Outcome outcome = Outcome::hold;
    double score = 3;
    std::vector<Reason> reasons{Reason::spam_promotion};
    bool escalated = false;
    std::int64_t created = 1'000;
    std::vector<std::string> hosts{};
    std::optional<Article> announced{};
    std::optional<IdempotentReply> idempotency{};
};

inline NewSubmission submission(const Draft& draft) {
    NewSubmission made;
    CommentRecord& record = made.record;
    record.site.value = draft.site;
    record.comment.id.value = draft.id;
    record.comment.external_id = draft.external_id;
    record.comment.article.value = draft.article;
    record.comment.text = "text of " + draft.id;
    record.comment.author.name = "Ann";
    record.status = status_for(draft.outcome);
    record.escalated = draft.escalated;
    record.verdict.outcome = draft.outcome;
    record.verdict.escalated = draft.escalated;
    record.verdict.score = draft.score;
    for (const Reason reason : draft.reasons) record.verdict.reasons.push_back({reason, 1.5});
    record.created_at = at(draft.created);
    record.updated_at = record.created_at;
    made.fingerprint.exact = std::hash<std::string>{}(draft.id);
    made.fingerprint.minhash.fill(static_cast<std::uint32_t>(draft.created));
    made.link_hosts = draft.hosts;
    made.author_key = draft.author_key;
    made.article = draft.announced;
    made.idempotency = draft.idempotency;
    return made;
}

struct Ruling {
    std::string id = "dec_1";
    std::string comment = "cmt_1";
    std::int64_t version = 1;
    Judgement judgement = Judgement::reject;
    Reason reason = Reason::none;
    std::string login = "eva";
    std::vector<SiteId> sites{};
    std::int64_t at = 2'000;
};

inline NewDecision decision(const Ruling& ruling) {
    NewDecision made;
    made.id.value = ruling.id;
    made.comment.value = ruling.comment;
    made.version = ruling.version;
    made.judgement = ruling.judgement;
    made.reason = ruling.reason;
    made.note = "seen";
    made.moderator.value = "mod_" + ruling.login;
    made.moderator_login = ruling.login;
    made.sites = ruling.sites;
    made.at = at(ruling.at);
    return made;
}

class StoreFixture : public ::testing::Test {
  protected:
    void SetUp() override { start(); }

    void TearDown() override { store_.reset(); }

    /// Opens the store in the test's directory, with the site "news" when it is new.
    void start() {
        options_.directory = directory_.path() / "data";
        auto opened = open(options_);
        ASSERT_TRUE(opened) << opened.error().detail;
        store_ = *std::move(opened);
        if (await(store_->list_sites()).empty()) add_site("news");
    }

    void restart() {
        store_->close();
        store_.reset();
        start();
    }

    /// Runs the coroutine to its end on this thread and gives back its value or throws.
    template <class T>
    T await(boost::asio::awaitable<T> work) {
        context_.restart();
        auto result = boost::asio::co_spawn(context_, std::move(work), boost::asio::use_future);
        context_.run();
        return result.get();
    }

    void add_site(const std::string& id) {
        Site site;
        site.id.value = id;
        site.name = "The " + id;
        site.created_at = at(1);
        SiteKey key;
        key.key_id = "key_" + id;
        key.site = site.id;
        key.created_at = at(1);
        const auto added = await(store_->add_site(site, key));
        ASSERT_TRUE(added) << added.error().detail;
    }

    SubmissionReceipt submit(const Draft& draft) {
        auto receipt = await(store_->record_submission(submission(draft)));
        EXPECT_TRUE(receipt) << (receipt ? "" : receipt.error().detail);
        return receipt ? *receipt : SubmissionReceipt{};
    }

    /// cmt_0, cmt_1, ... held, created one after the other, in one commit.
    void submit_many(int count) {
        std::vector<NewSubmission> all;
        for (int i = 0; i < count; ++i) {
            all.push_back(submission({.id = "cmt_" + std::to_string(i), .created = 1'000 + i}));
        }
        ASSERT_TRUE(await(store_->record_submissions(std::move(all), std::nullopt)));
    }

    DecisionAttempt decide(const Ruling& ruling) {
        std::vector<NewDecision> one{decision(ruling)};
        auto attempts = await(store_->record_decisions(std::move(one)));
        EXPECT_EQ(attempts.size(), 1u);
        return attempts.at(0);
    }

    std::vector<DecisionAttempt> undo(
        const std::string& id, std::int64_t when = 3'000, std::vector<SiteId> sites = {}
    ) {
        return await(store_->undo_decision(
            DecisionId{id}, ModeratorId{"mod_max"}, "max", std::move(sites), at(when)
        ));
    }

    QueuePage page(const QueueQuery& query = {}) {
        auto found = await(store_->list_queue(query));
        EXPECT_TRUE(found) << (found ? "" : found.error().detail);
        return found ? *found : QueuePage{};
    }

    std::vector<std::string> queue(const QueueQuery& query = {}) {
        std::vector<std::string> ids;
        for (const QueueItem& item : page(query).items) ids.push_back(item.record.comment.id.value);
        return ids;
    }

    CommentRecord comment(const std::string& id, const std::string& site = "news") {
        auto found = await(store_->find_comment(SiteId{site}, CommentId{id}));
        EXPECT_TRUE(found) << (found ? "" : found.error().detail);
        return found ? *found : CommentRecord{};
    }

    std::vector<LedgerEntry> lessons() { return await(store_->ledger(0, 1'000)); }

    /// One integer from the database file, read over a connection of the test's own.
    std::int64_t ask_database(Sql sql) {
        Connection db(options_.directory / "chaffinch.db", Access::read_only);
        Statement row = db.query(sql);
        row.step();
        return row.integer();
    }

    // Outlives the store, as the executors of callers must.
    boost::asio::io_context context_;
    chaffinch::test::TemporaryDirectory directory_;
    Options options_{};
    std::unique_ptr<Store> store_;
};

}  // namespace chaffinch::store::sqlite::test
