# room(NAME BELOW rooms… VENDOR libraries…) makes one static library of src/NAME, a test program of
# its *_test.cpp files, and checks that each header compiles alone.
#
# Files are globbed, so that adding one never means editing a list; CONFIGURE_DEPENDS re-checks at
# each build, and the sizes gate keeps a room small enough to read.
function(room name)
  cmake_parse_arguments(ROOM "" "" "BELOW;VENDOR" ${ARGN})
  string(REPLACE "/" "_" target ${name})
  set(folder ${CMAKE_SOURCE_DIR}/src/${name})
  file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.cpp)
  file(GLOB headers CONFIGURE_DEPENDS ${folder}/*.h)
  file(GLOB tests CONFIGURE_DEPENDS ${folder}/*_test.cpp)
  list(REMOVE_ITEM sources ${tests} ${folder}/main.cpp)

  list(TRANSFORM ROOM_BELOW REPLACE "/" "_")
  if(sources)
    add_library(${target} STATIC ${sources})
    target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(${target} PUBLIC ${ROOM_BELOW} PRIVATE ${ROOM_VENDOR} caregrid_warnings)
  else()
    add_library(${target} INTERFACE)
    target_include_directories(${target} INTERFACE ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(${target} INTERFACE ${ROOM_BELOW})
  endif()
  if(headers)
    get_target_property(kind ${target} TYPE)
    string(REPLACE INTERFACE_LIBRARY INTERFACE scope ${kind})
    string(REPLACE STATIC_LIBRARY PUBLIC scope ${scope})
    target_sources(${target} ${scope} FILE_SET HEADERS BASE_DIRS ${CMAKE_SOURCE_DIR}/src
                                      FILES ${headers})
  endif()

  if(tests)
    add_test_program(${target}_test ROOMS ${target} SOURCES ${tests})
  endif()
endfunction()

# A doctest program; the one main() of all of them is tests/support/main.cpp.
function(add_test_program name)
  cmake_parse_arguments(TEST "" "" "ROOMS;SOURCES" ${ARGN})
  add_executable(${name} ${TEST_SOURCES} ${CMAKE_SOURCE_DIR}/tests/support/main.cpp)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(${name} PRIVATE ${TEST_ROOMS} test_support caregrid_warnings)
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
endfunction()
