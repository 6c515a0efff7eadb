// Stored verdicts and queue cursors from hostile bytes: never a crash, and what is read once reads
// the same again.

#include "server/store/sqlite/queue_cursor.h"
#include "server/store/sqlite/verdict_json.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace chaffinch;
using namespace chaffinch::store::sqlite;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto verdict = decode_verdict(text)) {
        const std::string written = encode_verdict(*verdict);
        const auto again = decode_verdict(written);
        if (!again || encode_verdict(*again) != written) std::abort();
    }
    for (const auto sort : {store::QueueSort::priority, store::QueueSort::score}) {
        const auto key = decode_cursor(sort, text);
        if (key && !decode_cursor(sort, encode_cursor(sort, *key))) std::abort();
    }
    return 0;
}
