# One Google Benchmark program per bench/NAME_bench.cpp, in the release preset where it is installed.
find_package(benchmark QUIET)
if(benchmark_FOUND AND CMAKE_BUILD_TYPE STREQUAL Release)
  file(GLOB bench_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/bench/*_bench.cpp)
  foreach(source IN LISTS bench_sources)
    get_filename_component(name ${source} NAME_WE)
    add_executable(${name} ${source})
    target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/tests)
    target_link_libraries(${name} PRIVATE app benchmark::benchmark sqlite3_amalgamation
                                          PkgConfig::libpq caregrid_warnings)
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bench)
  endforeach()
endif()
