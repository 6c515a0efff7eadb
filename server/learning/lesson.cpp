// From a ledger row to a lesson.

#include "server/learning/lesson.h"

#include "engine/classifier/arithmetic.h"
#include "engine/context/relate.h"
#include "engine/text/document.h"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace chaffinch::learning {

namespace {

constexpr std::size_t most_hosts = 8;

/// The label of the shipped models that speaks for a kind of lesson.
std::string_view model_label(TrainingLabel label) {
    return label == TrainingLabel::spam ? "spam" : "toxic";
}

/// Private and local addresses (RFC 1918, 4193, 6598, 3927) are those of a proxy that hides the
/// reader's: all readers share them, so they say nothing of one sender.
bool is_shared(const boost::asio::ip::address& address) {
    if (address.is_v6()) {
        const auto bytes = address.to_v6().to_bytes();
        return address.is_loopback() || address.is_unspecified() || (bytes[0] & 0xFEU) == 0xFCU ||
               (bytes[0] == 0xFE && (bytes[1] & 0xC0U) == 0x80U);
    }

    struct Block {
        std::uint32_t network;
        unsigned bits;
    };

    constexpr std::array<Block, 7> shared{{
        {0x00000000, 8},
        {0x0A000000, 8},
        {0x64400000, 10},
        {0x7F000000, 8},
        {0xA9FE0000, 16},
        {0xAC100000, 12},
        {0xC0A80000, 16},
    }};
    const std::uint32_t value = address.to_v4().to_uint();
    return std::ranges::any_of(shared, [value](const Block& block) {
        return (value ^ block.network) >> (32U - block.bits) == 0;
    });
}

/// The /24 or /64 (RFC 6177: at least what one subscriber is given); empty when it says nothing.
std::string network_of(const std::string& text) {
    namespace ip = boost::asio::ip;
    boost::system::error_code failure;
    ip::address address = ip::make_address(text, failure);
    if (failure) return {};
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        address = ip::make_address_v4(ip::v4_mapped, address.to_v6());
    }
    if (is_shared(address)) return {};
    if (address.is_v4()) {
        return ip::address_v4(address.to_v4().to_uint() & 0xFFFFFF00U).to_string();
    }
    auto bytes = address.to_v6().to_bytes();
    std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    return ip::address_v6(bytes).to_string();
}

/// The probability that the classifier had given to the answer; nullopt when it had none.
std::optional<double> foretold(const Verdict& verdict, TrainingLabel label, bool positive) {
    const std::string name = "classifier." + std::string(model_label(label));
    const auto signal = std::ranges::find(verdict.signals, name, &Signal::name);
    if (signal == verdict.signals.end()) return std::nullopt;
    return positive ? signal->probability : 1 - signal->probability;
}

std::vector<std::string> hosts_of(const text::Document& document) {
    std::vector<std::string> hosts;
    for (const text::Link& link : document.links) {
        if (hosts.size() == most_hosts) break;
        if (link.host.empty() || std::ranges::find(hosts, link.host) != hosts.end()) continue;
        hosts.push_back(link.host);
    }
    return hosts;
}

std::vector<std::string_view> rule_hits(const Verdict& verdict) {
    std::vector<std::string_view> names;
    for (const Signal& signal : verdict.signals) {
        if (signal.source == SignalSource::rule) names.emplace_back(signal.name);
    }
    return names;
}

LessonFacts facts_of(
    const TrainingEvent& event, const CommentRecord& record, const text::Document& document
) {
    const Author& author = record.comment.author;
    LessonFacts facts;
    facts.sequence = event.sequence;
    facts.event = event.id;
    facts.label = event.label;
    facts.positive = event.positive;
    facts.day = std::chrono::floor<std::chrono::days>(event.at);
    facts.moderator = event.moderator.value;
    facts.author =
        author.id ? "id:" + author.id->value : (author.email.empty() ? "" : "mail:" + author.email);
    facts.network = network_of(author.ip);
    facts.hosts = hosts_of(document);
    if (const auto chance = foretold(record.verdict, event.label, event.positive)) {
        facts.already_right = *chance >= sure;
        facts.stance = stance_of(*chance);
    }
    facts.held = record.verdict.outcome != Outcome::approve;
    return facts;
}

}  // namespace

Stance stance_of(double foretold) {
    const double surely = classifier::sigmoid(classifier::hold_points);
    if (foretold >= surely) return Stance::same;
    return foretold <= 1 - surely ? Stance::opposite : Stance::unsure;
}

Lesson lesson_of(
    const store::LedgerEntry& entry,
    const std::vector<std::shared_ptr<const classifier::Model>>& models,
    context::ProfileCache& profiles,
    classifier::HashKey key
) {
    const CommentRecord& record = entry.record;
    Facts facts;
    facts.article = entry.article;
    const text::Document document = text::analyze(record.comment);
    const context::Relation relation =
        context::relate(document, profiles.profile_of(facts.article.get()), facts);
    const classifier::Classifier shipped(models, nullptr, nullptr);
    Lesson lesson;
    lesson.example = shipped.example(
        record.comment,
        document,
        relation,
        rule_hits(record.verdict),
        model_label(entry.event.label)
    );
    lesson.example.features = classifier::rekeyed(std::move(lesson.example.features), key);
    lesson.example.event_id = entry.event.id;
    lesson.example.positive = entry.event.positive;
    lesson.facts = facts_of(entry.event, record, document);
    return lesson;
}

}  // namespace chaffinch::learning
