# What a guardian is told and asked is data, compiled in like the table of rights.
set(consent_packs ${CMAKE_SOURCE_DIR}/packs/core/access.json ${CMAKE_SOURCE_DIR}/packs/core/consent.json
                  ${CMAKE_SOURCE_DIR}/packs/core/consent_texts.zh.json
                  ${CMAKE_SOURCE_DIR}/packs/core/consent_texts.en.json)
set(consent_table ${CMAKE_BINARY_DIR}/embedded/consent_table.cpp)
add_custom_command(
  OUTPUT ${consent_table}
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/cmake/consent_table.py ${consent_packs} ${consent_table}
  DEPENDS ${consent_packs} ${CMAKE_SOURCE_DIR}/cmake/consent_table.py
  VERBATIM)
target_sources(access PRIVATE ${consent_table})
