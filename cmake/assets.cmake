# embed_assets(TARGET FOLDER) puts the built web app into the program: each file as it is and, where
# that gains something, compressed. The table is `caregrid::app::web_assets()`.
#
# Without a built web app the program still builds, and its page says how to build it. Run at build
# time too (cmake -P) to make the files, so that editing the web app never means configuring again
# unless a file's name changed.

if(CMAKE_SCRIPT_MODE_FILE)
  # cmake -DFOLDER= -DOUTPUT= -P assets.cmake: writes OUTPUT.S, OUTPUT.cpp and OUTPUT_gzip/*.
  set(types html "text/html\; charset=utf-8" js "text/javascript\; charset=utf-8"
    css "text/css\; charset=utf-8" json "application/json" svg "image/svg+xml" png "image/png" ico "image/x-icon"
    webmanifest "application/manifest+json" woff2 "font/woff2" geojson "application/geo+json"
    txt "text/plain\; charset=utf-8")
  file(GLOB_RECURSE files LIST_DIRECTORIES false RELATIVE ${FOLDER} ${FOLDER}/*)
  list(FILTER files EXCLUDE REGEX "(^|/)\\.|\\.map$")
  list(SORT files)
  file(MAKE_DIRECTORY ${OUTPUT}_gzip)
  set(assembly "    .section .rodata\n")
  set(externs "")
  set(entries "")
  set(index 0)
  foreach(file IN LISTS files)
    string(REGEX REPLACE ".*\\." "" ending ${file})
    list(FIND types "${ending}" at)
    if(at EQUAL -1)
      set(type "application/octet-stream")
    else()
      math(EXPR at "${at} + 1")
      list(GET types ${at} type)
    endif()
    file(SHA256 ${FOLDER}/${file} hash)
    string(SUBSTRING ${hash} 0 32 etag)
    # Named by content, so that an old copy can never be taken for a new one.
    set(packed ${OUTPUT}_gzip/${hash}.gz)
    if(NOT EXISTS ${packed})
      execute_process(COMMAND gzip -9 -n -c ${FOLDER}/${file} OUTPUT_FILE ${packed})
    endif()
    file(SIZE ${FOLDER}/${file} size)
    file(SIZE ${packed} packed_size)
    set(gzip "{}")
    string(APPEND assembly "    .balign 16\n    .global web_${index}, web_${index}_end\n"
      "web_${index}:\n    .incbin \"${FOLDER}/${file}\"\nweb_${index}_end:\n    .byte 0\n")
    string(APPEND externs "extern const char web_${index}[];\nextern const char web_${index}_end[];\n")
    if(packed_size LESS size)
      string(APPEND assembly "    .balign 16\n    .global web_${index}_gzip, web_${index}_gzip_end\n"
        "web_${index}_gzip:\n    .incbin \"${packed}\"\nweb_${index}_gzip_end:\n    .byte 0\n")
      string(APPEND externs "extern const char web_${index}_gzip[];\n"
        "extern const char web_${index}_gzip_end[];\n")
      set(gzip "piece(web_${index}_gzip, web_${index}_gzip_end)")
    endif()
    set(is_hashed false)
    if(file MATCHES "^assets/")
      set(is_hashed true)
    endif()
    string(APPEND entries "    caregrid::http::Asset{\"/${file}\", \"${type}\", \"\\\"${etag}\\\"\",\n"
      "      piece(web_${index}, web_${index}_end), ${gzip}, ${is_hashed}},\n")
    math(EXPR index "${index} + 1")
  endforeach()
  string(APPEND assembly "    .section .note.GNU-stack,\"\",%progbits\n")
  file(WRITE ${OUTPUT}.S "${assembly}")
  file(WRITE ${OUTPUT}.cpp
"// Made by cmake/assets.cmake from the built web app.
#include <array>

#include \"app/web_assets.h\"

extern \"C\" {
${externs}}

namespace caregrid::app {
namespace {

std::string_view piece(const char* start, const char* end) {
  return {start, static_cast<std::size_t>(end - start)};
}

}  // namespace

std::span<const http::Asset> web_assets() {
  static const std::array<http::Asset, ${index}> assets{
${entries}  };
  return assets;
}

}  // namespace caregrid::app
")
  return()
endif()

enable_language(ASM)

function(embed_assets target folder fallback)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS LIST_DIRECTORIES false ${folder}/*)
  if(NOT EXISTS ${folder}/index.html)
    set(folder ${fallback})
    file(GLOB_RECURSE files CONFIGURE_DEPENDS LIST_DIRECTORIES false ${folder}/*)
  endif()
  set(output ${CMAKE_BINARY_DIR}/embedded/web_assets)
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/embedded)
  add_custom_command(
    OUTPUT ${output}.S ${output}.cpp
    COMMAND ${CMAKE_COMMAND} -DFOLDER=${folder} -DOUTPUT=${output} -P ${CMAKE_SOURCE_DIR}/cmake/assets.cmake
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/assets.cmake
    COMMENT "Embedding the web app" VERBATIM)
  set_source_files_properties(${output}.S PROPERTIES OBJECT_DEPENDS "${files}")
  target_sources(${target} PRIVATE ${output}.S ${output}.cpp)
endfunction()
