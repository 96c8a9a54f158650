// The C library igraph on one case of odd_numbers.py: a number for each node, or why there is none.
// Arguments: algorithm, damping, the weights of the four ties, the restart weights of the four
// nodes.
#include <igraph.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

void say_and_end(const char* reason, const char*, int, igraph_error_t) {
  std::printf("refused %s\n", reason);
  std::exit(0);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 11) return 2;
  igraph_set_error_handler(say_and_end);
  igraph_set_warning_handler(igraph_warning_handler_ignore);
  constexpr igraph_integer_t kEnds[] = {0, 1, 0, 2, 1, 2, 2, 0};
  igraph_vector_int_t ends;
  igraph_vector_int_init_array(&ends, kEnds, 8);
  igraph_t graph;
  igraph_create(&graph, &ends, 4, IGRAPH_DIRECTED);
  igraph_vector_t weights, restart, result;
  igraph_vector_init(&weights, 4);
  igraph_vector_init(&restart, 4);
  igraph_vector_init(&result, 4);
  for (int i = 0; i < 4; ++i) {
    VECTOR(weights)[i] = std::strtod(argv[3 + i], nullptr);
    VECTOR(restart)[i] = std::strtod(argv[7 + i], nullptr);
  }
  if (std::strcmp(argv[1], "strength") == 0)
    igraph_strength(&graph, &result, igraph_vss_all(), IGRAPH_OUT, IGRAPH_LOOPS, &weights);
  else
    igraph_personalized_pagerank(&graph, IGRAPH_PAGERANK_ALGO_PRPACK, &result, nullptr,
                                 igraph_vss_all(), IGRAPH_DIRECTED, std::strtod(argv[2], nullptr),
                                 std::strcmp(argv[1], "pagerank") == 0 ? nullptr : &restart,
                                 &weights, nullptr);
  for (int i = 0; i < 4; ++i) std::printf("%.17g ", VECTOR(result)[i]);
  std::printf("\n");
  return 0;
}
