# Benchmarks, built into build/PRESET/bench/ where scripts/bench finds them.
function(bench name)
  if(EXISTS ${CMAKE_SOURCE_DIR}/bench/${name}.cpp)
    add_executable(${name} ${CMAKE_SOURCE_DIR}/bench/${name}.cpp)
    target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/tests)
    target_link_libraries(${name} PRIVATE ${ARGN} caregrid_warnings)
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bench)
  endif()
endfunction()

bench(door_bench access db_sqlite sqlite3_amalgamation)
bench(import_bench registry db_sqlite)
bench(plan_bench allocation db_sqlite)
bench(disclosure_bench stats)
