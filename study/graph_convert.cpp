#include "study/graph_convert.hpp"

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/writers/write_snapshot.hpp"
#include "loaders/writers/write_table.hpp"
#include "loaders/writers/write_ties.hpp"

namespace grapevine {

void check_graph_ending(const std::filesystem::path& path) {
  const std::string ending = path.extension().string();
  if (ending == ".gv" || is_table_ending(ending) || is_ties_text_ending(ending)) return;
  throw Error(ErrorCode::BadInput, path_text(path),
              "the ending " + in_quotes(ending) + " is of no graph file to write",
              "use .gv, .parquet, .arrow, .csv, .txt, .el, .edges, .edgelist or .tsv");
}

void write_graph_file(const Graph& graph, const std::filesystem::path& path) {
  check_graph_ending(path);
  const std::string ending = path.extension().string();
  if (ending == ".gv") return write_snapshot(graph, path);
  if (is_ties_text_ending(ending)) return write_ties_text(graph, path);
  if (ending == ".csv") return write_ties_csv(graph, path);
  write_table(ties_table(graph), path);
}

std::string converted_text(const Graph& graph, const std::filesystem::path& path) {
  return fmt::format("{} arcs between {} nodes written to {}\n",
                     grouped(static_cast<std::int64_t>(graph.num_edges())),
                     grouped(std::int64_t{graph.num_nodes()}), path_text(path));
}

std::string converted_json(const Graph& graph) {
  return fmt::format("{{\"nodes\": {}, \"arcs\": {}}}\n", graph.num_nodes(), graph.num_edges());
}

}  // namespace grapevine
