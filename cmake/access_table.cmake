# The table of rights is data, compiled in: what the program enforces is what the file says.
set(access_json ${CMAKE_SOURCE_DIR}/packs/core/access.json)
set(access_table ${CMAKE_BINARY_DIR}/embedded/access_table.cpp)
find_package(Python3 REQUIRED COMPONENTS Interpreter)
add_custom_command(
  OUTPUT ${access_table}
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/cmake/access_table.py ${access_json} ${access_table}
  DEPENDS ${access_json} ${CMAKE_SOURCE_DIR}/cmake/access_table.py
  VERBATIM)
target_sources(access PRIVATE ${access_table})
embed(access caregrid::access access_files ${access_json})
