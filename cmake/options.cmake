# Compiler settings shared by every room: warnings are errors, sanitizers by preset.
option(CAREGRID_FUZZ "Build the libFuzzer programs (clang)" OFF)
set(CAREGRID_SANITIZE "" CACHE STRING "Sanitizers for everything, e.g. address,undefined")

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
endif()

if(CAREGRID_SANITIZE)
  add_compile_options(-fsanitize=${CAREGRID_SANITIZE} -fno-omit-frame-pointer
                      -fno-sanitize-recover=all)
  # With sanitizers g++ no longer sees that an optional is asked before it is read.
  add_compile_options($<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-maybe-uninitialized>)
  add_link_options(-fsanitize=${CAREGRID_SANITIZE})
endif()

if(CAREGRID_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link -w)
endif()

# g++ is the judge; clang builds the fuzzers only.
add_library(caregrid_warnings INTERFACE)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  target_compile_options(caregrid_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast
    -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align -Wformat=2 -Wimplicit-fallthrough
    -Wunused -Werror
  # g++ 12 sees overlap in any string assignment it inlines at -O2 (GCC bug 105651).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
endif()

enable_testing()
