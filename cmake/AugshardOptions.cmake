# Language level, warnings and sanitizers: everything that is the same for every target.

option(AUGSHARD_TESTS "Build the tests" ON)
option(AUGSHARD_FUZZERS "Build the libFuzzer targets (clang only)" OFF)
set(AUGSHARD_SANITIZE "" CACHE STRING "Sanitizers, as in -fsanitize=address,undefined")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

add_library(augshard_flags INTERFACE)
target_include_directories(augshard_flags INTERFACE ${PROJECT_SOURCE_DIR}/src)
target_compile_options(augshard_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Wold-style-cast
  # Fused multiply-add rounds once where two operations round twice: results would depend on the CPU.
  -ffp-contract=off)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 sees overlapping copies in every "text" + std::string at -O3 (its bug 105651).
  target_compile_options(augshard_flags INTERFACE -Wno-restrict)
endif()
target_compile_definitions(augshard_flags INTERFACE AUGSHARD_VERSION="${PROJECT_VERSION}")

if(AUGSHARD_SANITIZE)
  target_compile_options(augshard_flags INTERFACE -fsanitize=${AUGSHARD_SANITIZE} -fno-sanitize-recover=all
                                                  -fno-omit-frame-pointer)
  target_link_options(augshard_flags INTERFACE -fsanitize=${AUGSHARD_SANITIZE})
endif()
if(AUGSHARD_FUZZERS)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES Clang)
    message(FATAL_ERROR "AUGSHARD_FUZZERS needs clang: configure with -DCMAKE_CXX_COMPILER=clang++")
  endif()
  target_compile_options(augshard_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
