// Refusals, field by field where there are several.

#include "server/app/command_group.h"

#include <iostream>
#include <string_view>

namespace chaffinch::app {

int refused(const Error& error) {
    std::cerr << error.detail << '\n';
    for (const FieldError& field : error.fields) {
        const std::string_view pointer = field.pointer;
        std::cerr << "  " << pointer.substr(pointer.starts_with('/') ? 1 : 0) << ": "
                  << field.message << '\n';
    }
    return 1;
}

}  // namespace chaffinch::app
