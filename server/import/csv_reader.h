// CSV after RFC 4180: fields in quotes may hold commas, line ends and doubled quotes. Lines may end
// in LF too, and a byte order mark is skipped, since spreadsheets write both.

#pragma once

#include <cstddef>
#include <istream>
#include <optional>
#include <string>
#include <vector>

namespace chaffinch::importing {

class CsvReader {
  public:
    /// Bytes of one record; a quote that is never closed must not take the whole file.
    static constexpr std::size_t longest_record = 1U << 20U;
    static constexpr std::size_t most_fields = 256;

    explicit CsvReader(std::istream& in) : in_(in) {}

    /// False at the end of the file, or when it cannot go on (see failure()). Empty lines are
    /// passed over.
    bool next(std::vector<std::string>& fields);

    /// Of the record that next() gave: where it begins.
    [[nodiscard]] std::size_t line() const { return record_line_; }

    /// What is wrong, as a sentence; empty when the file ended well.
    [[nodiscard]] const std::string& failure() const { return failure_; }

  private:
    int get();
    void skip_byte_order_mark();
    bool read_record(std::vector<std::string>& fields);
    bool read_quoted(std::string& field);
    bool add(std::string& field, int c);

    std::istream& in_;
    std::size_t line_ = 1;
    std::size_t record_line_ = 1;
    std::size_t record_bytes_ = 0;
    std::string failure_{};
    bool begun_ = false;
};

}  // namespace chaffinch::importing
