# Test programs that span rooms: one folder of tests/, one program.
function(test_folder folder)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${folder}/*_test.cpp)
  if(sources)
    add_test_program(${folder}_test ROOMS ${ARGN} SOURCES ${sources})
  endif()
endfunction()

test_folder(conformance app)
test_folder(properties app)
