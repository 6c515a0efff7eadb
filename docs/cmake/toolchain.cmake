# Language level, warnings, hardening and sanitizers, as two interface targets: every room links
# `warnings` and `instrumentation` privately, so third-party code is never built with our warnings.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

option(CHAFFINCH_BUILD_TESTS "Build the tests" ON)
option(CHAFFINCH_BUILD_BENCHES "Build the benchmarks" OFF)
option(CHAFFINCH_WARNINGS_AS_ERRORS "Warnings end the build" OFF)
option(CHAFFINCH_HARDENED "Release hardening flags (not together with a sanitizer)" OFF)
option(CHAFFINCH_FUZZ "Build fuzz targets with libFuzzer instead of as corpus replays" OFF)
set(CHAFFINCH_SANITIZE "" CACHE STRING "Value of -fsanitize=, empty for none")

add_library(warnings INTERFACE)
# libstdc++ 12's stable_sort uses a buffer that it has itself marked deprecated; clang reports that at
# our call, so a deprecation is shown but does not end a build with -Werror.
target_compile_options(warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Woverloaded-virtual -Wnon-virtual-dtor -Wnull-dereference -Wimplicit-fallthrough -Wextra-semi
  $<$<BOOL:${CHAFFINCH_WARNINGS_AS_ERRORS}>:-Werror>
  -Wno-error=deprecated-declarations)

# Instrumentation goes to every target, also to the third-party sources we compile (Beast, Asio),
# because a sanitizer that does not see all frames reports nonsense.
if(CHAFFINCH_SANITIZE)
  add_compile_options(-fsanitize=${CHAFFINCH_SANITIZE} -fno-sanitize-recover=all
    -fno-omit-frame-pointer -fno-sanitize=function)
  add_link_options(-fsanitize=${CHAFFINCH_SANITIZE})
  if(CHAFFINCH_SANITIZE MATCHES "thread")
    add_compile_definitions(BOOST_ASIO_DISABLE_FENCED_BLOCK)
  endif()
endif()
if(CHAFFINCH_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# For programs of tests: under a sanitizer most of the build's time went into optimising their code,
# which nobody ships (a unit of the store's tests: 13.6 s with -O1, 5.8 s without). What they test
# keeps its level.
add_library(test_optimisation INTERFACE)
if(CHAFFINCH_SANITIZE)
  target_compile_options(test_optimisation INTERFACE -O0)
endif()

if(CHAFFINCH_HARDENED)
  add_compile_options(-fstack-protector-strong -fstack-clash-protection -fcf-protection=full
    -ftrivial-auto-var-init=zero -ffile-prefix-map=${PROJECT_SOURCE_DIR}=.)
  add_compile_definitions($<$<NOT:$<CONFIG:Debug>>:_FORTIFY_SOURCE=3> _GLIBCXX_ASSERTIONS)
  add_link_options(-pie LINKER:-z,relro LINKER:-z,now LINKER:-z,noexecstack)
endif()

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
endif()
