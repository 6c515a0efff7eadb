// The names of the lists that held comments stand in (table queue_lists).

#pragma once

#include "engine/types/reason.h"

#include <cstdint>
#include <string>

namespace chaffinch::store::sqlite {

std::string everything_held();
std::string escalated_list();
std::string reported_list();
std::string appealed_list();
std::string list_of_reason(Reason reason);
std::string list_of_article(std::int64_t article);

}  // namespace chaffinch::store::sqlite
