// Writing and reading of stored verdicts.
//
// Fractional numbers are JSON strings in the shortest form that reads back exactly: the number
// parser of Boost.JSON 1.81 is off by one unit in the last place for 8 % of all doubles (measured;
// later versions have a precise mode).

#include "server/store/sqlite/verdict_json.h"

#include <boost/json.hpp>

#include <array>
#include <charconv>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <optional>

namespace chaffinch::store::sqlite {

namespace json = boost::json;

namespace {

json::string number(double value) {
    if (std::isnan(value)) value = 0;
    if (std::isinf(value)) value = std::copysign(std::numeric_limits<double>::max(), value);
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return json::string(text.data(), end);
}

json::string text_of(std::string_view text) {
    return json::string(text.data(), text.size());
}

json::array encode(const std::vector<Span>& spans) {
    json::array list;
    for (const Span& span : spans) {
        list.push_back(json::array{text_of(name(span.field)), span.begin, span.end});
    }
    return list;
}

json::array encode(const std::vector<Term>& terms) {
    json::array list;
    for (const Term& term : terms) {
        json::object object;
        object["term"] = text_of(term.term);
        object["weight"] = number(term.weight);
        if (!term.spans.empty()) object["spans"] = encode(term.spans);
        list.push_back(std::move(object));
    }
    return list;
}

json::array encode(const std::vector<NeutralisedTerm>& terms) {
    json::array list;
    for (const NeutralisedTerm& term : terms) {
        json::object object;
        object["term"] = text_of(term.term);
        object["from"] = number(term.from);
        object["to"] = number(term.to);
        object["why"] = text_of(term.why);
        list.push_back(std::move(object));
    }
    return list;
}

json::object encode(const Signal& signal) {
    json::object object;
    object["name"] = text_of(signal.name);
    object["rev"] = signal.rev;
    object["source"] = text_of(name(signal.source));
    object["reason"] = text_of(code(signal.reason));
    object["weight"] = number(signal.weight);
    object["action"] = text_of(name(signal.action));
    if (!signal.group.empty()) object["group"] = text_of(signal.group);
    if (signal.group_cap != 0) object["group_cap"] = number(signal.group_cap);
    if (signal.group_floor != 0) object["group_floor"] = number(signal.group_floor);
    if (signal.shadow) object["shadow"] = true;
    if (!signal.explanation.empty()) object["explanation"] = text_of(signal.explanation);
    if (!signal.spans.empty()) object["spans"] = encode(signal.spans);
    if (!signal.terms.empty()) object["terms"] = encode(signal.terms);
    if (!signal.neutralised.empty()) object["neutralised"] = encode(signal.neutralised);
    if (signal.probability != Signal{}.probability) {
        object["probability"] = number(signal.probability);
    }
    return object;
}

/// Reads one JSON object member by member; remembers whether anything had a wrong shape, so that
/// the caller asks once.
class Reader {
  public:
    [[nodiscard]] bool failed() const { return failed_; }

    void read(const json::object& object, std::string_view key, std::string& into) {
        const json::value* value = object.if_contains({key.data(), key.size()});
        if (value == nullptr) return;
        if (const json::string* text = value->if_string()) {
            into.assign(text->data(), text->size());
        } else {
            failed_ = true;
        }
    }

    void read(const json::object& object, std::string_view key, bool& into) {
        const json::value* value = object.if_contains({key.data(), key.size()});
        if (value == nullptr) return;
        const bool* boolean = value->if_bool();
        if (boolean == nullptr)
            failed_ = true;
        else
            into = *boolean;
    }

    void read(const json::object& object, std::string_view key, double& into) {
        std::string text;
        read(object, key, text);
        if (text.empty()) return;
        const char* end = text.data() + text.size();
        const auto [stop, problem] = std::from_chars(text.data(), end, into);
        if (problem != std::errc{} || stop != end || !std::isfinite(into)) failed_ = true;
    }

    template <class Integer>
    Integer integer(const json::value& value) {
        json::error_code failure;
        const auto number = value.to_number<Integer>(failure);
        if (failure) failed_ = true;
        return failure ? Integer{} : number;
    }

    void read(const json::object& object, std::string_view key, int& into) {
        const json::value* value = object.if_contains({key.data(), key.size()});
        if (value != nullptr) into = integer<int>(*value);
    }

    template <class Enum>
    void read(
        const json::object& object,
        std::string_view key,
        Enum& into,
        std::initializer_list<Enum> all
    ) {
        std::string word;
        read(object, key, word);
        if (!word.empty()) match(word, into, all);
    }

    void read(const json::object& object, std::string_view key, Reason& into) {
        std::string word;
        read(object, key, word);
        const auto reason = reason_from_code(word);
        if (word.empty()) return;
        if (reason)
            into = *reason;
        else
            failed_ = true;
    }

    void read(const json::object& object, std::string_view key, std::vector<Span>& into) {
        for (const json::value& value : list(object, key)) {
            const json::array* span = value.if_array();
            if (span == nullptr || span->size() != 3 || !(*span)[0].is_string()) {
                failed_ = true;
                continue;
            }
            const json::string& field = (*span)[0].get_string();
            Span read_span;
            match(
                {field.data(), field.size()},
                read_span.field,
                {Field::text,
                 Field::author_name,
                 Field::author_email,
                 Field::author_url,
                 Field::article}
            );
            read_span.begin = integer<std::uint32_t>((*span)[1]);
            read_span.end = integer<std::uint32_t>((*span)[2]);
            into.push_back(read_span);
        }
    }

    /// The objects of a list; others count as a failure and are passed over.
    std::vector<const json::object*> objects(const json::object& object, std::string_view key) {
        std::vector<const json::object*> found;
        for (const json::value& value : list(object, key)) {
            if (const json::object* member = value.if_object())
                found.push_back(member);
            else
                failed_ = true;
        }
        return found;
    }

  private:
    const json::array& list(const json::object& object, std::string_view key) {
        static const json::array none;
        const json::value* value = object.if_contains({key.data(), key.size()});
        if (value == nullptr) return none;
        if (const json::array* array = value->if_array()) return *array;
        failed_ = true;
        return none;
    }

    template <class Enum>
    void match(std::string_view word, Enum& into, std::initializer_list<Enum> all) {
        for (const Enum value : all) {
            if (name(value) == word) {
                into = value;
                return;
            }
        }
        failed_ = true;
    }

    bool failed_ = false;
};

Term read_term(Reader& reader, const json::object& object) {
    Term term;
    reader.read(object, "term", term.term);
    reader.read(object, "weight", term.weight);
    reader.read(object, "spans", term.spans);
    return term;
}

NeutralisedTerm read_neutralised(Reader& reader, const json::object& object) {
    NeutralisedTerm term;
    reader.read(object, "term", term.term);
    reader.read(object, "from", term.from);
    reader.read(object, "to", term.to);
    reader.read(object, "why", term.why);
    return term;
}

Signal read_signal(Reader& reader, const json::object& object) {
    using enum Action;
    using enum SignalSource;
    Signal signal;
    reader.read(object, "name", signal.name);
    reader.read(object, "rev", signal.rev);
    reader.read(object, "source", signal.source, {rule, composite, detector, classifier, policy});
    reader.read(object, "reason", signal.reason);
    reader.read(object, "weight", signal.weight);
    reader.read(object, "action", signal.action, {score, note, allow, hold, reject, escalate});
    reader.read(object, "group", signal.group);
    reader.read(object, "group_cap", signal.group_cap);
    reader.read(object, "group_floor", signal.group_floor);
    reader.read(object, "shadow", signal.shadow);
    reader.read(object, "explanation", signal.explanation);
    reader.read(object, "spans", signal.spans);
    for (const auto* term : reader.objects(object, "terms")) {
        signal.terms.push_back(read_term(reader, *term));
    }
    for (const auto* term : reader.objects(object, "neutralised")) {
        signal.neutralised.push_back(read_neutralised(reader, *term));
    }
    reader.read(object, "probability", signal.probability);
    return signal;
}

Verdict read_verdict(Reader& reader, const json::object& object) {
    Verdict verdict;
    reader.read(
        object, "outcome", verdict.outcome, {Outcome::approve, Outcome::hold, Outcome::reject}
    );
    reader.read(object, "escalated", verdict.escalated);
    reader.read(object, "discard", verdict.discard);
    reader.read(object, "score", verdict.score);
    for (const auto* entry : reader.objects(object, "reasons")) {
        ReasonScore reason;
        reader.read(*entry, "code", reason.reason);
        reader.read(*entry, "score", reason.score);
        verdict.reasons.push_back(reason);
    }
    for (const auto* signal : reader.objects(object, "signals")) {
        verdict.signals.push_back(read_signal(reader, *signal));
    }
    reader.read(object, "rules", verdict.provenance.rules);
    reader.read(object, "model", verdict.provenance.model);
    reader.read(object, "policy", verdict.provenance.policy);
    return verdict;
}

}  // namespace

std::string encode_verdict(const Verdict& verdict) {
    json::object object;
    object["outcome"] = text_of(name(verdict.outcome));
    object["escalated"] = verdict.escalated;
    object["discard"] = verdict.discard;
    object["score"] = number(verdict.score);
    json::array reasons;
    for (const ReasonScore& entry : verdict.reasons) {
        json::object reason;
        reason["code"] = text_of(code(entry.reason));
        reason["score"] = number(entry.score);
        reasons.push_back(std::move(reason));
    }
    object["reasons"] = std::move(reasons);
    json::array signals;
    for (const Signal& signal : verdict.signals) signals.push_back(encode(signal));
    object["signals"] = std::move(signals);
    object["rules"] = text_of(verdict.provenance.rules);
    object["model"] = text_of(verdict.provenance.model);
    object["policy"] = text_of(verdict.provenance.policy);
    return json::serialize(object);
}

Result<Verdict> decode_verdict(std::string_view text) {
    json::parse_options options;
    options.max_depth = 8;
    options.allow_invalid_utf8 = true;
    json::error_code failure;
    const json::value value =
        json::parse(json::string_view(text.data(), text.size()), failure, {}, options);
    const json::object* object = failure ? nullptr : value.if_object();
    if (object == nullptr) return Error{Errc::malformed, "a stored verdict is not a JSON object"};
    Reader reader;
    Verdict verdict = read_verdict(reader, *object);
    if (reader.failed()) return Error{Errc::malformed, "a stored verdict has a wrong member"};
    return verdict;
}

}  // namespace chaffinch::store::sqlite
