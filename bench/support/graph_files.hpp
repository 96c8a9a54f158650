#pragma once
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "algorithms/generation/rmat.hpp"
#include "engine/graph/graph.hpp"
#include "loaders/edge_list/edge_list.hpp"
#include "loaders/writers/write_arcs.hpp"
#include "loaders/writers/write_snapshot.hpp"
#include "loaders/writers/write_ties.hpp"

namespace grapevine::bench {

/// One graph as text, compressed text and a snapshot: R-MAT of scale GRAPEVINE_BENCH_SCALE (16),
/// edge factor 16, symmetrised and without loops and duplicates as Graph500 has it; or the text
/// that GRAPEVINE_BENCH_GRAPH names, of which .gz, .zst and .gv stand beside it or are not
/// measured.
class GraphFiles {
 public:
  static const GraphFiles& get() {
    static const GraphFiles files;
    return files;
  }

  std::filesystem::path with(const std::string& ending) const { return text_.string() + ending; }
  bool has(const std::string& ending) const { return std::filesystem::exists(with(ending)); }
  std::int64_t text_bytes() const {
    return static_cast<std::int64_t>(std::filesystem::file_size(text_));
  }

  ~GraphFiles() {
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }

 private:
  GraphFiles() {
    if (const char* named = std::getenv("GRAPEVINE_BENCH_GRAPH")) {
      text_ = named;
      return;
    }
    const char* scale = std::getenv("GRAPEVINE_BENCH_SCALE");
    folder_ = std::filesystem::temp_directory_path() / "grapevine_bench_graph";
    std::filesystem::create_directories(folder_);
    text_ = folder_ / "rmat.txt";
    write_arcs(*rmat({.scale = scale ? std::atoi(scale) : 16, .seed = 1}), text_);
    const Graph graph = read_edge_list(text_, {.graph = {.directed = false,
                                                         .self_loops = SelfLoops::Drop,
                                                         .parallel_edges = ParallelEdges::Drop}});
    write_ties_text(graph, text_);
    write_snapshot(read_edge_list(text_, {.graph = {.canonical = false}}), with(".gv"));
    std::system(("gzip -k " + text_.string()).c_str());
    std::system(("zstd -q -k " + text_.string()).c_str());
  }

  std::filesystem::path folder_, text_;
};

}  // namespace grapevine::bench
