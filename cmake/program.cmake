# The one program. Its web pages and schema are embedded, so that it is a single file.
include(assets)
if(EXISTS ${CMAKE_SOURCE_DIR}/src/app/main.cpp)
  embed_assets(app ${CMAKE_SOURCE_DIR}/web/dist ${CMAKE_SOURCE_DIR}/src/app/no_web)
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/embedded/version.cpp @ONLY CONTENT
"// Made by cmake/program.cmake.
#include \"app/version.h\"

namespace caregrid::app {

std::string_view program_version() { return \"${PROJECT_VERSION}\"; }

}  // namespace caregrid::app
")
  target_sources(app PRIVATE ${CMAKE_BINARY_DIR}/embedded/version.cpp)
  add_executable(caregrid ${CMAKE_SOURCE_DIR}/src/app/main.cpp)
  target_link_libraries(caregrid PRIVATE app caregrid_warnings)
  set_target_properties(caregrid PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
endif()
