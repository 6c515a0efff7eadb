// Comment text stays text in the browser: our scripts have no way to turn a string into markup or
// code, and our pages have no inline script or style that would need a weaker
// Content-Security-Policy.

#include "tests/architecture/source_tree.h"

#include <gmock/gmock.h>

#include <regex>
#include <string>
#include <vector>

namespace chaffinch::architecture {
namespace {

std::vector<std::string> script_faults(const std::vector<SourceFile>& files) {
    static const std::regex sink(
        R"(\b(innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|createContextualFragment|srcdoc)\b)"
        R"(|\bdocument\s*\.\s*write|\bDOMParser\b|\beval\s*\(|\bnew\s+Function\b|dangerouslySetInnerHTML|javascript:)"
        R"(|\bset(Timeout|Interval)\s*\(\s*['"`])"
    );
    std::vector<std::string> faults;
    for (const SourceFile& file : files) {
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            std::smatch match;
            if (!std::regex_search(file.lines[i], match, sink)) continue;
            faults.push_back(file.path + ":" + std::to_string(i + 1) + ": " + match.str());
        }
    }
    return faults;
}

std::vector<std::string> page_faults(const std::vector<SourceFile>& files) {
    static const std::regex inline_code(
        R"(<script(?![^>]*\bsrc=)|<style\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:|(src|href)\s*=\s*"(https?:)?//)",
        std::regex::icase
    );
    std::vector<std::string> faults;
    for (const SourceFile& file : files) {
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            std::smatch match;
            if (!std::regex_search(file.lines[i], match, inline_code)) continue;
            faults.push_back(file.path + ":" + std::to_string(i + 1) + ":" + match.str());
        }
    }
    return faults;
}

TEST(PageSafety, ScriptsHaveNoWayToMakeMarkupOrCodeOfAString) {
    const auto scripts = files_below("server", {".js", ".mjs", ".ts", ".tsx"});
    EXPECT_THAT(script_faults(scripts), testing::IsEmpty());
}

TEST(PageSafety, PagesNeedNoInlineScriptOrStyleAndNothingFromElsewhere) {
    EXPECT_THAT(page_faults(files_below("server", {".html"})), testing::IsEmpty());
}

TEST(PageSafety, EverySinkIsNoticed) {
    const std::vector<SourceFile> scripts{
        {"a.js",
         {"box.innerHTML = text;",
          "box.insertAdjacentHTML('beforeend', text);",
          "document.write(text);",
          "setTimeout('go()', 1);",
          "new Function(text)();",
          "eval(text);",
          "box.textContent = text;"}}
    };
    EXPECT_THAT(script_faults(scripts), testing::SizeIs(6));
    const std::vector<SourceFile> pages{
        {"a.html",
         {"<script>go()</script>",
          "<p style=\"color: red\">",
          "<a onclick=\"go()\">",
          "<img src=\"https://elsewhere.example/a.png\">",
          "<script src=\"/a.js\" defer></script>"}}
    };
    EXPECT_THAT(page_faults(pages), testing::SizeIs(4));
}

}  // namespace
}  // namespace chaffinch::architecture
