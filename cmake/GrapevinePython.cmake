# Python and nanobind: pip's, or those of .venv. Defines grapevine_package.
if(NOT SKBUILD)
  set(Python_EXECUTABLE ${PROJECT_SOURCE_DIR}/.venv/bin/python)
endif()
find_package(Python 3.10 REQUIRED COMPONENTS Interpreter Development.Module)
execute_process(
  COMMAND ${Python_EXECUTABLE} -m nanobind --cmake_dir
  OUTPUT_VARIABLE nanobind_ROOT OUTPUT_STRIP_TRAILING_WHITESPACE
  RESULT_VARIABLE failed ERROR_QUIET)
if(failed)
  message(FATAL_ERROR "${Python_EXECUTABLE} has no nanobind: run scripts/setup.sh test")
endif()
find_package(nanobind CONFIG REQUIRED)
nanobind_build_library(nanobind-static AS_SYSINCLUDE)

# The target `name` makes a package in FOLDER/grapevine, importable from FOLDER: the extension out of
# the objects given and the libraries, the Python sources and the program by links, and the stub
# that the extension itself tells.
function(grapevine_package name folder)
  set(package ${folder}/grapevine)
  nanobind_add_module(${name}_core NB_SUPPRESS_WARNINGS NOMINSIZE ${ARGN})
  target_link_libraries(${name}_core PRIVATE grapevine::study)
  set_target_properties(${name}_core PROPERTIES
    OUTPUT_NAME _core LIBRARY_OUTPUT_DIRECTORY ${package} INSTALL_RPATH "$ORIGIN/../pyarrow")
  file(MAKE_DIRECTORY ${package}/bin)
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/python/grapevine/*.py
    ${PROJECT_SOURCE_DIR}/python/grapevine/*.pyi
    ${PROJECT_SOURCE_DIR}/python/grapevine/py.typed)
  foreach(source IN LISTS sources)
    get_filename_component(file ${source} NAME)
    file(CREATE_LINK ${source} ${package}/${file} SYMBOLIC)
  endforeach()
  file(CREATE_LINK ${PROJECT_BINARY_DIR}/grapevine ${package}/bin/grapevine SYMBOLIC)
  add_custom_command(OUTPUT ${package}/__init__.pyi
    COMMAND ${CMAKE_COMMAND} -E env "PYTHONPATH=${folder}:$ENV{PYTHONPATH}" PYTHONDONTWRITEBYTECODE=1
      ${Python_EXECUTABLE} -m grapevine._stubs ${package}/__init__.pyi
    DEPENDS ${name}_core ${sources} VERBATIM)
  add_custom_target(${name} ALL DEPENDS ${package}/__init__.pyi grapevine)
endfunction()
