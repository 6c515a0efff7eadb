// What a receiver answered, read without trust: a bounded head, a bounded body, nothing decoded but
// the framing.

#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace chaffinch::outgoing {

struct Answer {
    int status = 0;  ///< 0: no answer, for whatever reason
    std::string retry_after{};
    std::string body{};  ///< its beginning, as it came: never unzipped
};

constexpr std::size_t longest_answer_head = 8 * 1024;
constexpr std::size_t longest_answer_body = 64 * 1024;

/// Fed with bytes as they arrive. Total on any bytes; keeps at most head, body and as much framing.
class AnswerReader {
  public:
    AnswerReader();
    ~AnswerReader();
    AnswerReader(const AnswerReader&) = delete;
    AnswerReader& operator=(const AnswerReader&) = delete;

    /// True when no more bytes are wanted: the answer is whole, cut at its limit, or broken.
    bool feed(std::string_view bytes);

    /// The status is set as soon as the head is whole, and stands whatever the body does.
    [[nodiscard]] const Answer& answer() const { return answer_; }

  private:
    struct Parser;

    bool read_head();
    bool read_body();

    std::unique_ptr<Parser> parser_;
    std::string unread_{};
    std::size_t fed_ = 0;
    int interim_answers_ = 0;
    Answer answer_{};
};

}  // namespace chaffinch::outgoing
