// Writing and reading of stored verdicts.
//
// Fractional numbers are JSON strings in the shortest form that reads back exactly: the number
// parser of Boost.JSON 1.81 is off by one unit in the last place for 8 % of all doubles (measured;
// later versions have a precise mode).

#include "server/store/sqlite/verdict_json.h"

#include "server/store/sqlite/json_text.h"

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

/// The shortest text that reads back as the same number.
class Number {
  public:
    explicit Number(double value) {
        if (std::isnan(value)) value = 0;
        if (std::isinf(value)) value = std::copysign(std::numeric_limits<double>::max(), value);
        end_ = std::to_chars(text_.data(), text_.data() + text_.size(), value).ptr;
    }

    [[nodiscard]] std::string_view text() const { return {text_.data(), end_}; }

  private:
    std::array<char, 32> text_{};
    const char* end_ = nullptr;
};

void write_number(JsonText& json, std::string_view key, double value) {
    json.member(key, Number(value).text());
}

void write_spans(JsonText& json, const std::vector<Span>& spans) {
    if (spans.empty()) return;
    json.name("spans");
    json.begin_array();
    for (const Span& span : spans) {
        json.begin_array();
        json.value(name(span.field));
        json.value(std::int64_t{span.begin});
        json.value(std::int64_t{span.end});
        json.end_array();
    }
    json.end_array();
}

void write_terms(JsonText& json, const std::vector<Term>& terms) {
    if (terms.empty()) return;
    json.name("terms");
    json.begin_array();
    for (const Term& term : terms) {
        json.begin_object();
        json.member("term", std::string_view(term.term));
        write_number(json, "weight", term.weight);
        write_spans(json, term.spans);
        json.end_object();
    }
    json.end_array();
}

void write_neutralised(JsonText& json, const std::vector<NeutralisedTerm>& terms) {
    if (terms.empty()) return;
    json.name("neutralised");
    json.begin_array();
    for (const NeutralisedTerm& term : terms) {
        json.begin_object();
        json.member("term", std::string_view(term.term));
        write_number(json, "from", term.from);
        write_number(json, "to", term.to);
        json.member("why", std::string_view(term.why));
        json.end_object();
    }
    json.end_array();
}

void write_signal(JsonText& json, const Signal& signal) {
    json.begin_object();
    json.member("name", std::string_view(signal.name));
    json.member("rev", std::int64_t{signal.rev});
    json.member("source", name(signal.source));
    json.member("reason", code(signal.reason));
    write_number(json, "weight", signal.weight);
    json.member("action", name(signal.action));
    if (!signal.group.empty()) json.member("group", std::string_view(signal.group));
    if (signal.group_cap != 0) write_number(json, "group_cap", signal.group_cap);
    if (signal.group_floor != 0) write_number(json, "group_floor", signal.group_floor);
    if (signal.shadow) json.member("shadow", true);
    if (!signal.explanation.empty()) {
        json.member("explanation", std::string_view(signal.explanation));
    }
    write_spans(json, signal.spans);
    write_terms(json, signal.terms);
    write_neutralised(json, signal.neutralised);
    if (signal.probability != Signal{}.probability) {
        write_number(json, "probability", signal.probability);
    }
    json.end_object();
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
    JsonText json;
    json.begin_object();
    json.member("outcome", name(verdict.outcome));
    json.member("escalated", verdict.escalated);
    json.member("discard", verdict.discard);
    write_number(json, "score", verdict.score);
    json.name("reasons");
    json.begin_array();
    for (const ReasonScore& entry : verdict.reasons) {
        json.begin_object();
        json.member("code", code(entry.reason));
        write_number(json, "score", entry.score);
        json.end_object();
    }
    json.end_array();
    json.name("signals");
    json.begin_array();
    for (const Signal& signal : verdict.signals) write_signal(json, signal);
    json.end_array();
    json.member("rules", std::string_view(verdict.provenance.rules));
    json.member("model", std::string_view(verdict.provenance.model));
    json.member("policy", std::string_view(verdict.provenance.policy));
    json.end_object();
    return json.take();
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
