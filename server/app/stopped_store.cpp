// Opening and closing the store around one command.

#include "server/app/stopped_store.h"

#include "server/app/check_notice.h"
#include "server/store/sqlite/open.h"

#include <iostream>

namespace chaffinch::app {

std::optional<StoppedStore> StoppedStore::open(const std::string& data) {
    auto store = store::sqlite::open({.directory = data, .on_check = [](std::uintmax_t bytes) {
                                          const auto notice = check_notice(bytes);
                                          if (notice) std::cerr << *notice << '\n';
                                      }});
    if (!store) {
        std::cerr << store.error().detail << '\n';
        if (store.error().code == Errc::locked) {
            std::cerr << "Stop the server, run this command again, and start it.\n";
        }
        return std::nullopt;
    }
    return StoppedStore(*std::move(store));
}

StoppedStore::~StoppedStore() {
    if (store_) store_->close();
}

}  // namespace chaffinch::app
