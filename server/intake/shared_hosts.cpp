// The list is short on purpose: a host that a site has known for days is not rare anyway, so it
// only has to hold what is shared so widely that it turns up under a new site's first comments.

#include "server/intake/shared_hosts.h"

#include <algorithm>
#include <array>

namespace chaffinch::intake {

namespace {

constexpr std::array<std::string_view, 58> shared{
    "amazon.com",
    "apnews.com",
    "apple.com",
    "archive.org",
    "archive.ph",
    "arxiv.org",
    "bbc.co.uk",
    "bbc.com",
    "bit.ly",
    "bloomberg.com",
    "bsky.app",
    "buff.ly",
    "change.org",
    "cnn.com",
    "discord.gg",
    "doi.org",
    "ebay.com",
    "etsy.com",
    "europa.eu",
    "facebook.com",
    "fb.me",
    "ft.com",
    "github.com",
    "goo.gl",
    "google.com",
    "gov.uk",
    "imgur.com",
    "instagram.com",
    "is.gd",
    "linkedin.com",
    "lnkd.in",
    "medium.com",
    "microsoft.com",
    "nature.com",
    "netflix.com",
    "nih.gov",
    "nytimes.com",
    "ow.ly",
    "paypal.com",
    "pinterest.com",
    "reddit.com",
    "reuters.com",
    "spotify.com",
    "t.co",
    "t.me",
    "theguardian.com",
    "tiktok.com",
    "tinyurl.com",
    "twitch.tv",
    "twitter.com",
    "vimeo.com",
    "wa.me",
    "washingtonpost.com",
    "who.int",
    "wikimedia.org",
    "wikipedia.org",
    "x.com",
    "youtube.com",
};

}  // namespace

bool is_shared_host(std::string_view host) {
    if (host == "youtu.be" || host == "redd.it") return true;
    return std::ranges::any_of(shared, [host](std::string_view known) {
        if (!host.ends_with(known)) return false;
        return host.size() == known.size() || host[host.size() - known.size() - 1] == '.';
    });
}

}  // namespace chaffinch::intake
