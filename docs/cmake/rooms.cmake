# room() makes one library of one folder. Its DEPS are the arrows of the house: they are linked,
# written to rooms.txt, and held against every #include by tests/architecture/layering_test.
#
#   room(engine/text SOURCES analyze.cpp DEPS engine::types EXTERNAL PkgConfig::RE2)
#
# room_test() links the tests of a room with that room (every object of it) and its DEPS alone, so
# a call into a room that is not listed does not link.

function(room path)
  cmake_parse_arguments(ROOM "" "" "SOURCES;DEPS;EXTERNAL" ${ARGN})
  string(REPLACE "/" "_" target ${path})
  string(REPLACE "/" "::" name ${path})
  file(GLOB headers CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.h)
  if(ROOM_SOURCES)
    add_library(${target} STATIC ${ROOM_SOURCES})
    set(visibility PUBLIC)
    target_link_libraries(${target} PRIVATE warnings)
    read_precompiled(${target} ${path} "")
  else()
    add_library(${target} INTERFACE)
    set(visibility INTERFACE)
  endif()
  add_library(${name} ALIAS ${target})
  target_include_directories(${target} ${visibility} ${PROJECT_SOURCE_DIR})
  target_sources(${target} ${visibility}
    FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${headers})
  set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  target_link_libraries(${target} ${visibility} ${ROOM_DEPS} ${ROOM_EXTERNAL})
  string(REPLACE ";" " " deps "${ROOM_DEPS}")
  string(REPLACE "::" "/" deps "${deps}")
  set_property(GLOBAL APPEND_STRING PROPERTY CHAFFINCH_ROOMS "${path}: ${deps}\n")
endfunction()

# Tests of one room: tests/<path>/*_test.cpp. LABELS go to ctest; EXTRA names further libraries.
function(room_test path)
  cmake_parse_arguments(TEST "" "" "LABELS;EXTRA" ${ARGN})
  string(REPLACE "/" "_" target ${path})
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${path}/*_test.cpp)
  add_executable(${target}_test ${sources})
  read_precompiled(${target}_test ${path} _tests)
  get_target_property(type ${target} TYPE)
  if(type STREQUAL "INTERFACE_LIBRARY")
    target_link_libraries(${target}_test PRIVATE ${target})
  else()
    target_link_libraries(${target}_test PRIVATE $<LINK_LIBRARY:WHOLE_ARCHIVE,${target}>)
  endif()
  target_link_libraries(${target}_test PRIVATE
    warnings test_optimisation test_support ${TEST_EXTRA} GTest::gmock GTest::gtest_main)
  gtest_discover_tests(${target}_test
    DISCOVERY_MODE PRE_TEST
    DISCOVERY_TIMEOUT 120
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    PROPERTIES TIMEOUT 300 LABELS "${TEST_LABELS}")
endfunction()

# A fuzz target: tests/fuzz/<name>_fuzz.cpp. In ordinary builds it replays tests/fuzz/corpus/<name>/.
function(fuzz_target name)
  cmake_parse_arguments(FUZZ "" "" "DEPS" ${ARGN})
  add_executable(${name}_fuzz ${PROJECT_SOURCE_DIR}/tests/fuzz/${name}_fuzz.cpp)
  target_link_libraries(${name}_fuzz PRIVATE warnings ${FUZZ_DEPS})
  if(CHAFFINCH_FUZZ)
    target_link_options(${name}_fuzz PRIVATE -fsanitize=fuzzer)
  else()
    target_sources(${name}_fuzz PRIVATE ${PROJECT_SOURCE_DIR}/tests/fuzz/replay_main.cpp)
    add_test(NAME fuzz_replay_${name}
      COMMAND ${name}_fuzz ${PROJECT_SOURCE_DIR}/tests/fuzz/corpus/${name})
  endif()
endfunction()

function(write_room_graph file)
  get_property(rooms GLOBAL PROPERTY CHAFFINCH_ROOMS)
  file(CONFIGURE OUTPUT ${file} CONTENT "${rooms}" @ONLY)
endfunction()
