// A reader of RE2 syntax by recursive descent.

#include "engine/rules/pattern_automaton.h"

#include <algorithm>

namespace chaffinch::rules {

namespace {

/// A part of the pattern: where it can begin and end, and whether it may be empty.
struct Part {
    Positions first{};
    Positions last{};
    bool empty = true;
};

class Reader {
  public:
    explicit Reader(std::string_view pattern) : rest_(pattern) {}

    PatternAutomaton read() {
        const Part whole = alternatives();
        automaton_.first = whole.first;
        return std::move(automaton_);
    }

  private:
    Part alternatives() {
        Part out = sequence();
        while (take('|')) {
            const Part other_part = sequence();
            out.first |= other_part.first;
            out.last |= other_part.last;
            out.empty = out.empty || other_part.empty;
        }
        return out;
    }

    Part sequence() {
        Part out;
        while (!rest_.empty() && rest_.front() != '|' && rest_.front() != ')') {
            out = join(out, repeated());
        }
        return out;
    }

    /// An atom and what counts it. Copies for {n,m} are made by reading the atom again.
    Part repeated() {
        const std::string_view before = rest_;
        Part part = atom();
        if (take('*')) return finish(loop(part), true);
        if (take('+')) return finish(loop(part), part.empty);
        if (take('?')) return finish(part, true);
        std::size_t low = 0;
        std::size_t high = 0;
        if (!counted(low, high)) return part;
        const std::string_view after = rest_;
        Part out = low == 0 ? optional(part) : part;
        for (std::size_t n = 1; n < std::max<std::size_t>(high, 1); ++n) {
            rest_ = before;
            Part copy = atom();
            if (n >= low) copy.empty = true;
            out = join(out, copy);
            if (automaton_.overflow) break;
        }
        rest_ = after;
        return finish(unbounded_ ? loop(out) : out, out.empty);
    }

    Part finish(Part part, bool empty) {
        take('?');
        part.empty = empty;
        return part;
    }

    static Part optional(Part part) {
        part.empty = true;
        return part;
    }

    Part loop(const Part& part) {
        connect(part.last, part.first);
        return part;
    }

    /// "{n}", "{n,}", "{n,m}".
    bool counted(std::size_t& low, std::size_t& high) {
        const std::string_view before = rest_;
        unbounded_ = false;
        if (take('{') && number(low)) {
            high = low;
            if (take(',') && !number(high)) {
                unbounded_ = true;
                high = low;
            }
            if (take('}')) return true;
        }
        rest_ = before;
        return false;
    }

    bool number(std::size_t& out) {
        const std::size_t digits = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
        if (digits == 0 || digits > 4) return false;
        out = 0;
        for (const char c : rest_.substr(0, digits))
            out = out * 10 + static_cast<std::size_t>(c - '0');
        rest_.remove_prefix(digits);
        return true;
    }

    Part atom() {
        if (take('(')) {
            skip_group_flags();
            Part part = alternatives();
            take(')');
            return part;
        }
        if (rest_.front() == '^' || rest_.front() == '$') {
            rest_.remove_prefix(1);
            return {};
        }
        if (rest_.starts_with("\\b") || rest_.starts_with("\\B") || rest_.starts_with("\\A") ||
            rest_.starts_with("\\z")) {
            rest_.remove_prefix(2);
            return {};
        }
        return position(symbols_of_atom());
    }

    /// "?:", "?P<name>", "?i:"; a bare "?i)" leaves an empty group behind.
    void skip_group_flags() {
        if (!rest_.starts_with('?')) return;
        const std::size_t end = rest_.find_first_of(rest_.starts_with("?P<") ? ">" : ":)");
        if (end == std::string_view::npos) return;
        rest_.remove_prefix(rest_[end] == ')' ? end : end + 1);
    }

    Symbols symbols_of_atom() {
        if (take('.')) return Symbols{}.set();
        if (rest_.starts_with('[')) return bracket();
        if (rest_.starts_with('\\')) return escape();
        return both_cases(next());
    }

    Symbols bracket() {
        rest_.remove_prefix(1);
        const bool negated = take('^');
        Symbols out;
        bool start = true;
        while (!rest_.empty() && (start || rest_.front() != ']')) {
            start = false;
            if (rest_.starts_with("[:")) {
                const std::size_t end = rest_.find(":]");
                rest_.remove_prefix(end == std::string_view::npos ? 1 : end + 2);
                out.set();
                continue;
            }
            if (rest_.starts_with('\\')) {
                out |= escape();
                continue;
            }
            const std::size_t low = next();
            std::size_t high = low;
            if (rest_.size() > 1 && rest_[0] == '-' && rest_[1] != ']') {
                rest_.remove_prefix(1);
                high = rest_.starts_with('\\') ? other : next();
                if (high == other && rest_.starts_with('\\')) escape();
            }
            for (std::size_t c = std::min(low, high); c <= std::max(low, high); ++c)
                out |= both_cases(c);
        }
        take(']');
        if (!negated) return out;
        return ~out | Symbols{}.set(other);
    }

    Symbols escape() {
        rest_.remove_prefix(1);
        if (rest_.empty()) return Symbols{}.set();
        const char c = rest_.front();
        rest_.remove_prefix(1);
        switch (c) {
            case 'd':
                return range('0', '9');
            case 's':
                return range('\t', '\r') | range(' ', ' ');
            case 'w':
                return range('0', '9') | range('A', 'Z') | range('a', 'z') | range('_', '_');
            case 'n':
                return range('\n', '\n');
            case 't':
                return range('\t', '\t');
            case 'p':
            case 'P':
            case 'x':
                if (rest_.starts_with('{')) {
                    rest_.remove_prefix(std::min(rest_.find('}'), rest_.size() - 1) + 1);
                } else {
                    rest_.remove_prefix(std::min<std::size_t>(c == 'x' ? 2 : 1, rest_.size()));
                }
                return Symbols{}.set();
            default:
                // \D, \W, \S and the rarer letters: anything; an escaped sign: itself.
                if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
                    return Symbols{}.set();
                }
                return both_cases(static_cast<unsigned char>(c));
        }
    }

    /// The next character as a symbol; a character of several bytes is one.
    std::size_t next() {
        const auto byte = static_cast<unsigned char>(rest_.front());
        rest_.remove_prefix(1);
        if (byte < 128) return byte;
        while (!rest_.empty() && (static_cast<unsigned char>(rest_.front()) & 0xC0U) == 0x80U) {
            rest_.remove_prefix(1);
        }
        return other;
    }

    static Symbols range(std::size_t low, std::size_t high) {
        Symbols out;
        for (std::size_t c = low; c <= high; ++c) out.set(c);
        return out;
    }

    static Symbols both_cases(std::size_t c) {
        Symbols out;
        out.set(c);
        if (c >= 'a' && c <= 'z') out.set(c - 32);
        if (c >= 'A' && c <= 'Z') out.set(c + 32);
        return out;
    }

    bool take(char c) {
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }

    Part position(const Symbols& accepts) {
        if (automaton_.accepts.size() == max_positions) {
            automaton_.overflow = true;
            return {};
        }
        const std::size_t at = automaton_.accepts.size();
        automaton_.accepts.push_back(accepts);
        automaton_.follow.emplace_back();
        Part out{.empty = false};
        out.first.set(at);
        out.last.set(at);
        return out;
    }

    void connect(const Positions& from, const Positions& to) {
        for (std::size_t p = from._Find_first(); p < automaton_.follow.size();
             p = from._Find_next(p)) {
            automaton_.follow[p] |= to;
        }
    }

    Part join(const Part& a, const Part& b) {
        connect(a.last, b.first);
        Part out{.first = a.first, .last = b.last, .empty = a.empty && b.empty};
        if (a.empty) out.first |= b.first;
        if (b.empty) out.last |= a.last;
        return out;
    }

    std::string_view rest_;
    PatternAutomaton automaton_;
    bool unbounded_ = false;
};

}  // namespace

PatternAutomaton read_pattern(std::string_view pattern) {
    return Reader(pattern).read();
}

}  // namespace chaffinch::rules
