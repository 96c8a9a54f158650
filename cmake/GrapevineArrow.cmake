# Arrow and Parquet as targets Arrow::arrow_shared and Parquet::parquet_shared: an installed one if
# there is one, else the libraries inside the pinned pyarrow wheel, with an rpath to it. Debian ships
# no Arrow C++.
# A Python package shares Arrow with the pyarrow beside it, so it links no other.
if(NOT SKBUILD)
  find_package(Arrow QUIET)
  find_package(Parquet QUIET)
endif()
if(NOT (Arrow_FOUND AND Parquet_FOUND))
  set(GRAPEVINE_PYARROW_SONAME 2600 CACHE STRING "SONAME of the pinned pyarrow's libarrow")
  # pip's own copy is at another place each time: .venv's, if it is there, lets the compiler cache hit.
  file(GLOB GRAPEVINE_PYARROW_DIR ${PROJECT_SOURCE_DIR}/.venv/lib/python3*/site-packages/pyarrow)
  if(SKBUILD AND NOT GRAPEVINE_PYARROW_DIR)
    execute_process(
      COMMAND ${Python_EXECUTABLE} -c "import pyarrow; print(pyarrow.__path__[0])"
      OUTPUT_VARIABLE GRAPEVINE_PYARROW_DIR OUTPUT_STRIP_TRAILING_WHITESPACE
      COMMAND_ERROR_IS_FATAL ANY)
  endif()
  if(NOT EXISTS "${GRAPEVINE_PYARROW_DIR}/libarrow.so.${GRAPEVINE_PYARROW_SONAME}")
    message(FATAL_ERROR "Neither an installed Arrow nor .venv with the pinned pyarrow: run scripts/setup.sh")
  endif()
  foreach(library arrow parquet arrow_compute)
    add_library(grapevine_wheel_${library} SHARED IMPORTED)
    set_target_properties(grapevine_wheel_${library} PROPERTIES
      IMPORTED_LOCATION ${GRAPEVINE_PYARROW_DIR}/lib${library}.so.${GRAPEVINE_PYARROW_SONAME}
      INTERFACE_INCLUDE_DIRECTORIES ${GRAPEVINE_PYARROW_DIR}/include)
  endforeach()
  target_link_libraries(grapevine_wheel_parquet INTERFACE grapevine_wheel_arrow)
  add_library(Arrow::arrow_shared ALIAS grapevine_wheel_arrow)
  add_library(Parquet::parquet_shared ALIAS grapevine_wheel_parquet)
endif()
