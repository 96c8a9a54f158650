# Fails on a test whose name has a character that means something in a CMake list: ctest would run it,
# and those after it, as one test of no such name.
cmake_minimum_required(VERSION 3.25)
file(GLOB_RECURSE files ${ROOT}/tests/*_test.cpp)
foreach(file IN LISTS files)
  file(READ ${file} text)
  if(text MATCHES "TEST_CASE\\([ \n]*(\"[^\"]*[][;][^\"]*\")")
    message(SEND_ERROR "${file}: rename the test ${CMAKE_MATCH_1}: no brackets or semicolons")
  endif()
endforeach()
