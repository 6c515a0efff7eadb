// The head of an answer as bytes: status line, our own fields, the handler's fields.

#pragma once

#include "server/http/message.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace chaffinch::http {

/// The one way a field gets into an answer. False, and nothing appended, unless the name is a token
/// and the value has no byte below 0x20 and no 0x7F: such a value could end the field and begin
/// another, or a second answer (Beast's own set() writes CR LF as it comes).
bool append_field(std::string& out, std::string_view name, std::string_view value);

/// "Content Too Large" for 413 (RFC 9110); "Status" for codes without a name.
std::string_view reason_phrase(unsigned status);

/// The present time as RFC 9110 IMF-fixdate. Valid until this thread calls it again; made once a
/// second.
std::string_view http_date();

struct HeadContext {
    std::string_view request_id{};
    bool close = false;       ///< say "Connection: close"
    bool behind_tls = false;  ///< say Strict-Transport-Security, two years
    /// A streamed body comes in chunks (RFC 9112, 7.1); without, it ends with the connection.
    bool chunked = false;
};

/// Writes the whole head, the empty line included, into `out` (cleared first). The security fields
/// of an API answer are added unless the handler set a field of that name: an HTML page brings its
/// own Content-Security-Policy, a static file its own Cache-Control. Framing is ours alone.
/// False when a field of the response was refused: our own bug, the answer must not go out.
bool write_head(std::string& out, const Response& response, const HeadContext& context);

/// The line before a chunk of `bytes` bytes; the chunk is followed by chunk_end. An empty piece
/// must not be sent: it would end the body.
std::string chunk_head(std::size_t bytes);
inline constexpr std::string_view chunk_end = "\r\n";
inline constexpr std::string_view last_chunk = "0\r\n\r\n";

/// 1xx, 204 and 304 have no body (RFC 9110, 6.4.1).
bool may_have_body(unsigned status);

}  // namespace chaffinch::http
