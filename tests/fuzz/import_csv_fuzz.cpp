// Any bytes as a labelled CSV: read to an end, the same however often, and what would be stored
// keeps the limits of the store.

#include "tests/fuzz/import_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    chaffinch::test::read_import(
        chaffinch::importing::read_labelled_csv, {reinterpret_cast<const char*>(data), size}
    );
    return 0;
}
