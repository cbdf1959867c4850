# The one program. Its web pages and schema are embedded, so that it is a single file.
if(EXISTS ${CMAKE_SOURCE_DIR}/src/app/main.cpp)
  add_executable(caregrid ${CMAKE_SOURCE_DIR}/src/app/main.cpp)
  target_link_libraries(caregrid PRIVATE app caregrid_warnings)
  set_target_properties(caregrid PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
endif()
