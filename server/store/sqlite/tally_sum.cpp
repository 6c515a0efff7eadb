// What new comments and decisions add to the counts.

#include "server/store/sqlite/comment_rows.h"
#include "server/store/sqlite/decision_rows.h"
#include "server/store/sqlite/tally_rows.h"
#include "server/store/sqlite/verdict_json.h"

#include <algorithm>
#include <chrono>

namespace chaffinch::store::sqlite {

namespace {

template <class Length>
Timestamp begin_of(Timestamp at) {
    return std::chrono::floor<Length>(at);
}

bool is_rule(const Signal& signal) {
    return signal.source == SignalSource::rule || signal.source == SignalSource::composite;
}

/// What a rule wants of a comment; nullopt when it only notes something.
std::optional<Judgement> wish_of(const Signal& signal) {
    switch (signal.action) {
        case Action::hold:
        case Action::reject:
        case Action::escalate:
            return Judgement::reject;
        case Action::allow:
            return Judgement::approve;
        case Action::note:
            return std::nullopt;
        case Action::score:
            break;
    }
    if (signal.weight > 0) return Judgement::reject;
    if (signal.weight < 0) return Judgement::approve;
    return std::nullopt;
}

class Summing {
  public:
    Summing(Connection& db, TallySum& sum) : db_(db), sum_(sum) {}

    void add_comment(std::int64_t site, Timestamp at, const Verdict& verdict) {
        const Timestamp hour = begin_of<std::chrono::hours>(at);
        const Timestamp day = begin_of<std::chrono::days>(at);
        add(site, Measure::outcome, hour, std::string(name(verdict.outcome)), 1);
        if (verdict.escalated) add(site, Measure::outcome, hour, "escalated", 1);
        add(site, Measure::score, day, std::to_string(score_bucket(verdict.score)), 1);
        for (const Signal& signal : verdict.signals) {
            if (!is_rule(signal)) continue;
            TallySum::OfRule& rule = sum_.rules[{site, signal.name}];
            ++(signal.shadow ? rule.shadow_hits : rule.hits);
            rule.last_hit = std::max(rule.last_hit.value_or(at), at);
            add(site, Measure::rule, day, signal.name, 1);
        }
    }

    /// `sign`: 1 for a decision, -1 for one that was taken back.
    void add_decision(std::int64_t pk, const DecisionRecord& decision, int sign) {
        const auto comment = find_comment_row(db_, decision.comment);
        if (!comment) return;
        const std::int64_t site = comment->site;
        const Verdict& verdict = comment->record.verdict;
        const std::string judged(name(decision.judgement));
        const Timestamp day = begin_of<std::chrono::days>(decision.at);
        add(site, Measure::judgement, begin_of<std::chrono::hours>(decision.at), judged, sign);
        add(site, Measure::opinion, day, std::string(name(verdict.outcome)) + ":" + judged, sign);
        add(site, Measure::moderator, day, decision.moderator_login, sign);
        if (decision.judgement == Judgement::escalate) return;

        const std::string bucket = std::to_string(score_bucket(verdict.score));
        add(site, Measure::judged_score, day, bucket + ":" + judged, sign);
        compare_with_earlier(site, pk, comment->pk, decision, sign);
        if (decision.from == Status::held && !was_decided(comment->pk, pk)) {
            const std::chrono::duration<double> waited = decision.at - comment->record.created_at;
            add(site, Measure::wait, day, std::to_string(wait_bucket(waited.count())), sign);
        }
        for (const Signal& signal : verdict.signals) {
            const auto wish = is_rule(signal) ? wish_of(signal) : std::nullopt;
            if (!wish) continue;
            TallySum::OfRule& rule = sum_.rules[{site, signal.name}];
            (*wish == decision.judgement ? rule.upheld : rule.overturned) += sign;
        }
    }

    /// Somebody took another's decision back: that is an opinion too.
    void add_overruling(const DecisionRecord& decision, Timestamp at) {
        const auto comment = find_comment_row(db_, decision.comment);
        if (!comment) return;
        const Timestamp day = begin_of<std::chrono::days>(at);
        add(comment->site, Measure::people, day, "differ", 1);
        add(comment->site, Measure::overruled, day, decision.moderator_login, 1);
    }

  private:
    void add(
        std::int64_t site, Measure measure, Timestamp slot, std::string name, std::int64_t count
    ) {
        sum_.counts[{site, measure, slot, std::move(name)}] += count;
    }

    bool was_decided(std::int64_t comment, std::int64_t before) {
        return db_
            .query(
                "SELECT 1 FROM decisions WHERE comment = ? AND pk < ? AND actor = 'moderator'"
                " AND act = 'decision' AND judgement <> 'escalate' LIMIT 1",
                comment,
                before
            )
            .step();
    }

    void compare_with_earlier(
        std::int64_t site,
        std::int64_t pk,
        std::int64_t comment,
        const DecisionRecord& decision,
        int sign
    ) {
        Statement row = db_.query(
            "SELECT moderator, moderator_login, judgement FROM decisions WHERE comment = ?"
            " AND pk < ? AND actor = 'moderator' AND act = 'decision' AND judgement <> 'escalate'"
            " AND undone_at IS NULL ORDER BY pk DESC LIMIT 1",
            comment,
            pk
        );
        if (!row.step() || row.text() == decision.moderator.value) return;
        const std::string first = row.text();
        const bool same = row.text() == name(decision.judgement);
        const Timestamp day = begin_of<std::chrono::days>(decision.at);
        add(site, Measure::people, day, same ? "same" : "differ", sign);
        if (!same) add(site, Measure::overruled, day, first, sign);
    }

    Connection& db_;
    TallySum& sum_;
};

/// Not before `counted`, which is the newest when there is none after it.
std::int64_t newest_decision(Connection& db, std::int64_t counted) {
    Statement row =
        db.query("SELECT pk FROM decisions WHERE pk > ? ORDER BY pk DESC LIMIT 1", counted);
    return row.step() ? row.integer() : counted;
}

void sum_comments(Connection& db, TallySum& sum, Summing& summing, std::int64_t most) {
    Statement row = db.query(
        "SELECT pk, site, created_at, verdict FROM comments WHERE pk > ? ORDER BY pk LIMIT ?",
        sum.from.comment,
        most
    );
    std::int64_t read = 0;
    for (; row.step(); ++read) {
        sum.to.comment = row.integer();
        const std::int64_t site = row.integer();
        const Timestamp at = row.time();
        if (const auto verdict = decode_verdict(row.text())) {
            summing.add_comment(site, at, *verdict);
        }
    }
    sum.more = sum.more || read == most;
}

/// Row numbers of moderators' decisions in (from, to].
std::vector<std::int64_t> decisions_between(Connection& db, std::int64_t from, std::int64_t to) {
    Statement row = db.query(
        "SELECT pk FROM decisions WHERE pk > ? AND pk <= ? AND actor = 'moderator'"
        " AND act = 'decision' AND undone_at IS NULL ORDER BY pk",
        from,
        to
    );
    std::vector<std::int64_t> found;
    while (row.step()) found.push_back(row.integer());
    return found;
}

void sum_decisions(Connection& db, TallySum& sum, Summing& summing, std::int64_t most) {
    const std::int64_t newest = newest_decision(db, sum.from.decision);
    sum.to.decision = std::min(newest, sum.from.decision + most);
    sum.more = sum.more || sum.to.decision < newest;
    for (const std::int64_t pk : decisions_between(db, sum.from.decision, sum.to.decision)) {
        if (const auto decision = decision_row(db, pk)) {
            summing.add_decision(pk, decision->record, 1);
        }
    }
}

/// Who took the decision back; empty when that is not known.
std::string undone_by(Connection& db, std::int64_t decision) {
    Statement row = db.query("SELECT undone_by FROM decisions WHERE pk = ?", decision);
    return row.step() ? row.optional_text().value_or("") : "";
}

void sum_undone(Connection& db, TallySum& sum, Summing& summing, std::int64_t most) {
    {
        Statement row = db.query(
            "SELECT decision FROM tally_undone WHERE decision > 0 ORDER BY decision LIMIT ?", most
        );
        while (row.step()) sum.undone.push_back(row.integer());
    }
    sum.more = sum.more || sum.undone.size() == static_cast<std::size_t>(most);
    for (const std::int64_t pk : sum.undone) {
        const auto decision = decision_row(db, pk);
        if (!decision || decision->record.act != Act::decision) continue;
        summing.add_decision(pk, decision->record, -1);
        const std::string by = undone_by(db, pk);
        if (!by.empty() && by != decision->record.moderator.value && decision->record.undone_at) {
            summing.add_overruling(decision->record, *decision->record.undone_at);
        }
    }
}

}  // namespace

TallySum sum_up(Connection& db, std::size_t most) {
    TallySum sum;
    {
        Statement row = db.query("SELECT comment, decision FROM tally_progress WHERE only = 1");
        row.step();
        sum.from.comment = row.integer();
        sum.from.decision = row.integer();
    }
    sum.to = sum.from;
    Summing summing(db, sum);
    const auto limit = static_cast<std::int64_t>(most);
    sum_comments(db, sum, summing, limit);
    sum_decisions(db, sum, summing, limit);
    sum_undone(db, sum, summing, limit);
    return sum;
}

}  // namespace chaffinch::store::sqlite
