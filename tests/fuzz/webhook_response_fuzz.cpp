// Any bytes as the answer of a receiver: bounded, and the same however the network cuts them.

#include "server/outgoing/answer.h"
#include "server/webhook/retry_schedule.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace outgoing = chaffinch::outgoing;
namespace webhook = chaffinch::webhook;

namespace {

outgoing::Answer read(std::string_view bytes, std::size_t piece) {
    outgoing::AnswerReader reader;
    while (!bytes.empty()) {
        if (reader.feed(bytes.substr(0, piece))) break;
        bytes.remove_prefix(std::min(piece, bytes.size()));
    }
    return reader.answer();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::size_t piece = data[0] + std::size_t{1};
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const outgoing::Answer whole = read(bytes, 4096);
    const outgoing::Answer pieces = read(bytes, piece);
    if (whole.status != pieces.status || whole.retry_after != pieces.retry_after) std::abort();
    if (whole.status != 0 && (whole.status < 101 || whole.status > 999)) std::abort();
    if (whole.body.size() > outgoing::longest_answer_body) std::abort();
    const auto wait = webhook::retry_after(whole.retry_after, 1'700'000'000);
    if (wait && (wait->count() < 1 || wait->count() > 6 * 60 * 60)) std::abort();
    return 0;
}
