// One entry a line; what follows `#` at the start of a line is a comment, and the comment at the
// head says where the list comes from and under which licence: a list without that cannot be
// shipped.

#include "engine/rules/read_lists.h"

#include <algorithm>
#include <set>

namespace chaffinch::rules {

namespace {

constexpr std::size_t max_entries = 50'000;

std::string_view trimmed(std::string_view line) {
    constexpr std::string_view blank = " \t\r";
    const std::size_t begin = line.find_first_not_of(blank);
    if (begin == std::string_view::npos) return {};
    return line.substr(begin, line.find_last_not_of(blank) - begin + 1);
}

bool names(std::string_view line, std::string_view word) {
    return std::ranges::search(line, word, [](char a, char b) {
               return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
           }).begin() != line.end();
}

std::vector<std::string> read_list_file(const SourceFile& file, Diagnostics& out) {
    std::vector<std::string> entries;
    std::set<std::string_view> seen;
    bool source = false;
    bool licence = false;
    std::string_view rest = file.content;
    for (int line = 1; !rest.empty(); ++line) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view text = trimmed(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (text.starts_with('#')) {
            source = source || names(text, "source");
            licence = licence || names(text, "licence") || names(text, "license");
        } else if (!text.empty() && !seen.insert(text).second) {
            out.push_back(
                {.severity = Severity::warning,
                 .file = file.path,
                 .line = line,
                 .message = "`" + std::string(text) + "` stands here twice"}
            );
        } else if (!text.empty()) {
            entries.emplace_back(text);
        }
    }
    if (!source || !licence) {
        out.push_back(
            {.severity = Severity::warning,
             .file = file.path,
             .line = 1,
             .message = "the list does not say its source and licence",
             .hint = "start it with `# source: ...` and `# licence: ...`"}
        );
    }
    return entries;
}

/// Lists are named from the root of the rules folder, or from any folder above the file that names
/// them, so that a site's own folder is complete in itself.
const SourceFile* file_named(
    const std::string& path, std::string_view named_in, const std::vector<SourceFile>& sources
) {
    while (true) {
        const std::size_t slash = named_in.rfind('/');
        const bool at_root = slash == std::string_view::npos;
        named_in = at_root ? std::string_view{} : named_in.substr(0, slash);
        const std::string candidate = at_root ? path : std::string(named_in) + "/" + path;
        const auto found = std::ranges::find(sources, candidate, &SourceFile::path);
        if (found != sources.end()) return &*found;
        if (at_root) return nullptr;
    }
}

}  // namespace

void read_lists(
    const YamlNode& root,
    const std::vector<SourceFile>& sources,
    NamedLists& lists,
    Reporter& reporter,
    Diagnostics& out
) {
    const YamlNode* written = root.find("lists");
    if (written == nullptr) return;
    for (const auto& entry : written->entries) {
        if (const auto known = lists.find(entry.key); known != lists.end()) {
            reporter.error(
                entry.place,
                "list `" + entry.key + "` exists already",
                known->second.file + ":" + std::to_string(known->second.place.line)
            );
            continue;
        }
        NamedList list{.file = reporter.file(), .place = entry.place};
        if (const YamlNode* path = entry.value.find("file")) {
            const SourceFile* file = file_named(path->scalar, reporter.file(), sources);
            if (file == nullptr) {
                std::vector<std::string_view> known;
                for (const SourceFile& source : sources) known.push_back(source.path);
                reporter.error(
                    path->place,
                    "there is no file `" + path->scalar + "`",
                    did_you_mean(path->scalar, known)
                );
            } else {
                list.entries = read_list_file(*file, out);
            }
        } else {
            if (entry.value.kind == YamlNode::Kind::scalar) {
                list.entries.push_back(entry.value.scalar);
            }
            for (const YamlNode& item : entry.value.items) list.entries.push_back(item.scalar);
        }
        if (list.entries.size() > max_entries) {
            reporter.error(entry.place, "list has more than 50,000 entries");
            list.entries.clear();
        }
        lists.emplace(entry.key, std::move(list));
    }
}

}  // namespace chaffinch::rules
