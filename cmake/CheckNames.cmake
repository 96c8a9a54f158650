# Fails when study/, cli/ or python/ under ROOT names an algorithm that `PROGRAM algorithms --json`
# lists: in a string literal that is the name, or by including a header of that name. Comments may.
cmake_minimum_required(VERSION 3.25)

execute_process(COMMAND ${PROGRAM} algorithms --json OUTPUT_VARIABLE catalogue
  COMMAND_ERROR_IS_FATAL ANY)
string(JSON count LENGTH "${catalogue}")
if(count EQUAL 0)
  message(FATAL_ERROR "${PROGRAM} lists no algorithm")
endif()
math(EXPR last "${count} - 1")
set(names)
foreach(i RANGE ${last})
  string(JSON name GET "${catalogue}" ${i} name)
  list(APPEND names ${name})
endforeach()
list(JOIN names "|" any_name)

set(files)
foreach(folder study cli python)
  file(GLOB_RECURSE found RELATIVE ${ROOT}
    ${ROOT}/${folder}/*.cpp ${ROOT}/${folder}/*.hpp ${ROOT}/${folder}/*.py)
  list(APPEND files ${found})
endforeach()

# Comments are what follows a mark that stands outside of string literals.
set(cpp_code "([^\"/]|/[^\"/]|\"[^\"]*\")*")
set(py_code "([^\"'#]|\"[^\"]*\"|'[^']*')*")

foreach(file IN LISTS files)
  if(file MATCHES "\\.py$")
    set(naming "\"(${any_name})\"|'(${any_name})'")
    set(comment "^(${py_code})#.*$")
  else()
    set(naming "\"(${any_name})\"|^[ \t]*#[ \t]*include[ \t]*[<\"]([^\">]*/)?(${any_name})\\.h(pp)?[\">]")
    set(comment "^(${cpp_code})//.*$")
  endif()
  file(READ ${ROOT}/${file} text)
  # Characters that cut or join the items of a CMake list mean nothing here.
  string(REGEX REPLACE "[][;\\]" "~" text "${text}")
  string(REPLACE "\n" ";" lines "${text}")
  list(FILTER lines INCLUDE REGEX "${naming}")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "${comment}" "\\1" code "${line}")
    if(code MATCHES "${naming}")
      message(SEND_ERROR "${file}: names an algorithm: ${line}")
    endif()
  endforeach()
endforeach()
