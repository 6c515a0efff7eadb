// Locality-sensitive hashing: two fingerprints that agree in all three hashes of any of five parts
// are compared in full (Leskovec, Rajaraman, Ullman: Mining of Massive Datasets, 3.4).

#include "server/store/sqlite/similar_rows.h"

#include "server/store/sqlite/card_rows.h"
#include "server/store/sqlite/decision_rows.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>

namespace chaffinch::store::sqlite {

namespace {

constexpr std::size_t parts = 5;
constexpr std::size_t bytes_a_part = 12;  // three hashes of four bytes
constexpr std::size_t hashes = 16;

/// Looked at for each part, newest first: a flood of copies shall not make the card slow.
constexpr std::int64_t most_of_a_part = 40;

constexpr double least_similarity = 0.5;

struct StoredFingerprint {
    std::int64_t site = 0;
    std::int64_t exact = 0;
    std::array<std::uint8_t, 64> minhash{};

    [[nodiscard]] bool has_hashes() const {
        return std::ranges::any_of(minhash, [](std::uint8_t byte) { return byte != 0; });
    }
};

std::optional<StoredFingerprint> fingerprint_of(Connection& db, std::int64_t comment) {
    Statement row =
        db.query("SELECT site, exact, minhash FROM fingerprints WHERE comment = ?", comment);
    if (!row.step()) return std::nullopt;
    StoredFingerprint print;
    print.site = row.integer();
    print.exact = row.integer();
    row.blob(print.minhash);
    return print;
}

/// The keys under which a fingerprint is found: the text as a whole, and the parts of its hashes.
std::vector<std::string> keys_of(const StoredFingerprint& print) {
    std::vector<std::string> keys;
    if (print.exact != 0) keys.push_back("x" + std::to_string(print.exact));
    if (!print.has_hashes()) return keys;
    const std::span<const std::uint8_t> all(print.minhash);
    for (std::size_t i = 0; i < parts; ++i) {
        const auto part = all.subspan(i * bytes_a_part, bytes_a_part);
        std::string key(part.begin(), part.end());
        key += static_cast<char>('0' + i);
        keys.push_back(std::move(key));
    }
    return keys;
}

Bytes bytes_of(const std::string& key) {
    return {reinterpret_cast<const std::uint8_t*>(key.data()), key.size()};
}

double similarity(const StoredFingerprint& a, const StoredFingerprint& b) {
    if (a.exact != 0 && a.exact == b.exact) return 1;
    if (!a.has_hashes() || !b.has_hashes()) return 0;
    std::size_t equal = 0;
    for (std::size_t i = 0; i < hashes; ++i) {
        const auto word = [&](const StoredFingerprint& print) {
            return std::span(print.minhash).subspan(4 * i, 4);
        };
        if (std::ranges::equal(word(a), word(b))) ++equal;
    }
    // One whose every hash agrees, and whose text differs all the same, is not "the same words".
    return std::min(static_cast<double>(equal) / hashes, 0.99);
}

std::set<std::int64_t> candidates(
    Connection& db, const StoredFingerprint& print, std::int64_t except
) {
    std::set<std::int64_t> found;
    for (const std::string& key : keys_of(print)) {
        Statement row = db.query(
            "SELECT comment FROM decided_parts WHERE site = ? AND part = ?"
            " ORDER BY comment DESC LIMIT ?",
            print.site,
            bytes_of(key),
            most_of_a_part
        );
        while (row.step()) found.insert(row.integer());
    }
    found.erase(except);
    return found;
}

}  // namespace

void remember_decided(Connection& db, std::int64_t comment) {
    const auto print = fingerprint_of(db, comment);
    if (!print) return;
    for (const std::string& key : keys_of(*print)) {
        db.run(
            "INSERT OR IGNORE INTO decided_parts (site, part, comment) VALUES (?, ?, ?)",
            print->site,
            bytes_of(key),
            comment
        );
    }
}

void forget_decided(Connection& db, std::int64_t comment) {
    db.run("DELETE FROM decided_parts WHERE comment = ?", comment);
}

std::vector<SimilarDecision> similar_decisions(
    Connection& db, std::int64_t comment, std::size_t most
) {
    const auto print = fingerprint_of(db, comment);
    if (!print) return {};
    std::vector<std::pair<double, std::int64_t>> ranked;
    for (const std::int64_t other : candidates(db, *print, comment)) {
        const auto of_other = fingerprint_of(db, other);
        const double alike = of_other ? similarity(*print, *of_other) : 0;
        if (alike >= least_similarity) ranked.emplace_back(alike, other);
    }
    std::ranges::sort(ranked, std::greater{});
    std::vector<SimilarDecision> found;
    for (const auto& [alike, other] : ranked) {
        if (found.size() == most) break;
        auto decision = decision_in_force(db, other);
        const bool of_a_person = decision && decision->record.actor == Actor::moderator &&
                                 decision->record.judgement != Judgement::escalate;
        auto shown = of_a_person ? card_comment(db, other) : std::nullopt;
        if (shown) found.push_back({*std::move(shown), alike, std::move(decision->record)});
    }
    return found;
}

}  // namespace chaffinch::store::sqlite
