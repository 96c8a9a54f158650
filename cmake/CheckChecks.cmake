# Proves that the structural checks bite: each passes on a clean tree, and fails once a file that
# breaks one of its rules is added. The trees are made in the current folder.
cmake_minimum_required(VERSION 3.25)

set(tree ${CMAKE_CURRENT_BINARY_DIR}/checked_tree)
set(catalogue ${CMAKE_CURRENT_BINARY_DIR}/checked_catalogue.sh)
file(WRITE ${catalogue} "#!/bin/sh\n[ \"$*\" = 'algorithms --json' ] || exit 2
echo '[{\"name\": \"pagerank\", \"summary\": \"[a]; b\"}, {\"name\": \"last_touch\"}]'\n")
file(CHMOD ${catalogue} PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)

# Every file with a right to what it includes and says, and with its test and benchmark.
function(make_clean_tree)
  file(REMOVE_RECURSE ${tree})
  foreach(line
      "engine/base/a.hpp|#include <vector>"
      "engine/base/a.cpp|#include \"engine/base/a.hpp\""
      "engine/graph/g.hpp|#include \"engine/parallel/loops.hpp\""
      "engine/parallel/loops.hpp|#include \"engine/base/a.hpp\""
      "engine/parallel/node_loops.hpp|#include \"engine/graph/g.hpp\""
      "engine/parallel/blocks_tbb.cpp|#include <tbb/parallel_for.h>"
      "engine/parallel/blocks_threads.cpp|#include \"engine/parallel/loops.hpp\""
      "engine/table/t.hpp|#include <arrow/api.h>"
      "loaders/columnar/c.cpp|#include <parquet/arrow/reader.h>"
      "loaders/writers/w.cpp|#include <arrow/api.h>"
      "loaders/edge_list/e.cpp|#include \"engine/graph/g.hpp\""
      "adapters/igraph/i.cpp|#include <igraph/igraph.h>"
      "algorithms/centrality/pagerank.cpp|#include \"engine/graph/g.hpp\""
      "algorithms/registry.cpp|#include \"algorithms/centrality/pagerank.hpp\""
      "study/s.cpp|#include \"algorithms/registry.hpp\" // like \"pagerank\""
      "study/t.cpp|const char* x = \"pagerank of ties\"; // \"pagerank\" // \"last_touch\""
      "study/comment.cpp|  /// Not 'it': \"pagerank\" [as"
      "cli/main.cpp|#include \"study/s.hpp\""
      "python/p.py|x = 'pagerank_share'  # not \"pagerank\""
      "tests/engine/base/a_test.cpp|#include <arrow/api.h>"
      "tests/engine/parallel/loops_test.cpp|#include <tbb/parallel_for.h>"
      "tests/loaders/columnar/c_test.cpp|#include \"study/s.hpp\""
      "tests/loaders/writers/w_test.cpp|" "tests/loaders/edge_list/e_test.cpp|"
      "tests/adapters/igraph/i_test.cpp|" "tests/study/s_test.cpp|" "tests/study/comment_test.cpp|" "tests/study/t_test.cpp|"
      "tests/algorithms/centrality/pagerank_test.cpp|#include <igraph/igraph.h>"
      "bench/algorithms/centrality/pagerank_bench.cpp|#include <igraph/igraph.h>"
      "bench/loaders/edge_list/e_bench.cpp|")
    string(REGEX MATCH "^([^|]*)\\|(.*)$" whole "${line}")
    file(WRITE ${tree}/${CMAKE_MATCH_1} "// First line.\n${CMAKE_MATCH_2}\n")
  endforeach()
endfunction()

function(run_check check result)
  execute_process(
    COMMAND ${CMAKE_COMMAND} -D ROOT=${tree} -D PROGRAM=${catalogue} -P ${ROOT}/cmake/${check}.cmake
    RESULT_VARIABLE status OUTPUT_VARIABLE said ERROR_VARIABLE said)
  set(${result} ${status} PARENT_SCOPE)
  set(said "${said}" PARENT_SCOPE)
endfunction()

# `check` must fail, and name the file, when `file` with `content` is put into a clean tree.
function(expect_failure check file content)
  make_clean_tree()
  file(WRITE ${tree}/${file} "${content}\n")
  run_check(${check} status)
  string(FIND "${said}" "${file}" place)
  if(status EQUAL 0 OR place EQUAL -1)
    message(SEND_ERROR "${check} overlooks ${file} with: ${content}")
  endif()
endfunction()

make_clean_tree()
foreach(check CheckArrows CheckMirror CheckNames)
  run_check(${check} status)
  if(NOT status EQUAL 0)
    message(SEND_ERROR "${check} fails on a clean tree: ${said}")
  endif()
endforeach()

foreach(arrow "engine algorithms" "engine loaders" "engine adapters" "engine study" "engine cli"
    "engine serve" "engine python" "engine spark" "engine tests" "engine bench"
    "algorithms loaders" "algorithms adapters" "algorithms study" "algorithms cli"
    "algorithms tests" "loaders algorithms" "loaders adapters" "loaders study" "loaders serve"
    "adapters algorithms" "adapters loaders" "adapters study" "adapters python"
    "study cli" "study serve" "study python" "study spark" "study tests" "cli bench")
  string(REPLACE " " ";" ends ${arrow})
  list(GET ends 0 from)
  list(GET ends 1 to)
  expect_failure(CheckArrows ${from}/x/x.hpp "#include \"${to}/y/y.hpp\"")
endforeach()
expect_failure(CheckArrows engine/x/x.cpp "  #  include <study/y.hpp>")
expect_failure(CheckArrows engine/base/x.hpp "#include \"engine/parallel/loops.hpp\"")
expect_failure(CheckArrows engine/parallel/x.hpp "#include \"engine/graph/g.hpp\"")
expect_failure(CheckArrows engine/parallel/node_loops.hpp "#include \"engine/table/t.hpp\"")
expect_failure(CheckArrows engine/graph/x.cpp "#include <tbb/parallel_for.h>")
expect_failure(CheckArrows algorithms/x/x.cpp "#include <oneapi/tbb/parallel_for.h>")
expect_failure(CheckArrows loaders/edge_list/x.cpp "#include <arrow/api.h>")
expect_failure(CheckArrows study/x.cpp "#include <parquet/arrow/writer.h>")
expect_failure(CheckArrows algorithms/x/x.cpp "#include <igraph/igraph.h>")
expect_failure(CheckArrows study/x.cpp "#include <igraph.h>")
expect_failure(CheckArrows algorithms/x/x.cpp "#include \"../../loaders/y.hpp\"")
expect_failure(CheckArrows algorithms/x/x.cpp "#include \"y.hpp\"")

foreach(folder engine/x algorithms/x loaders/x loaders/columnar adapters/igraph study cli)
  expect_failure(CheckMirror ${folder}/untested.cpp "")
endforeach()

foreach(source python/untested.cpp python/grapevine/_untested.py datasets/convert/untested.py)
  expect_failure(CheckMirror ${source} "")
endforeach()

# A source with a test that lacks its benchmark.
foreach(source algorithms/x/slow loaders/x/slow)
  make_clean_tree()
  file(WRITE ${tree}/${source}.cpp "\n")
  file(WRITE ${tree}/tests/${source}_test.cpp "\n")
  run_check(CheckMirror status)
  if(status EQUAL 0 OR NOT said MATCHES "bench/${source}_bench.cpp")
    message(SEND_ERROR "CheckMirror overlooks that ${source}.cpp has no benchmark")
  endif()
endforeach()
make_clean_tree()
file(REMOVE ${tree}/tests/engine/parallel/loops_test.cpp)
run_check(CheckMirror status)
if(NOT said MATCHES "blocks_tbb" OR NOT said MATCHES "blocks_threads")
  message(SEND_ERROR "CheckMirror overlooks the back ends of engine/parallel")
endif()

foreach(folder study cli python)
  expect_failure(CheckNames ${folder}/x.cpp "run(\"pagerank\");")
  expect_failure(CheckNames ${folder}/deep/x.hpp "#include \"algorithms/centrality/pagerank.hpp\"")
endforeach()
expect_failure(CheckNames study/x.cpp "get(\"http://x\", \"last_touch\");  // the default")
expect_failure(CheckNames study/x.cpp "a[i] = {\"pagerank\"};")
expect_failure(CheckNames study/x.cpp "f([&] {  // ]\n  a[\"pagerank\"] = 1;\n")
expect_failure(CheckNames python/x.py "run(\"pagerank\")")
expect_failure(CheckNames python/x.py "run('#', 'last_touch')  # it's")

# A program that fails, or lists nothing, proves nothing.
make_clean_tree()
foreach(reply "exit 1" "echo '[]'" "echo nonsense")
  file(WRITE ${catalogue} "#!/bin/sh\n${reply}\n")
  run_check(CheckNames status)
  if(status EQUAL 0)
    message(SEND_ERROR "CheckNames trusts a program that does: ${reply}")
  endif()
endforeach()
file(REMOVE_RECURSE ${tree})
file(REMOVE ${catalogue})
