# embed(TARGET NAMESPACE FUNCTION FILES…) puts files into the program as they are.
#
# `std::span<const caregrid::core::EmbeddedFile> NAMESPACE::FUNCTION()` gives them in the order
# listed; declare it in a header of the room. The bytes enter by the assembler's .incbin, which takes
# megabytes in no time; a changed file is embedded again at the next build.
enable_language(ASM)

function(embed target namespace function)
  set(files ${ARGN})
  set(folder ${CMAKE_BINARY_DIR}/embedded)
  set(symbol embedded_${target}_${function})
  set(assembly "    .section .rodata\n")
  set(externs "")
  set(entries "")
  set(index 0)
  foreach(file IN LISTS files)
    get_filename_component(name ${file} NAME)
    set(at ${symbol}_${index})
    string(APPEND assembly "    .balign 16\n    .global ${at}, ${at}_end\n${at}:\n"
                           "    .incbin \"${file}\"\n${at}_end:\n    .byte 0\n")
    string(APPEND externs "extern const char ${at}[];\nextern const char ${at}_end[];\n")
    string(APPEND entries "      {\"${name}\", {${at}, static_cast<std::size_t>(${at}_end - ${at})}},\n")
    math(EXPR index "${index} + 1")
  endforeach()
  string(APPEND assembly "    .section .note.GNU-stack,\"\",%progbits\n")

  file(CONFIGURE OUTPUT ${folder}/${symbol}.S CONTENT "${assembly}" @ONLY)
  file(CONFIGURE OUTPUT ${folder}/${symbol}.cpp @ONLY CONTENT
"// Made by cmake/embed.cmake.
#include <array>
#include <span>

#include \"core/embedded.h\"

extern \"C\" {
${externs}}

namespace ${namespace} {

std::span<const caregrid::core::EmbeddedFile> ${function}();

std::span<const caregrid::core::EmbeddedFile> ${function}() {
  static const std::array<caregrid::core::EmbeddedFile, ${index}> files{{
${entries}  }};
  return files;
}

}  // namespace ${namespace}
")
  set_source_files_properties(${folder}/${symbol}.S PROPERTIES OBJECT_DEPENDS "${files}")
  target_sources(${target} PRIVATE ${folder}/${symbol}.S ${folder}/${symbol}.cpp)
endfunction()
