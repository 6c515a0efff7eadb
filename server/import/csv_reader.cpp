// The grammar of RFC 4180, character by character.

#include "server/import/csv_reader.h"

#include <utility>

namespace chaffinch::importing {

namespace {

constexpr int end_of_file = std::istream::traits_type::eof();

}  // namespace

int CsvReader::get() {
    int c = in_.rdbuf()->sbumpc();
    if (c == '\r' && in_.rdbuf()->sgetc() == '\n') c = in_.rdbuf()->sbumpc();
    if (c == '\n') ++line_;
    return c;
}

bool CsvReader::add(std::string& field, int c) {
    if (++record_bytes_ > longest_record) {
        failure_ = "a record is over 1 MiB long; is a quote left open?";
        return false;
    }
    field += static_cast<char>(c);
    return true;
}

void CsvReader::skip_byte_order_mark() {
    begun_ = true;
    if (in_.rdbuf()->sgetc() != 0xEF) return;
    for (int i = 0; i < 3; ++i) in_.rdbuf()->sbumpc();
}

/// Behind the opening quote, up to and with the closing one.
bool CsvReader::read_quoted(std::string& field) {
    while (true) {
        const int c = get();
        if (c == end_of_file) {
            failure_ = "a quote is not closed";
            return false;
        }
        if (c == '"') {
            if (in_.rdbuf()->sgetc() != '"') return true;
            static_cast<void>(get());
        }
        if (!add(field, c)) return false;
    }
}

bool CsvReader::read_record(std::vector<std::string>& fields) {
    std::string field;
    while (true) {
        const int c = get();
        if (c == '"' && field.empty()) {
            if (!read_quoted(field)) return false;
        } else if (c == ',' || c == '\n' || c == end_of_file) {
            if (fields.size() == most_fields) {
                failure_ = "a record has more than 256 fields";
                return false;
            }
            fields.push_back(std::move(field));
            field.clear();
            if (c != ',') return true;
        } else if (!add(field, c)) {
            return false;
        }
    }
}

bool CsvReader::next(std::vector<std::string>& fields) {
    if (!begun_) skip_byte_order_mark();
    while (failure_.empty() && in_.rdbuf()->sgetc() != end_of_file) {
        fields.clear();
        record_line_ = line_;
        record_bytes_ = 0;
        if (!read_record(fields)) return false;
        if (fields.size() > 1 || !fields[0].empty()) return true;
    }
    return false;
}

}  // namespace chaffinch::importing
