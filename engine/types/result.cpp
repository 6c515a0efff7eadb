// The one place where reading the value of a failed Result ends.

#include "engine/types/result.h"

#include <stdexcept>

namespace chaffinch {

void throw_exception_from_error(const Error& error, const boost::source_location& where) {
    throw std::logic_error(
        std::string("unchecked Result at ") + where.file_name() + ":" +
        std::to_string(where.line()) + ": " + error.detail
    );
}

}  // namespace chaffinch
