// The tables of keys.

#include "engine/rules/schema.h"

namespace chaffinch::rules {

namespace {

extern const Object condition;
extern const Object overlay_entry;

const Key group_keys[] = {
    {"cap", Shape::number, false, nullptr, "the group's sum counts for no more than this"},
    {"floor",
     Shape::number,
     false,
     nullptr,
     "the group's sum counts for no less than this (negative)"},
};
const Object group{"a group", group_keys};

const Key ruleset_keys[] = {
    {"id", Shape::name, true, nullptr, "name of the rule set"},
    {"version", Shape::integer, true, nullptr, "number of this version"},
    {"schema", Shape::integer, true, nullptr, "version of the rule language: 1"},
};
const Object ruleset{"`ruleset`", ruleset_keys};

const Key scope_keys[] = {
    {"lang", Shape::words, false, nullptr, "only texts in these languages (or too short to tell)"},
    {"sections",
     Shape::words,
     false,
     nullptr,
     "only below articles of these sections (or unknown ones)"},
    {"sensitivity",
     Shape::words,
     false,
     nullptr,
     "only below articles of this sensitivity (or unknown ones)"},
};
const Object scope{"`scope`", scope_keys};

const Key exempt_keys[] = {
    {"approved_gte",
     Shape::integer,
     false,
     nullptr,
     "authors with at least so many published comments"},
    {"trusted", Shape::boolean, false, nullptr, "authors that a moderator marked as trusted"},
    {"logged_in", Shape::boolean, false, nullptr, "authors whom the site knows"},
};
const Object exempt{"`exempt`", exempt_keys};

const Key test_keys[] = {
    {"text", Shape::text, false, nullptr, "the comment"},
    {"format", Shape::text, false, nullptr, "plain (default), markdown or html"},
    {"lang", Shape::text, false, nullptr, "language the site claims"},
    {"author", Shape::any_fields, false, nullptr, "name, email, url, ip, id, and author.* fields"},
    {"article",
     Shape::any_fields,
     false,
     nullptr,
     "id, title, text, section, lang, sensitivity, and article.* fields"},
    {"thread", Shape::any_fields, false, nullptr, "thread.* fields"},
    {"rate", Shape::any_fields, false, nullptr, "rate.* fields"},
    {"form", Shape::any_fields, false, nullptr, "form.* fields"},
    {"edit", Shape::any_fields, false, nullptr, "edit.* fields"},
    {"classifier", Shape::any_fields, false, nullptr, "classifier.* fields"},
    {"hit", Shape::hits, false, nullptr, "signals that are there already"},
};
const Object test{"a test", test_keys};

const Key condition_keys[] = {
    {"all", Shape::condition, false, &condition, "all of these hold"},
    {"any", Shape::condition, false, &condition, "one of these holds"},
    {"not", Shape::condition, false, &condition, "this does not hold"},
    {"at_least", Shape::at_least, false, nullptr, "how many of `of` must hold"},
    {"of", Shape::condition, false, &condition, "the conditions that at_least counts"},
    {"hit", Shape::hits, false, nullptr, "another rule has fired (several: one of them)"},
    {"field", Shape::field, false, nullptr, "what to look at"},
    {"words", Shape::words, false, nullptr, "one of these whole words occurs"},
    {"phrases", Shape::words, false, nullptr, "one of these phrases occurs"},
    {"re", Shape::text, false, nullptr, "this RE2 pattern matches"},
    {"contains",
     Shape::words,
     false,
     nullptr,
     "one of these pieces of text occurs, inside words too"},
    {"starts", Shape::words, false, nullptr, "starts with one of these"},
    {"ends", Shape::words, false, nullptr, "ends with one of these"},
    {"equals", Shape::words, false, nullptr, "is one of these"},
    {"in_words", Shape::words, false, nullptr, "is, or contains, one of these words or hosts"},
    {"in_list", Shape::name, false, nullptr, "is, or contains, an entry of this list"},
    {"list", Shape::name, false, nullptr, "the list for links.all_in_list"},
    {"is", Shape::boolean, false, nullptr, "true or false"},
    {"gte", Shape::number, false, nullptr, "at least"},
    {"lte", Shape::number, false, nullptr, "at most"},
    {"gt", Shape::number, false, nullptr, "more than"},
    {"lt", Shape::number, false, nullptr, "less than"},
    {"between", Shape::pair, false, nullptr, "[from, to], both included"},
    {"missing", Shape::boolean, false, nullptr, "true: nobody knows this value"},
};
const Object condition{"a condition", condition_keys};

const Key rule_keys[] = {
    {"id", Shape::id, true, nullptr, "name for ever: renaming makes a new rule"},
    {"rev", Shape::integer, false, nullptr, "raised with every change of meaning; 1 when left out"},
    {"description",
     Shape::text,
     false,
     nullptr,
     "one line for moderators; {match} stands for the text found"},
    {"reason", Shape::reason, false, nullptr, "reason code shown to the author"},
    {"score", Shape::number, false, nullptr, "log-odds points, positive against the comment"},
    {"action", Shape::action, false, nullptr, "note, allow, hold, reject or escalate"},
    {"group", Shape::name, false, nullptr, "group whose cap and floor apply"},
    {"mode",
     Shape::mode,
     false,
     nullptr,
     "off, shadow or on; shadow when left out, so that a new rule is watched first"},
    {"scope", Shape::object, false, &scope, "where the rule applies"},
    {"exempt", Shape::object, false, &exempt, "whom the rule spares"},
    {"expires", Shape::date, false, nullptr, "last day on which the rule acts"},
    {"owner", Shape::text, false, nullptr, "who answers for the rule"},
    {"added", Shape::date, false, nullptr, "since when it exists"},
    {"confirm_broad",
     Shape::boolean,
     false,
     nullptr,
     "true: it is meant to match very many comments"},
    {"when", Shape::condition, true, &condition, "the condition"},
    {"tests", Shape::tests, true, &test, "comments that must match and must not"},
};
const Object rule{"a rule", rule_keys};

const Key composite_keys[] = {
    {"id", Shape::id, true, nullptr, "name for ever"},
    {"rev", Shape::integer, false, nullptr, "raised with every change of meaning"},
    {"description", Shape::text, false, nullptr, "one line for moderators"},
    {"reason", Shape::reason, false, nullptr, "reason code; that of its first part when left out"},
    {"score", Shape::number, false, nullptr, "log-odds points"},
    {"action", Shape::action, false, nullptr, "note, allow, hold, reject or escalate"},
    {"group", Shape::name, false, nullptr, "group whose cap and floor apply"},
    {"mode", Shape::mode, false, nullptr, "off, shadow or on; shadow when left out"},
    {"scope", Shape::object, false, &scope, "where it applies"},
    {"exempt", Shape::object, false, &exempt, "whom it spares"},
    {"expires", Shape::date, false, nullptr, "last day on which it acts"},
    {"owner", Shape::text, false, nullptr, "who answers for it"},
    {"added", Shape::date, false, nullptr, "since when it exists"},
    {"when", Shape::condition, true, &condition, "the condition, mostly of `hit`"},
    {"absorb", Shape::boolean, false, nullptr, "true: replaces the scores of the rules it names"},
    {"tests", Shape::tests, false, &test, "comments that must match and must not"},
};
const Object composite{"a composite", composite_keys};

const Key overlay_entry_keys[] = {
    {"rev",
     Shape::integer,
     false,
     nullptr,
     "the rev this change was made for; a warning when it moved on"},
    {"score", Shape::number, false, nullptr, "another score"},
    {"mode", Shape::mode, false, nullptr, "another mode"},
    {"exempt", Shape::object, false, &exempt, "whom the rule spares here"},
    {"why", Shape::text, false, nullptr, "a note for colleagues"},
};
const Object overlay_entry{"an overlay entry", overlay_entry_keys};

const Key file_keys[] = {
    {"ruleset", Shape::object, false, &ruleset, "name and version; in exactly one file"},
    {"lists", Shape::list, false, nullptr, "named lists of words or hosts"},
    {"groups", Shape::named, false, &group, "groups of rules whose sum is bounded"},
    {"rules", Shape::objects, false, &rule, "the rules"},
    {"composites", Shape::objects, false, &composite, "rules about rules"},
    {"overlay", Shape::overlaid, false, &overlay_entry, "a site's changes of shipped rules, by id"},
};
const Object file{"a rule file", file_keys};

}  // namespace

const Object& file_object() {
    return file;
}

const Object& rule_object() {
    return rule;
}

const Object& composite_object() {
    return composite;
}

const Object& condition_object() {
    return condition;
}

const Object& test_object() {
    return test;
}

}  // namespace chaffinch::rules
