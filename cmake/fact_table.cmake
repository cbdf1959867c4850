# The fact vocabulary is data, compiled in: what can be entered is what the packs say.
set(fact_packs ${CMAKE_SOURCE_DIR}/packs/core/facts.json ${fact_files})
set(fact_table ${CMAKE_BINARY_DIR}/embedded/fact_table.cpp)
add_custom_command(
  OUTPUT ${fact_table}
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/cmake/fact_table.py ${fact_table} ${fact_packs}
  DEPENDS ${fact_packs} ${CMAKE_SOURCE_DIR}/cmake/fact_table.py
  VERBATIM)
target_sources(registry PRIVATE ${fact_table})
