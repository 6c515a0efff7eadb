// Links in a comment: found, parsed, and what is odd about them. Nothing is ever fetched.

#pragma once

#include "engine/types/signal.h"

#include <cstdint>
#include <string>
#include <vector>

namespace chaffinch::text {

struct Link {
    std::string url{};   ///< as written, entities decoded
    std::string host{};  ///< lower case, IDNA to ASCII (punycode), without a trailing dot
    std::string registered_domain{};  ///< by the public suffix list ("example.co.uk"); may be empty
    std::string anchor{};             ///< visible text of mark-up links, else empty
    Span span{};             ///< where it stands in the body (or in author.url, author.name)
    bool bare = false;       ///< no scheme ("shop.example/x")
    bool markup = false;     ///< from <a href>, [url], [text](target)
    bool hidden = false;     ///< target of a link whose text is empty or invisible
    bool shortener = false;  ///< known URL shortener
    bool ip_host = false;
    bool has_userinfo = false;  ///< https://bank.example@evil.example/
    bool has_port = false;
    bool punycode = false;
    bool obfuscated = false;  ///< "shop dot com", "shop[.]com", "hxxp", letters spaced apart
    bool lookalike_authority =
        false;  ///< labels of an authority in front of another domain: nih.gov.shop.example
    bool anchor_mismatch = false;  ///< the visible text names another host
};

}  // namespace chaffinch::text
