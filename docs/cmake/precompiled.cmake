# Headers that most units read (the standard library's, Asio's, JSON's, GoogleTest's), compiled once
# for each family of targets. It takes a quarter to a third off the time of a cold build.
#
# Only the sanitizer presets turn it on: with precompiled headers a unit compiles that forgot an
# #include, so the release build, which CI runs too, goes without.

option(CHAFFINCH_PRECOMPILED "Precompile the headers that most units read" OFF)

set(precompiled_standard <algorithm> <array> <atomic> <charconv> <chrono> <cmath> <cstdint>
  <functional> <map> <memory> <mutex> <optional> <set> <span> <string>
  <string_view> <thread> <unordered_map> <utility> <vector>)
set(precompiled_server <boost/asio/awaitable.hpp> <boost/asio/co_spawn.hpp>
  <boost/asio/io_context.hpp> <boost/asio/use_awaitable.hpp> <boost/json.hpp>)
set(precompiled_tests <gmock/gmock.h> <gtest/gtest.h>)

# Makes one family. Programs are compiled as PIE and libraries as PIC; clang refuses to mix them.
function(precompiled_family name)
  cmake_parse_arguments(FAMILY "PROGRAMS" "" "HEADERS;LIBRARIES" ${ARGN})
  set(source ${PROJECT_BINARY_DIR}/${name}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "")
  add_library(${name} OBJECT ${source})
  target_precompile_headers(${name} PRIVATE ${FAMILY_HEADERS})
  target_link_libraries(${name} PRIVATE ${FAMILY_LIBRARIES})
  if(FAMILY_PROGRAMS)
    set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
    target_compile_options(${name} PRIVATE -fPIE)
    target_link_libraries(${name} PRIVATE test_optimisation)
  endif()
endfunction()

if(CHAFFINCH_PRECOMPILED)
  # The same timestamps in every build, or a compiler cache would never know a unit again.
  add_compile_options("$<$<COMPILE_LANG_AND_ID:CXX,Clang>:SHELL:-Xclang -fno-pch-timestamp>")
  # Some libraries ask their users for it; a unit and the headers it reads must agree.
  add_compile_options(-pthread)
  # How server/runtime has Asio compiled, known to all who read it.
  add_library(separate_asio INTERFACE)
  target_compile_definitions(separate_asio INTERFACE
    $<TARGET_PROPERTY:server_runtime,INTERFACE_COMPILE_DEFINITIONS>)
  precompiled_family(precompiled_engine HEADERS ${precompiled_standard})
  precompiled_family(precompiled_server HEADERS ${precompiled_standard} ${precompiled_server}
    LIBRARIES separate_asio)
  if(CHAFFINCH_BUILD_TESTS)
    precompiled_family(precompiled_engine_tests PROGRAMS
      HEADERS ${precompiled_standard} ${precompiled_tests} LIBRARIES GTest::gmock)
    precompiled_family(precompiled_server_tests PROGRAMS
      HEADERS ${precompiled_standard} ${precompiled_server} ${precompiled_tests}
      LIBRARIES separate_asio GTest::gmock)
  endif()
endif()

# Lets `target`, whose units belong to the folder `path`, read the headers of its family.
# `suffix`: empty for a room, _tests for programs of tests.
function(read_precompiled target path suffix)
  if(NOT CHAFFINCH_PRECOMPILED)
    return()
  endif()
  # Rooms that do not wait are not linked with Asio either.
  if(path MATCHES "^(engine/|server/records$|server/telemetry$)")
    target_precompile_headers(${target} REUSE_FROM precompiled_engine${suffix})
  else()
    target_precompile_headers(${target} REUSE_FROM precompiled_server${suffix})
  endif()
endfunction()
