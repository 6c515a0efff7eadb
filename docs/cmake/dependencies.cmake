# What we stand on, all from Debian 12; docs/decisions/ says why each was chosen. Nothing is
# downloaded at configure time.

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS system json url)
find_package(SQLite3 REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ICU 72 REQUIRED COMPONENTS uc i18n)
find_package(ZLIB REQUIRED)
find_package(EXPAT REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(CLI11 REQUIRED)
find_package(prometheus-cpp REQUIRED COMPONENTS core)  # its config also looks for CURL and ZLIB
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(PSL REQUIRED IMPORTED_TARGET libpsl)
pkg_check_modules(CJOSE REQUIRED IMPORTED_TARGET cjose)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(MD4C REQUIRED IMPORTED_TARGET md4c)


# The program allocates by jemalloc (decision 21). Sanitizers bring an allocator of their own.
option(CHAFFINCH_JEMALLOC "Link the program with jemalloc" ON)
if(CHAFFINCH_JEMALLOC AND NOT CHAFFINCH_SANITIZE)
  pkg_check_modules(JEMALLOC IMPORTED_TARGET jemalloc)
  if(NOT JEMALLOC_FOUND)
    message(WARNING "jemalloc is not there (apt-get install libjemalloc-dev): the program will use the "
      "allocator of the C library and take a quarter more processor time for each comment. "
      "CHAFFINCH_JEMALLOC=OFF says that this is meant.")
  endif()
endif()

if(NOT TARGET yaml-cpp::yaml-cpp)
  add_library(yaml-cpp::yaml-cpp ALIAS yaml-cpp)
endif()
if(CHAFFINCH_BUILD_TESTS)
  find_package(GTest REQUIRED)
endif()
if(CHAFFINCH_BUILD_BENCHES)
  find_package(benchmark REQUIRED)
endif()

# CLD2 brings neither a CMake package nor a .pc file.
find_library(CLD2_LIBRARY cld2 REQUIRED)
find_path(CLD2_INCLUDE_DIR cld2/public/compact_lang_det.h REQUIRED)
add_library(CLD2::CLD2 UNKNOWN IMPORTED)
set_target_properties(CLD2::CLD2 PROPERTIES
  IMPORTED_LOCATION ${CLD2_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${CLD2_INCLUDE_DIR})
