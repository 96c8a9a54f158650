# Bundles the page of a report (study/report/page) into the library `study`: its HTML, style, and
# script with the npm packages that it draws with. scripts/setup.sh installs these into .node;
# without them the report is text, and says so.
set(page_sources ${PROJECT_SOURCE_DIR}/study/report/page)
set(page_modules ${PROJECT_SOURCE_DIR}/.node/node_modules)
set(page_folder ${PROJECT_BINARY_DIR}/report_page)

if(EXISTS ${page_modules}/.bin/esbuild)
  file(GLOB page_scripts CONFIGURE_DEPENDS ${page_sources}/src/*.js)
  add_custom_command(
    OUTPUT ${page_folder}/main.js ${page_folder}/style.css
    COMMAND ${CMAKE_COMMAND} -E env NODE_PATH=${page_modules} ${page_modules}/.bin/esbuild
      ${page_sources}/src/main.js ${page_sources}/style.css --bundle --minify --charset=utf8
      --legal-comments=none --target=es2022 --log-level=warning --outdir=${page_folder}
      --entry-names=[name]
    DEPENDS ${page_scripts} ${page_sources}/style.css ${page_modules}/.bin/esbuild
      ${page_sources}/package-lock.json
    COMMENT "Bundling the page of reports")
  set(PAGE_HTML ${page_sources}/index.html)
  set(PAGE_STYLE ${page_folder}/style.css)
  set(PAGE_SCRIPT ${page_folder}/main.js)
  configure_file(${PROJECT_SOURCE_DIR}/cmake/page_files.cpp.in ${page_folder}/page_files.cpp @ONLY)
  set_source_files_properties(${page_folder}/page_files.cpp PROPERTIES
    OBJECT_DEPENDS "${PAGE_HTML};${PAGE_STYLE};${PAGE_SCRIPT}")
else()
  message(STATUS "No npm packages in .node: reports will be text; scripts/setup.sh build installs them")
  configure_file(${PROJECT_SOURCE_DIR}/cmake/no_page_files.cpp.in ${page_folder}/page_files.cpp COPYONLY)
endif()
target_sources(grapevine_study PRIVATE ${page_folder}/page_files.cpp)
