# A room is a folder of src/ and one static library. What it may include is what it lists in DEPENDS,
# and tests/architecture fails on an include that points up.

add_library(astronova_flags INTERFACE)
target_include_directories(astronova_flags INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(astronova_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast
  -Woverloaded-virtual -Wcast-qual -Wformat=2 -Werror)
if(ASTRONOVA_BATCHES)
  # In a batch a parameter may be named as another source names something of its own, and g++ takes a
  # source for a header.
  target_compile_options(astronova_flags INTERFACE -Wno-shadow)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(astronova_flags INTERFACE -Wno-subobject-linkage)
  endif()
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_BUILD_TYPE STREQUAL "Debug")
  # As below, where it optimises for debugging.
  target_compile_options(astronova_flags INTERFACE -Wno-maybe-uninitialized)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND ASTRONOVA_SANITIZE)
  # g++ 12 reports false positives of these when sanitizers rewrite the flow (GCC bug 105562 and kin).
  target_compile_options(astronova_flags INTERFACE -Wno-restrict -Wno-mismatched-new-delete)
  # Asio's fences, which the thread sanitizer does not see; its locks it does.
  target_compile_options(astronova_flags INTERFACE -Wno-tsan)
endif()
if(ASTRONOVA_SANITIZE)
  add_compile_options(-fsanitize=${ASTRONOVA_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${ASTRONOVA_SANITIZE})
endif()
if(ASTRONOVA_COVERAGE)
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()

# astronova_precompile(TARGET [HEADER ...]): reading the standard library costs more than compiling most
# of our files, so it is read once. With further headers the target has a precompiled header of its own.
set(astronova_common_headers <algorithm> <array> <chrono> <cmath> <functional> <memory> <optional> <span>
    <string> <string_view> <vector> <fmt/format.h>)
function(astronova_precompile target)
  if(ARGN)
    target_precompile_headers(${target} PRIVATE ${astronova_common_headers} ${ARGN})
  elseif(TARGET astronova_precompiled)
    target_precompile_headers(${target} REUSE_FROM astronova_precompiled)
  endif()
endfunction()
file(WRITE ${CMAKE_BINARY_DIR}/generated/precompiled.cpp "")
add_library(astronova_precompiled OBJECT ${CMAKE_BINARY_DIR}/generated/precompiled.cpp)
target_link_libraries(astronova_precompiled PRIVATE astronova_flags fmt::fmt)
target_precompile_headers(astronova_precompiled PRIVATE ${astronova_common_headers})

# What all tests wait for is worth optimising under the sanitizers; the rest is compiled once there to be
# run once.
set(astronova_computing_rooms base sky places astrology)

# What fuzz targets hand to is watched by libFuzzer: it learns from the branches that an input takes. To
# count them everywhere would cost a sixth of the compiler's time. (This is what
# -fsanitize=fuzzer-no-link does, without another language mode, which precompiled headers would mind.)
set(astronova_fuzzed_rooms base places accounts clients cache http api bulk)
set(astronova_fuzzer_counters -fsanitize-coverage=inline-8bit-counters,indirect-calls,trace-cmp,pc-table)

# astronova_room(NAME [DEPENDS room ...] [LIBRARIES public library ...] [PRIVATE_LIBRARIES library ...] [PRECOMPILED header ...])
function(astronova_room name)
  cmake_parse_arguments(ROOM "" "" "DEPENDS;LIBRARIES;PRIVATE_LIBRARIES;PRECOMPILED" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
  list(TRANSFORM ROOM_DEPENDS PREPEND astronova_)
  add_library(astronova_${name} STATIC ${sources})
  target_link_libraries(astronova_${name} PUBLIC ${ROOM_DEPENDS} ${ROOM_LIBRARIES}
                        PRIVATE astronova_flags ${ROOM_PRIVATE_LIBRARIES})
  target_include_directories(astronova_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  if(ASTRONOVA_SANITIZE AND name IN_LIST astronova_computing_rooms)
    # A precompiled header holds for one level only.
    target_compile_options(astronova_${name} PRIVATE -O1)
  else()
    astronova_precompile(astronova_${name} ${ROOM_PRECOMPILED})
  endif()
  if(ASTRONOVA_FUZZ AND name IN_LIST astronova_fuzzed_rooms)
    target_compile_options(astronova_${name} PRIVATE ${astronova_fuzzer_counters})
  endif()
endfunction()
