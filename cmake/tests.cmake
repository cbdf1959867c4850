# What tests of every room may lean on: a database of each kind, faults on demand.
file(GLOB support CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/support/*.cpp)
list(REMOVE_ITEM support ${CMAKE_SOURCE_DIR}/tests/support/main.cpp)
add_library(test_support STATIC EXCLUDE_FROM_ALL ${support})
target_include_directories(test_support PUBLIC ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/tests)
target_link_libraries(test_support PUBLIC db db_sqlite db_postgres
                                   PRIVATE PkgConfig::libpq PkgConfig::libcrypto caregrid_warnings)

# Test programs that span rooms: one folder of tests/, one program.
function(test_folder folder)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${folder}/*_test.cpp)
  list(FILTER sources EXCLUDE REGEX "/db[a-z_]*_test.cpp$")
  if(sources)
    add_test_program(${folder}_test ROOMS ${ARGN} SOURCES ${sources})
  endif()
endfunction()

# The drivers' own conformance stands apart: it needs no room above the door.
file(GLOB db_tests CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/conformance/db*_test.cpp)
add_test_program(db_conformance_test ROOMS access PkgConfig::libpq SOURCES ${db_tests})

test_folder(conformance app)
# The attacker and the optimum of published tables solve programs of their own.
pkg_check_modules(cbc REQUIRED IMPORTED_TARGET cbc)
test_folder(properties app PkgConfig::cbc PkgConfig::clp)
test_folder(golden app)
test_folder(security app)

# A program that is killed while it writes, and the test that kills it.
add_executable(crash_writer ${CMAKE_SOURCE_DIR}/tests/crash/crash_writer.cpp)
target_link_libraries(crash_writer PRIVATE access db_sqlite caregrid_warnings)
add_test_program(crash_test ROOMS access SOURCES ${CMAKE_SOURCE_DIR}/tests/crash/crash_test.cpp)
add_dependencies(crash_test crash_writer)
