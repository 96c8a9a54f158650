# ccache and mold where the machine has them.
find_program(GRAPEVINE_CCACHE ccache)
if(GRAPEVINE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${GRAPEVINE_CCACHE})
endif()
find_program(GRAPEVINE_MOLD mold)
if(GRAPEVINE_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
