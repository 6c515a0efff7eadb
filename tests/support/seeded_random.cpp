// The generator of property tests.

#include "tests/support/seeded_random.h"

#include <cstdio>
#include <cstdlib>

namespace chaffinch::test {

std::uint64_t test_seed() {
    static const std::uint64_t seed = [] {
        const char* set = std::getenv("CHAFFINCH_TEST_SEED");
        const std::uint64_t value = set != nullptr ? std::strtoull(set, nullptr, 10) : 20260102;
        std::printf("CHAFFINCH_TEST_SEED=%llu\n", static_cast<unsigned long long>(value));
        return value;
    }();
    return seed;
}

SeededRandom::SeededRandom(std::uint64_t seed) : engine_(seed) {}

std::int64_t SeededRandom::between(std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>{low, high}(engine_);
}

bool SeededRandom::chance(double probability) {
    return std::bernoulli_distribution{probability}(engine_);
}

std::string SeededRandom::bytes(std::size_t max_size) {
    std::string out(
        static_cast<std::size_t>(between(0, static_cast<std::int64_t>(max_size))), '\0'
    );
    for (char& c : out) c = static_cast<char>(between(0, 255));
    return out;
}

std::string SeededRandom::text(std::size_t max_pieces) {
    static const std::vector<std::string> pieces{
        "a",
        "b",
        " ",
        " ",
        " ",
        "\n",
        "cheap",
        "Botox",
        "pills",
        "article",
        "I",
        "thanks",
        "0",
        "42",
        "v1agra",
        "c@sh",
        "f r e e",
        "b.u.y",
        "http://shop.example/x?y=1",
        "www.example.org",
        "shop dot com",
        "<a href='http://x.example'>here</a>",
        "[url=http://y.example]y[/url]",
        "[go](http://z.example)",
        "&amp;",
        "&#x1F600;",
        "ann@example.org",
        "+1 555-0128",
        "@whoever",
        "\xE2\x80\x8B",
        "\xC2\xAD",
        "\xE2\x80\xAE",
        "\xCC\x81",
        "\xCC\xB4\xCC\xB5\xCC\xB6",
        "\xD0\xB0",
        "\xD0\xBE",
        "\xD0\xBF\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82",
        "\xCE\xB1",
        "\xC3\xBC"
        "bel",
        "\xC3\x9F",
        "\xF0\x9D\x90\x83",
        "\xF0\x9D\x90\x8E",
        "\xE2\x92\xB9",
        "\xEF\xBC\xA1",
        "\xEF\xAC\x81",
        "\xE4\xBD\xA0\xE5\xA5\xBD",
        "\xE0\xA4\xA8\xE0\xA4\xAE",
        "\xE0\xB8\x81\xE0\xB8\xB2",
        "\xD7\xA9",
        "\xD8\xB3\xD9\x84",
        "\xF0\x9F\x98\x80",
        "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9",
        "\xEF\xB7\xBA",
        "!!!!",
        "looooool",
        "'",
        "\"",
        "<b>",
        "</",
        "<!--",
        "-->",
        "<script>",
        "$100",
        ">",
        "> quoted",
        "*",
        "_",
        "`",
        "\t",
    };
    std::string out;
    const std::int64_t count = between(0, static_cast<std::int64_t>(max_pieces));
    for (std::int64_t i = 0; i < count; ++i) out += pick(pieces);
    return out;
}

}  // namespace chaffinch::test
