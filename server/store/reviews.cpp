// What `.value()` on a failed decision does.

#include "server/store/reviews.h"

#include <stdexcept>

namespace chaffinch::store {

void throw_exception_from_error(const DecisionFailure& failure, const boost::source_location&) {
    throw std::logic_error("value() of a failed decision: " + failure.error.detail);
}

}  // namespace chaffinch::store
