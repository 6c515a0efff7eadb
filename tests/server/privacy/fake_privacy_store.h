// A privacy store in memory that remembers what it was asked, for the jobs above it.

#pragma once

#include "server/store/privacy.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace chaffinch::privacy::test {

/// Comments are numbers from 1 on; a batch of writing takes `cost` a row.
class FakePrivacyStore final : public store::PrivacyStore {
  public:
    template <class T>
    using awaitable = boost::asio::awaitable<T>;

    std::map<std::string, std::int64_t> texts{};  ///< past their term, by "site status"
    std::int64_t addresses = 0;
    std::int64_t of_person = 0;
    std::chrono::microseconds cost{10};
    std::vector<std::size_t> batches{};
    std::vector<std::string> asked{};
    std::size_t lessons_a_batch = 0;
    int rewrites = 0;
    int empties = 0;
    bool finished = false;

    awaitable<Result<store::Person>> resolve_person(store::Person person) override {
        if (person.site.value == "nowhere") co_return Error{Errc::not_found, "no such site"};
        co_return person;
    }

    awaitable<Result<store::PersonPage>> comments_of_person(store::Person, std::int64_t after)
        override {
        constexpr std::int64_t stretch = 100;
        store::PersonPage page;
        for (std::int64_t i = after + 1; i <= std::min(after + stretch, of_person); ++i) {
            page.comments.push_back(i);
        }
        if (after + stretch < of_person) page.next = after + stretch;
        co_return page;
    }

    awaitable<std::vector<std::string>> person_lines(std::vector<std::int64_t> comments) override {
        std::vector<std::string> lines;
        for (const std::int64_t comment : comments) lines.push_back(std::to_string(comment));
        co_return lines;
    }

    awaitable<std::vector<std::string>> reader_lines(store::Person) override {
        co_return std::vector<std::string>{"reader"};
    }

    awaitable<void> begin_erasure(store::ErasureRecord erasure) override {
        asked.push_back("begin " + erasure.asked_by);
        co_return;
    }

    awaitable<store::Erased> erase_comments(
        DecisionId, std::vector<std::int64_t> comments, Timestamp
    ) override {
        batches.push_back(comments.size());
        store::Erased erased;
        erased.comments = comments.size();
        erased.lessons = lessons_a_batch;
        co_return erased;
    }

    awaitable<Result<store::ErasureRecord>> finish_erasure(DecisionId id, Timestamp at) override {
        finished = true;
        store::ErasureRecord record;
        record.id = std::move(id);
        record.finished_at = at;
        co_return record;
    }

    awaitable<std::vector<store::ErasureRecord>> unfinished_erasures() override {
        co_return std::vector<store::ErasureRecord>{};
    }

    awaitable<std::vector<store::ErasureRecord>> list_erasures(std::vector<SiteId>, std::size_t)
        override {
        co_return std::vector<store::ErasureRecord>{};
    }

    awaitable<store::TextsPastTerm> texts_past_term(
        store::TextTerm term, store::TextsPastTerm after, std::size_t most
    ) override {
        const std::int64_t there = texts[name_of(term)];
        store::TextsPastTerm found;
        found.comment = after.comment;
        while (found.comment < there && found.comments.size() < most) {
            found.comments.push_back(++found.comment);
        }
        found.more = found.comment < there;
        if (there > 0) asked.push_back(name_of(term));
        co_return found;
    }

    awaitable<store::Forgotten> forget_texts(
        store::TextTerm, std::vector<std::int64_t> comments, Timestamp
    ) override {
        co_return written(comments.size(), lessons_a_batch);
    }

    awaitable<store::TracesPastTerm> traces_past_term(
        store::SiteSelection sites,
        store::Trace trace,
        Timestamp,
        std::optional<std::int64_t> after,
        std::size_t most
    ) override {
        std::string line = sites.all_but ? "all but" : "only";
        for (const SiteId& site : sites.sites) line += " " + site.value;
        if (!after) asked.push_back(line + (trace == store::Trace::address ? " ip" : " ua"));
        store::TracesPastTerm found;
        found.mark = after.value_or(0);
        const std::int64_t there = trace == store::Trace::address ? addresses : 0;
        while (found.mark < there && found.rows.size() < most) {
            found.rows.push_back({++found.mark, "203.0.113.7"});
        }
        found.more = found.mark < there;
        co_return found;
    }

    awaitable<store::Forgotten> replace_traces(
        store::SiteSelection, store::Trace, std::vector<store::TraceRow> rows, std::int64_t
    ) override {
        for (const store::TraceRow& row : rows) values.push_back(row.value);
        co_return written(rows.size(), 0);
    }

    awaitable<store::Forgotten> forget_sessions(Timestamp) override { co_return written(0, 0); }

    void empty_log() override { ++empties; }

    void rewrite_files(std::uint64_t) override { ++rewrites; }

    std::vector<std::string> values{};

  private:
    static std::string name_of(const store::TextTerm& term) {
        return term.site.value + " " + std::string(name(term.status));
    }

    store::Forgotten written(std::size_t rows, std::size_t lessons) {
        if (rows > 0) batches.push_back(rows);
        store::Forgotten done;
        done.rows = rows;
        done.lessons = lessons;
        done.writer_time = cost * static_cast<std::int64_t>(rows);
        return done;
    }
};

}  // namespace chaffinch::privacy::test
