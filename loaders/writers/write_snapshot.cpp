#include "loaders/writers/write_snapshot.hpp"

#include <functional>

#include "loaders/writers/snapshot_file.hpp"

namespace grapevine {
namespace {

/// The sections of a graph, which are counted before they are written.
class SnapshotSections {
 public:
  explicit SnapshotSections(const Graph& graph) : parts_(graph.parts()) {
    head_ = {.nodes = graph.num_nodes(), .edges = graph.num_edges()};
    head_.self_loops = parts_.report.self_loops;
    head_.dropped = parts_.report.dropped;
    head_.parallel_edges = parts_.report.parallel_edges.value_or(0);
    head_.set(kCountsParallel, parts_.report.parallel_edges.has_value());
    head_.set(kHasIds, parts_.ids != nullptr);
    head_.set(kTextIds, parts_.ids && parts_.ids->is_text());
    const bool symmetric = parts_.in.neighbors.data() == parts_.out.neighbors.data();
    head_.set(kSymmetric, graph.has_in_rows() && symmetric);
    add_rows(graph.has_in_rows() && !symmetric);
    add_columns();
    add_type_names();
    if (parts_.ids) add_ids(*parts_.ids);
  }

  void write(const std::filesystem::path& path) const {
    SnapshotFile file(path, sections_.size());
    for (const auto& write_to : sections_) write_to(file);
    file.commit(head_);
  }

 private:
  template <class T>
  void add(SnapshotKind kind, const SharedArray<T>& items) {
    if (items.empty()) return;
    sections_.push_back([=](SnapshotFile& file) { file.write_section(kind, items.all()); });
  }

  void add_rows(bool incoming) {
    add(SnapshotKind::OutOffsets, parts_.out.offsets);
    add(SnapshotKind::OutNeighbors, parts_.out.neighbors);
    if (incoming) {
      add(SnapshotKind::InOffsets, parts_.in.offsets);
      add(SnapshotKind::InNeighbors, parts_.in.neighbors);
    }
    add(SnapshotKind::InEdges, parts_.in_edges);
  }

  void add_columns() {
    const GraphColumns& columns = parts_.columns;
    add(SnapshotKind::Weight, columns.weight);
    add(SnapshotKind::Sign, columns.sign);
    add(SnapshotKind::Type, columns.type);
    add(SnapshotKind::Begin, columns.time);
    add(SnapshotKind::Context, columns.context);
    add(SnapshotKind::End, columns.end);
  }

  void add_type_names() {
    if (parts_.type_names.empty()) return;
    std::vector<std::uint64_t> ends = {0};
    std::vector<char> bytes;
    for (const std::string& name : parts_.type_names) {
      bytes.insert(bytes.end(), name.begin(), name.end());
      ends.push_back(bytes.size());
    }
    add<std::uint64_t>(SnapshotKind::TypeNameEnds, std::move(ends));
    add<char>(SnapshotKind::TypeNames, std::move(bytes));
  }

  void add_ids(const IdIndex& ids) {
    if (ids.is_text()) {
      add(SnapshotKind::TextIdEnds, ids.texts().ends);
      add(SnapshotKind::TextIdBytes, ids.texts().bytes);
    } else {
      add(SnapshotKind::IntegerIds, ids.integers());
    }
    add(SnapshotKind::IdOrder, ids.ascending());
  }

  Graph::Parts parts_;
  SnapshotHead head_;
  std::vector<std::function<void(SnapshotFile&)>> sections_;
};

}  // namespace

void write_snapshot(const Graph& graph, const std::filesystem::path& path) {
  SnapshotSections(graph).write(path);
}

}  // namespace grapevine
