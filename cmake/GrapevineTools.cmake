# ccache and mold where the machine has them.
find_program(GRAPEVINE_CCACHE ccache)
if(GRAPEVINE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # With less it would not keep what is compiled with a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    ${GRAPEVINE_CCACHE})
endif()
find_program(GRAPEVINE_MOLD mold)
if(GRAPEVINE_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
