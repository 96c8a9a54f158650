# Fails when docs/algorithms.md is not what the registry says.
cmake_minimum_required(VERSION 3.25)
execute_process(COMMAND ${PROGRAM} algorithms --markdown OUTPUT_VARIABLE now RESULT_VARIABLE failed)
file(READ ${ROOT}/docs/algorithms.md page)
if(failed OR NOT now STREQUAL page)
  message(SEND_ERROR "docs/algorithms.md is out of date: run make docs")
endif()
