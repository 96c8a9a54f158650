# Proves that the build for ThreadSanitizer bites: PROGRAM, tests/engine/parallel/planted_race, must
# be reported for its race in run_blocks, with ThreadSanitizer's exit code 66, and pass without it.
cmake_minimum_required(VERSION 3.25)

set(ENV{TSAN_OPTIONS} "exitcode=66")
foreach(expected "racing;66" "clean;0")
  list(GET expected 0 how)
  list(GET expected 1 code)
  execute_process(COMMAND ${PROGRAM} ${how} RESULT_VARIABLE result OUTPUT_VARIABLE said
    ERROR_VARIABLE said TIMEOUT 60)
  if(how STREQUAL "racing" AND NOT said MATCHES "ThreadSanitizer: data race.*planted_race\\.cpp.*run_blocks")
    message(SEND_ERROR "the planted race was not reported: ${said}")
  elseif(how STREQUAL "clean" AND said MATCHES "ThreadSanitizer")
    message(SEND_ERROR "a report where there is no race: ${said}")
  endif()
  if(NOT result STREQUAL code)
    message(SEND_ERROR "planted_race ${how}: exit code ${result}, not ${code}")
  endif()
endforeach()
