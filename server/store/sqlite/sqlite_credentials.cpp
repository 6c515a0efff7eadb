// The store's personal tokens, second factors and changes of moderators.

#include "server/store/sqlite/account_rows.h"
#include "server/store/sqlite/credential_rows.h"
#include "server/store/sqlite/sqlite_store.h"

#include <utility>

namespace chaffinch::store::sqlite {

namespace {

/// A token is seen with every request; the disk need not hear of each.
constexpr std::chrono::minutes between_uses{1};

}  // namespace

boost::asio::awaitable<std::optional<Moderator>> SqliteStore::find_moderator_by_id(ModeratorId id) {
    return ask(readers_.queue(), [id = std::move(id)](Connection& db) {
        return find_moderator_row_by_id(db, id);
    });
}

boost::asio::awaitable<Result<Moderator>> SqliteStore::change_moderator(
    ModeratorId id, ModeratorChange change
) {
    return ask(writer_.queue(), [id = std::move(id), change = std::move(change)](Connection& db) {
        return update_moderator(db, id, change);
    });
}

boost::asio::awaitable<Result<void>> SqliteStore::replace_own_password(
    ModeratorId id, std::string password_hash, SecretHash session_kept
) {
    return ask(
        writer_.queue(),
        [id = std::move(id), password_hash = std::move(password_hash), session_kept](Connection& db
        ) { return sqlite::replace_own_password(db, id, password_hash, session_kept); }
    );
}

boost::asio::awaitable<Result<void>> SqliteStore::add_token(PersonalToken token) {
    return ask(writer_.queue(), [token = std::move(token)](Connection& db) {
        return insert_token(db, token);
    });
}

boost::asio::awaitable<std::vector<PersonalToken>> SqliteStore::tokens_of(ModeratorId moderator) {
    return ask(readers_.queue(), [moderator = std::move(moderator)](Connection& db) {
        return tokens_of_moderator(db, moderator);
    });
}

boost::asio::awaitable<std::optional<std::pair<PersonalToken, Moderator>>> SqliteStore::find_token(
    std::string id
) {
    return ask(readers_.queue(), [id = std::move(id)](Connection& db) {
        return find_token_row(db, id);
    });
}

boost::asio::awaitable<void> SqliteStore::touch_token(PersonalToken token, Timestamp now) {
    if (token.last_used_at && now - *token.last_used_at < between_uses) co_return;
    auto note = [id = std::move(token.id), now](Connection& db) { note_token_used(db, id, now); };
    co_await ask(writer_.queue(), std::move(note));
}

boost::asio::awaitable<Result<void>> SqliteStore::revoke_token(
    ModeratorId owner, std::string id, Timestamp now
) {
    return ask(
        writer_.queue(),
        [owner = std::move(owner), id = std::move(id), now](Connection& db) {
            return end_token(db, owner, id, now);
        }
    );
}

boost::asio::awaitable<std::optional<SecondFactor>> SqliteStore::second_factor(ModeratorId moderator
) {
    return ask(readers_.queue(), [moderator = std::move(moderator)](Connection& db) {
        return find_second_factor(db, moderator);
    });
}

boost::asio::awaitable<Result<void>> SqliteStore::propose_second_factor(
    ModeratorId moderator, SealedTotpSecret secret
) {
    return ask(writer_.queue(), [moderator = std::move(moderator), secret](Connection& db) {
        return insert_second_factor(db, moderator, secret);
    });
}

boost::asio::awaitable<Result<void>> SqliteStore::activate_second_factor(
    ModeratorId moderator, std::int64_t step, std::vector<SecretHash> recovery_codes
) {
    return ask(
        writer_.queue(),
        [moderator = std::move(moderator), step, codes = std::move(recovery_codes)](Connection& db
        ) { return put_second_factor_in_force(db, moderator, step, codes); }
    );
}

boost::asio::awaitable<bool> SqliteStore::spend_step(ModeratorId moderator, std::int64_t step) {
    return ask(writer_.queue(), [moderator = std::move(moderator), step](Connection& db) {
        return advance_step(db, moderator, step);
    });
}

boost::asio::awaitable<bool> SqliteStore::spend_recovery_code(
    ModeratorId moderator, SecretHash hash, Timestamp now
) {
    return ask(writer_.queue(), [moderator = std::move(moderator), hash, now](Connection& db) {
        return use_recovery_code(db, moderator, hash, now);
    });
}

boost::asio::awaitable<void> SqliteStore::remove_second_factor(ModeratorId moderator) {
    return ask(writer_.queue(), [moderator = std::move(moderator)](Connection& db) {
        delete_second_factor(db, moderator);
    });
}

}  // namespace chaffinch::store::sqlite
