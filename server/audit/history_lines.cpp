// One table of members serves JSON's readers and the columns of the CSV.

#include "server/audit/history_lines.h"

#include <boost/json.hpp>

namespace chaffinch::audit {

namespace json = boost::json;

namespace {

json::string text_of(std::string_view text) {
    return json::string(text.data(), text.size());
}

json::value text_or_null(std::string_view text) {
    if (text.empty()) return nullptr;
    return text_of(text);
}

json::object decided(const DecisionRecord& decision) {
    json::object out;
    out["decision"] = text_of(decision.id.value);
    out["act"] = text_of(name(decision.act));
    out["actor"] = text_of(name(decision.actor));
    out["moderator"] = text_or_null(decision.moderator_login);
    out["judgement"] = text_of(name(decision.judgement));
    out["reason"] = text_or_null(decision.reason == Reason::none ? "" : code(decision.reason));
    out["note"] = text_or_null(decision.note);
    out["status_before"] = text_of(name(decision.from));
    out["status_after"] = text_of(name(decision.to));
    out["version"] = decision.version_after;
    out["at"] = text_of(to_rfc3339(decision.at));
    return out;
}

json::array codes_of(const std::vector<Reason>& reasons) {
    json::array out;
    for (const Reason reason : reasons) out.push_back(text_of(code(reason)));
    return out;
}

json::array names_of(const std::vector<Evidence>& evidence) {
    json::array out;
    for (const Evidence& each : evidence) {
        out.push_back(json::object{{"name", text_of(each.name)}, {"rev", each.rev}});
    }
    return out;
}

/// A member as a cell: lists are joined by a space.
std::string cell(const json::value& value) {
    if (const json::string* text = value.if_string()) return {text->data(), text->size()};
    if (value.is_null()) return {};
    const json::array* list = value.if_array();
    if (list == nullptr) return json::serialize(value);
    std::string joined;
    for (const json::value& item : *list) {
        if (!joined.empty()) joined += ' ';
        joined += cell(item.is_object() ? item.as_object().at("name") : item);
    }
    return joined;
}

}  // namespace

json::object to_json(const Statement& statement) {
    const store::HistoryEntry& entry = statement.entry;
    json::object out{{"puid", text_of(statement.puid)}};
    out["site"] = text_of(entry.decision.site.value);
    out["comment"] = text_of(entry.decision.comment.value);
    out["external_id"] = text_or_null(entry.external_id);
    out["article"] = text_of(entry.article.value);
    out["content_date"] = text_of(to_rfc3339(entry.content_at));
    out["content_language"] = text_or_null(entry.language);
    for (auto& [name, value] : decided(entry.decision)) out[name] = std::move(value);
    const auto& undone_at = entry.decision.undone_at;
    out["undone_at"] = undone_at ? json::value(text_of(to_rfc3339(*undone_at))) : nullptr;
    out["undone_by"] = text_or_null(entry.undone_by_login);
    out["automated_detection"] = statement.automated_detection;
    out["automated_decision"] = text_of(name(statement.automation));
    out["ground"] = text_of(name(statement.ground));
    out["facts"] = text_of(statement.facts);
    out["detected_reasons"] = codes_of(statement.detected);
    out["evidence"] = names_of(statement.evidence);
    out["rules_version"] = text_of(entry.verdict.provenance.rules);
    out["model_version"] = text_of(entry.verdict.provenance.model);
    out["policy_version"] = text_of(entry.verdict.provenance.policy);
    out["ms_to_decide"] = statement.ms_to_decide;
    return out;
}

std::string ndjson_line(const Statement& statement) {
    return json::serialize(to_json(statement)) + "\n";
}

std::string csv_field(std::string_view text) {
    constexpr std::string_view formula_starts = "=+-@\t\r";
    std::string field = "\"";
    if (!text.empty() && formula_starts.find(text.front()) != std::string_view::npos) field += '\'';
    for (const char c : text) {
        if (c == '"') field += '"';
        field += c == '\0' ? ' ' : c;
    }
    return field + '"';
}

std::string csv_head() {
    std::string line;
    for (const auto& [name, value] : to_json({})) {
        line += (line.empty() ? "" : ",") + csv_field({name.data(), name.size()});
    }
    return line + "\r\n";
}

std::string csv_line(const Statement& statement) {
    std::string line;
    for (const auto& [name, value] : to_json(statement)) {
        line += (line.empty() ? "" : ",") + csv_field(cell(value));
    }
    return line + "\r\n";
}

}  // namespace chaffinch::audit
