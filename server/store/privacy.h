// What privacy needs of the store: finding, erasing and giving out what belongs to one person, and
// forgetting what is past its term. Same promises as submissions.h. Looking for rows is left to
// readers, and every call that writes is a small batch, so that the writer is never held for long.

#pragma once

#include "engine/types/ids.h"
#include "engine/types/result.h"
#include "engine/types/timestamp.h"
#include "server/records/comment_record.h"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::store {

/// By what a person is known on a site: at least one of the three. What any of them names is his.
struct Person {
    SiteId site{};
    /// An author as the console knows him ("aut_7"), or the key of one (records/author_key.h).
    std::string author{};
    std::string id{};     ///< the site's own id of its user, as author or as reader who reports
    std::string email{};  ///< upper and lower case are one
};

/// Comments of a person in one stretch of the table.
struct PersonPage {
    std::vector<std::int64_t> comments{};  ///< their row numbers
    std::int64_t next = 0;                 ///< to be given as `after`; 0: there is nothing behind
};

/// An erasure that was asked for. It outlives a crash: what was begun is finished after the next
/// start. Once it is finished the record no longer says who was erased.
struct ErasureRecord {
    DecisionId id{};  ///< of the rows of the decision log that say so
    Person person{};
    std::string asked_by{};  ///< login; empty: the command line
    Timestamp asked_at{};
    std::optional<Timestamp> finished_at{};
    std::int64_t comments = 0;
    std::int64_t lessons = 0;  ///< training events taken out of force
    std::int64_t reports = 0;  ///< that the person made of others' comments
};

/// What one batch of erasing did.
struct Erased {
    std::size_t comments = 0;
    std::size_t lessons = 0;
    std::chrono::microseconds writer_time{};  ///< for which nobody else could write
};

/// Texts of one site and status that are past their term.
struct TextTerm {
    SiteId site{};
    Status status = Status::rejected;  ///< not held: what waits for a person keeps its text
    Timestamp before{};                ///< last changed before
    /// The same for comments that teach: their lesson goes with their text.
    Timestamp taught_before{};
};

/// A stretch of comments in the order of their last change.
struct TextsPastTerm {
    std::vector<std::int64_t> comments{};
    Timestamp changed{};       ///< of the last one looked at
    std::int64_t comment = 0;  ///< the last one looked at; 0: from the beginning
    bool more = false;
};

/// Sites that share their terms: those that are named, or all but those.
struct SiteSelection {
    std::vector<SiteId> sites{};
    bool all_but = false;
};

/// What is kept of how a comment came.
enum class Trace : std::uint8_t { address, user_agent };

struct TraceRow {
    std::int64_t comment = 0;
    std::string value{};
};

struct TracesPastTerm {
    std::vector<TraceRow> rows{};  ///< those that have one
    std::int64_t mark = 0;         ///< all comments up to this one were looked at
    bool more = false;
};

/// What one batch of forgetting changed.
struct Forgotten {
    std::size_t rows = 0;
    std::size_t lessons = 0;
    std::chrono::microseconds writer_time{};
};

class PrivacyStore {
  public:
    virtual ~PrivacyStore() = default;

    /// The same person with the author as a key, which stays when his rows go. Errors: not_found
    /// (the site, or the author "aut_..." on it).
    virtual boost::asio::awaitable<Result<Person>> resolve_person(Person person) = 0;

    /// Looks through one stretch of the comments from behind `after`. Errors: not_found (the site).
    virtual boost::asio::awaitable<Result<PersonPage>> comments_of_person(
        Person person, std::int64_t after
    ) = 0;

    /// Everything that refers to these comments, as lines of JSON with a member "table" each.
    virtual boost::asio::awaitable<std::vector<std::string>> person_lines(
        std::vector<std::int64_t> comments
    ) = 0;

    /// The same of the person as a reader who reported others' comments.
    virtual boost::asio::awaitable<std::vector<std::string>> reader_lines(Person person) = 0;

    /// From now on the erasure is finished whatever happens. The person is a resolved one.
    virtual boost::asio::awaitable<void> begin_erasure(ErasureRecord erasure) = 0;

    /// Erases text, names, addresses, notes, fingerprints and stored answers of these comments, and
    /// what they taught; they are withdrawn, and the log says that and nothing else. One commit,
    /// counted in the erasure's record. What is erased already is passed over.
    virtual boost::asio::awaitable<Erased> erase_comments(
        DecisionId erasure, std::vector<std::int64_t> comments, Timestamp at
    ) = 0;

    /// Erases the author's own rows, unless comments still refer to them, and the reader's; then
    /// the record forgets who it was. Gives the record as it stays. May be called again.
    virtual boost::asio::awaitable<Result<ErasureRecord>> finish_erasure(
        DecisionId erasure, Timestamp at
    ) = 0;

    virtual boost::asio::awaitable<std::vector<ErasureRecord>> unfinished_erasures() = 0;

    /// Newest first, of these sites, or of all when none is named.
    virtual boost::asio::awaitable<std::vector<ErasureRecord>> list_erasures(
        std::vector<SiteId> sites, std::size_t most
    ) = 0;

    /// Looks for at most some `most` comments from behind those of `after`.
    virtual boost::asio::awaitable<TextsPastTerm> texts_past_term(
        TextTerm term, TextsPastTerm after, std::size_t most
    ) = 0;

    /// Empties the texts of those that are still past the term. One commit.
    virtual boost::asio::awaitable<Forgotten> forget_texts(
        TextTerm term, std::vector<std::int64_t> comments, Timestamp at
    ) = 0;

    /// Looks for at most some `most` traces of comments that came before `before`, from behind
    /// `after`, or without it from where the last call of replace_traces() ended.
    virtual boost::asio::awaitable<TracesPastTerm> traces_past_term(
        SiteSelection sites,
        Trace trace,
        Timestamp before,
        std::optional<std::int64_t> after,
        std::size_t most
    ) = 0;

    /// Puts the values given in the place of the traces, and notes how far this went. One commit.
    virtual boost::asio::awaitable<Forgotten> replace_traces(
        SiteSelection sites, Trace trace, std::vector<TraceRow> rows, std::int64_t mark
    ) = 0;

    /// Deletes sessions that began before. One commit.
    virtual boost::asio::awaitable<Forgotten> forget_sessions(Timestamp before) = 0;

    /// Asks for the write-ahead log to be emptied at the next moment without readers, so that
    /// nothing erased is left in it. StoreHealth::log_to_empty tells when it is done.
    virtual void empty_log() = 0;

    /// The same, and before it, when the database is not larger than `most_bytes`, its file is
    /// written anew without the remains of erased rows: moving rows between pages leaves copies in
    /// their unused parts. Writing waits meanwhile, some seconds for 256 MiB.
    virtual void rewrite_files(std::uint64_t most_bytes) = 0;
};

}  // namespace chaffinch::store
