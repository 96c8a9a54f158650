# Bundles the page of a report (study/report/page) into the library `study`: its HTML, style, and
# script with the npm packages that it draws with. scripts/setup.sh installs these into .node;
# without them the report is text, and says so.
set(page_sources ${PROJECT_SOURCE_DIR}/study/report/page)
set(page_modules ${PROJECT_SOURCE_DIR}/.node/node_modules)
set(page_folder ${PROJECT_BINARY_DIR}/report_page)

find_program(page_node node)
if(page_node AND EXISTS ${PROJECT_SOURCE_DIR}/.node/installed)
  file(GLOB page_scripts CONFIGURE_DEPENDS ${page_sources}/src/*.js)
  set(PAGE_HTML ${page_sources}/index.html)
  set(PAGE_STYLE ${page_folder}/style.css)
  set(PAGE_SCRIPT ${page_folder}/main.js)
  set(PAGE_LICENCES ${page_folder}/licences.txt)
  add_custom_command(
    OUTPUT ${PAGE_STYLE} ${PAGE_SCRIPT} ${PAGE_LICENCES}
    COMMAND ${page_node} ${page_sources}/bundle.mjs ${page_modules} ${page_folder}
    DEPENDS ${page_scripts} ${page_sources}/bundle.mjs ${page_sources}/style.css
      ${page_sources}/package-lock.json
    COMMENT "Bundling the page of reports")
  configure_file(${PROJECT_SOURCE_DIR}/cmake/page_files.cpp.in ${page_folder}/page_files.cpp @ONLY)
  set_source_files_properties(${page_folder}/page_files.cpp PROPERTIES
    OBJECT_DEPENDS "${PAGE_HTML};${PAGE_STYLE};${PAGE_SCRIPT};${PAGE_LICENCES}")
else()
  message(STATUS "No npm packages in .node: reports will be text; scripts/setup.sh build installs them")
  configure_file(${PROJECT_SOURCE_DIR}/cmake/no_page_files.cpp.in ${page_folder}/page_files.cpp COPYONLY)
endif()
target_sources(grapevine_study PRIVATE ${page_folder}/page_files.cpp)
