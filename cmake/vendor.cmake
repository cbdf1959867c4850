# Third-party libraries, each under the one name a room may ask for. Why each: docs/decisions/.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
pkg_check_modules(libsodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(libpq REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(lemon REQUIRED IMPORTED_TARGET lemon)
pkg_check_modules(libzip REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(expat REQUIRED IMPORTED_TARGET expat)
pkg_check_modules(xlsxwriter REQUIRED IMPORTED_TARGET xlsxwriter)
pkg_check_modules(liboath REQUIRED IMPORTED_TARGET liboath)
pkg_check_modules(libfido2 REQUIRED IMPORTED_TARGET libfido2)
pkg_check_modules(libcrypto REQUIRED IMPORTED_TARGET libcrypto)
pkg_check_modules(libcurl REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(spdlog REQUIRED IMPORTED_TARGET spdlog)
pkg_check_modules(clp REQUIRED IMPORTED_TARGET clp)

add_library(sodium ALIAS PkgConfig::libsodium)

# Boost 1.81 is used header-only; Asio, Beast and JSON are each compiled once, in this library.
add_library(boost_compiled STATIC EXCLUDE_FROM_ALL
  ${CMAKE_SOURCE_DIR}/cmake/vendor/boost_json.cpp ${CMAKE_SOURCE_DIR}/cmake/vendor/boost_net.cpp)
target_compile_definitions(boost_compiled PUBLIC BOOST_ASIO_SEPARATE_COMPILATION
                                                 BOOST_BEAST_SEPARATE_COMPILATION)
target_link_libraries(boost_compiled PUBLIC Threads::Threads)
add_library(boost_json ALIAS boost_compiled)
add_library(boost_headers ALIAS boost_compiled)

add_library(cli11 INTERFACE)
add_library(spdlog_logging ALIAS PkgConfig::spdlog)

# SQLite comes from the amalgamation inside npm's better-sqlite3: Debian's has the WAL-reset bug.
set(SQLITE_DIR ${CMAKE_SOURCE_DIR}/web/node_modules/better-sqlite3/deps/sqlite3)
if(NOT EXISTS ${SQLITE_DIR}/sqlite3.c)
  message(FATAL_ERROR "SQLite's source is missing: run scripts/setup first")
endif()
enable_language(C)
add_library(sqlite3_amalgamation STATIC EXCLUDE_FROM_ALL ${SQLITE_DIR}/sqlite3.c)
target_include_directories(sqlite3_amalgamation SYSTEM PUBLIC ${SQLITE_DIR})
target_compile_definitions(sqlite3_amalgamation PRIVATE
  SQLITE_THREADSAFE=2 SQLITE_DEFAULT_MEMSTATUS=0 SQLITE_DQS=0 SQLITE_OMIT_DEPRECATED
  SQLITE_OMIT_SHARED_CACHE SQLITE_OMIT_LOAD_EXTENSION SQLITE_LIKE_DOESNT_MATCH_BLOBS
  SQLITE_DEFAULT_FOREIGN_KEYS=1 SQLITE_USE_ALLOCA)
target_compile_options(sqlite3_amalgamation PRIVATE -w -O2)
target_link_libraries(sqlite3_amalgamation PUBLIC Threads::Threads m)
