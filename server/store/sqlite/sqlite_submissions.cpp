// The store's submissions, stored answers and training ledger.

#include "server/store/sqlite/acts.h"
#include "server/store/sqlite/comment_rows.h"
#include "server/store/sqlite/decision_rows.h"
#include "server/store/sqlite/idempotency_rows.h"
#include "server/store/sqlite/sqlite_store.h"

#include <utility>

namespace chaffinch::store::sqlite {

namespace {

Result<CommentRecord> comment_of_site(std::optional<CommentRow> row, const SiteId& site) {
    if (!row || row->record.site != site) {
        return Error{Errc::not_found, "there is no such comment on this site"};
    }
    return std::move(row->record);
}

Result<CommentRecord> comment_by_external_id(
    Connection& db, const SiteId& site, const std::string& external_id
) {
    std::optional<CommentRow> row;
    const auto pk = find_site(db, site);
    if (pk && !external_id.empty()) row = find_comment_row(db, *pk, external_id);
    return comment_of_site(std::move(row), site);
}

Result<PublishedPage> published_on(
    Connection& db,
    const SiteId& site,
    const ArticleId& article,
    std::size_t limit,
    const std::string& cursor
) {
    std::int64_t pk = 0;
    {
        Statement row = db.query(
            "SELECT pk FROM articles WHERE site = (SELECT pk FROM sites WHERE id = ?) AND id = ?",
            site,
            article
        );
        if (!row.step()) return PublishedPage{};
        pk = row.integer();
    }
    std::optional<std::string> after;
    if (!cursor.empty()) after = thread_of_comment(db, pk, cursor);
    if (!cursor.empty() && !after) {
        return Error{
            Errc::invalid,
            "the cursor is not one of this article; ask again without it",
            {{"?cursor", "must be the next_cursor of a page of this article"}}
        };
    }
    PublishedPage page;
    page.comments = published_of_article(db, pk, after.value_or(""), limit + 1);
    if (page.comments.size() > limit) {
        page.comments.pop_back();
        page.next_cursor = page.comments.back().record.comment.id.value;
    }
    return page;
}

ChangePage changes_after(
    Connection& db, const SiteId& site, std::int64_t after, std::size_t limit
) {
    Statement row = db.query(
        "SELECT sequence, payload FROM events WHERE site = (SELECT pk FROM sites WHERE id = ?)"
        " AND sequence > ? ORDER BY sequence LIMIT ?",
        site,
        after,
        static_cast<std::int64_t>(limit) + 1
    );
    ChangePage page;
    page.next = after;
    while (row.step()) {
        if (page.payloads.size() == limit) {
            page.more = true;
            break;
        }
        page.next = row.integer();
        page.payloads.push_back(row.text());
    }
    return page;
}

}  // namespace

boost::asio::awaitable<Result<SubmissionReceipt>> SqliteStore::record_submission(
    NewSubmission submission
) {
    return ask(writer_.queue(), [submission = std::move(submission)](Connection& db) {
        return submit(db, submission);
    });
}

boost::asio::awaitable<Result<std::vector<SubmissionReceipt>>> SqliteStore::record_submissions(
    std::vector<NewSubmission> submissions, std::optional<BatchReply> idempotency
) {
    return ask(
        writer_.queue(),
        [submissions = std::move(submissions), idempotency = std::move(idempotency)](Connection& db
        ) { return submit_all(db, submissions, idempotency); }
    );
}

boost::asio::awaitable<Result<void>> SqliteStore::put_article(
    SiteId site, Article article, Timestamp now, std::optional<IdempotentReply> idempotency
) {
    return ask(
        writer_.queue(),
        [site = std::move(site),
         article = std::move(article),
         now,
         idempotency = std::move(idempotency)](Connection& db) {
            return announce_article(db, site, article, now, idempotency);
        }
    );
}

boost::asio::awaitable<Result<CommentRecord>> SqliteStore::find_comment(SiteId site, CommentId id) {
    return ask(readers_.queue(), [site = std::move(site), id = std::move(id)](Connection& db) {
        return comment_of_site(find_comment_row(db, id), site);
    });
}

boost::asio::awaitable<Result<CommentRecord>> SqliteStore::find_by_external_id(
    SiteId site, std::string external_id
) {
    return ask(
        readers_.queue(),
        [site = std::move(site), external_id = std::move(external_id)](Connection& db) {
            return comment_by_external_id(db, site, external_id);
        }
    );
}

boost::asio::awaitable<Result<PublishedPage>> SqliteStore::published_comments(
    SiteId site, ArticleId article, std::size_t limit, std::string cursor
) {
    return ask(
        readers_.queue(),
        [site = std::move(site), article = std::move(article), limit, cursor = std::move(cursor)](
            Connection& db
        ) { return published_on(db, site, article, limit, cursor); }
    );
}

boost::asio::awaitable<ChangePage> SqliteStore::changes(
    SiteId site, std::int64_t after, std::size_t limit
) {
    return ask(readers_.queue(), [site = std::move(site), after, limit](Connection& db) {
        return changes_after(db, site, after, limit);
    });
}

boost::asio::awaitable<std::optional<IdempotentReply>> SqliteStore::find_reply(
    std::string scope, std::string key, Timestamp now
) {
    return ask(
        readers_.queue(),
        [scope = std::move(scope), key = std::move(key), now](Connection& db) {
            return find_kept_reply(db, scope, key, now);
        }
    );
}

boost::asio::awaitable<void> SqliteStore::save_reply(IdempotentReply reply) {
    return ask(writer_.queue(), [reply = std::move(reply)](Connection& db) {
        if (!find_kept_reply(db, reply.scope, reply.key, reply.at)) keep_reply(db, reply);
    });
}

boost::asio::awaitable<std::vector<LedgerEntry>> SqliteStore::ledger(
    std::int64_t after, std::size_t limit
) {
    return ask(readers_.queue(), [after, limit](Connection& db) {
        return ledger_after(db, std::nullopt, after, limit);
    });
}

boost::asio::awaitable<std::vector<LedgerEntry>> SqliteStore::site_ledger(
    SiteId site, std::int64_t after, std::size_t limit
) {
    return ask(readers_.queue(), [site = std::move(site), after, limit](Connection& db) {
        return ledger_after(db, site, after, limit);
    });
}

boost::asio::awaitable<std::size_t> SqliteStore::forget_lessons(
    LessonSelection selection, Timestamp at
) {
    return ask(writer_.queue(), [selection = std::move(selection), at](Connection& db) {
        return sqlite::forget_lessons(db, selection, at);
    });
}

}  // namespace chaffinch::store::sqlite
