// Writing JSON straight into a string, for what is written with every comment: a tree of values
// would be built only to be read once.
//
//     JsonText json;
//     json.begin_object();
//     json.member("name", "Ann");
//     json.end_object();

#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace chaffinch::store::sqlite {

class JsonText {
  public:
    void begin_object() { begin('{'); }

    void end_object() { text_ += '}'; }

    void begin_array() { begin('['); }

    void end_array() { text_ += ']'; }

    /// The name of the member that is written next. Names are ours and need no escapes.
    void name(std::string_view name) {
        separate();
        text_ += '"';
        text_ += name;
        text_ += "\":";
    }

    /// Text is UTF-8; bytes that are none pass through as they are.
    void value(std::string_view text) {
        separate();
        text_ += '"';
        for (const char c : text) append(c);
        text_ += '"';
    }

    void value(std::int64_t number) {
        separate();
        char digits[24];
        text_.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
    }

    void value(bool truth) {
        separate();
        text_ += truth ? "true" : "false";
    }

    void member(std::string_view key, std::string_view text) {
        name(key);
        value(text);
    }

    void member(std::string_view key, std::int64_t number) {
        name(key);
        value(number);
    }

    void member(std::string_view key, bool truth) {
        name(key);
        value(truth);
    }

    /// Or it would be taken for a bool.
    void member(std::string_view key, const char* text) = delete;
    void value(const char* text) = delete;

    [[nodiscard]] std::string take() { return std::move(text_); }

  private:
    void begin(char bracket) {
        separate();
        text_ += bracket;
    }

    void separate() {
        const char last = text_.empty() ? '{' : text_.back();
        if (last != '{' && last != '[' && last != ':') text_ += ',';
    }

    void append(char c) {
        static constexpr char digits[] = "0123456789abcdef";
        if (c == '"' || c == '\\') {
            text_ += '\\';
            text_ += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            text_ += "\\u00";
            text_ += digits[static_cast<unsigned char>(c) >> 4U];
            text_ += digits[static_cast<unsigned char>(c) & 15U];
        } else {
            text_ += c;
        }
    }

    std::string text_{};
};

}  // namespace chaffinch::store::sqlite
