# Options that every target of ours is compiled with.
add_library(grapevine_options INTERFACE)
target_compile_features(grapevine_options INTERFACE cxx_std_20)
target_include_directories(grapevine_options INTERFACE ${PROJECT_SOURCE_DIR})
# GCC 12 warns of overlapping copies in its own std::string (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(grapevine_options INTERFACE -Wno-restrict)
endif()
# No fused multiply-add: the same bits on every x86-64, whatever the compiler finds profitable.
target_compile_options(grapevine_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -Wno-missing-field-initializers
  -ffp-contract=off)

# Adds the library grapevine::NAME (slashes become underscores) from every source file in its folder.
function(grapevine_library folder)
  cmake_parse_arguments(ARG "" "" "LINK;EXCLUDE" ${ARGN})
  string(REPLACE "/" "_" name ${folder})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.cpp)
  foreach(pattern IN LISTS ARG_EXCLUDE)
    list(FILTER sources EXCLUDE REGEX ${pattern})
  endforeach()
  add_library(grapevine_${name} STATIC ${sources})
  add_library(grapevine::${name} ALIAS grapevine_${name})
  target_link_libraries(grapevine_${name} PUBLIC grapevine_options ${ARG_LINK})
  # One set of objects serves the program and the Python extension; calls inside a library stay direct.
  set_target_properties(grapevine_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  target_compile_options(grapevine_${name} PRIVATE -fno-semantic-interposition)
endfunction()
