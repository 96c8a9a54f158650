# Fails when a source under ROOT lacks its test, or an algorithm or loader its benchmark.
cmake_minimum_required(VERSION 3.25)

set(sources)
foreach(folder engine algorithms loaders adapters study cli)
  file(GLOB_RECURSE found RELATIVE ${ROOT} ${ROOT}/${folder}/*.cpp)
  list(APPEND sources ${found})
endforeach()
list(FILTER sources EXCLUDE REGEX "^cli/main\\.cpp$|/registry\\.cpp$")

# The Python package: X.cpp, _X.py and X_test.py; its entry points are tested by all of these.
file(GLOB python_sources RELATIVE ${ROOT} ${ROOT}/python/*.cpp ${ROOT}/python/grapevine/_*.py)
list(FILTER python_sources EXCLUDE REGEX "/module\\.cpp$|/__init__\\.py$")
foreach(source IN LISTS python_sources)
  string(REGEX REPLACE "^python/(grapevine/_)?(.*)\\.(cpp|py)$" "\\2" stem ${source})
  if(NOT EXISTS ${ROOT}/tests/python/${stem}_test.py)
    message(SEND_ERROR "${source}: has no tests/python/${stem}_test.py")
  endif()
endforeach()

# The converters of public data sets.
file(GLOB converters RELATIVE ${ROOT}/datasets/convert ${ROOT}/datasets/convert/*.py)
foreach(converter IN LISTS converters)
  string(REGEX REPLACE "\\.py$" "_test.py" test convert_${converter})
  if(NOT EXISTS ${ROOT}/tests/datasets/${test})
    message(SEND_ERROR "datasets/convert/${converter}: has no tests/datasets/${test}")
  endif()
endforeach()

foreach(source IN LISTS sources)
  string(REGEX REPLACE "\\.cpp$" "" stem ${source})
  # Two back ends of one header.
  string(REGEX REPLACE "^(engine/parallel/.*)_(tbb|threads)$" "\\1" tested ${stem})
  string(REGEX REPLACE "^engine/parallel/blocks$" "engine/parallel/loops" tested ${tested})
  if(NOT EXISTS ${ROOT}/tests/${tested}_test.cpp)
    message(SEND_ERROR "${source}: has no tests/${tested}_test.cpp")
  endif()
  # A loader's benchmark measures the whole loader: its helpers need none of their own.
  if(stem MATCHES "^(algorithms|loaders)/[^/]+/" AND NOT stem MATCHES "^loaders/(columnar|writers)/"
     AND NOT stem MATCHES "^loaders/(edge_list|graph_formats|study_tables)/(numbered_text|snapshot_layout|id_places|lines|number_lines|number_graph|konect|columns|rows|erase_rows|sample|identities|purchase_margin|statements|quality/.*)$"
     AND NOT EXISTS ${ROOT}/bench/${stem}_bench.cpp)
    message(SEND_ERROR "${source}: has no bench/${stem}_bench.cpp")
  endif()
endforeach()
