#include "loaders/graph_formats/snapshot.hpp"

#include <fmt/format.h>

#include <atomic>
#include <cstring>
#include <memory>
#include <optional>
#include <vector>

#include "engine/base/error.hpp"
#include "engine/parallel/loops.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/columnar/mapped_file.hpp"
#include "loaders/graph_formats/snapshot_layout.hpp"

namespace grapevine {

namespace {

using Kind = SnapshotKind;

std::string_view name_of(Kind kind) { return SnapshotSection{.kind = kind}.name(); }

/// Opens a mapped file as a graph.
class SnapshotReader {
 public:
  SnapshotReader(const std::filesystem::path& path)
      : shown_(path_text(path)), file_(std::make_shared<std::optional<MappedFile>>()) {
    *file_ = MappedFile::open(path);
    if (!*file_) {
      read_file_bytes(path);  // says what is wrong with it, if something is
      refuse("is no snapshot", "write one with 'grapevine graph convert'");
    }
    text_ = (*file_)->text();
    read_head();
  }

  Graph graph(SnapshotCheck check) {
    if (check == SnapshotCheck::Whole) check_sums();
    Graph::Parts parts;
    parts.out = {array<EdgeId>(Kind::OutOffsets, head_.nodes + 1),
                 array<NodeId>(Kind::OutNeighbors, head_.edges)};
    if (has(kSymmetric)) {
      parts.in = parts.out;
    } else if (find(Kind::InOffsets)) {
      parts.in = {array<EdgeId>(Kind::InOffsets, head_.nodes + 1),
                  array<NodeId>(Kind::InNeighbors, head_.edges)};
      parts.in_edges = column<EdgeId>(Kind::InEdges, head_.edges);
    }
    parts.columns = {column<double>(Kind::Weight, head_.edges),
                     column<std::int8_t>(Kind::Sign, head_.edges),
                     column<std::uint16_t>(Kind::Type, head_.edges),
                     column<Time>(Kind::Begin, head_.edges),
                     column<ContextId>(Kind::Context, head_.edges),
                     column<Time>(Kind::End, head_.edges)};
    parts.type_names = type_names();
    parts.report = {.self_loops = head_.self_loops, .dropped = head_.dropped};
    parts.report.parallel_edges.reset();
    if (has(kCountsParallel)) parts.report.parallel_edges = head_.parallel_edges;
    if (has(kHasIds)) parts.ids = ids();
    if (check == SnapshotCheck::Whole) check_parts(parts);
    return Graph::of_parts(std::move(parts));
  }

  bool has_in_rows() const { return has(kSymmetric) || find(Kind::InOffsets) != nullptr; }

  GraphSize size() const {
    GraphSize size{.nodes = head_.nodes, .edges = head_.edges};
    size.weight = find(Kind::Weight) != nullptr;
    size.sign = find(Kind::Sign) != nullptr;
    size.type = find(Kind::Type) != nullptr;
    size.time = find(Kind::Begin) != nullptr;
    size.context = find(Kind::Context) != nullptr;
    size.end = find(Kind::End) != nullptr;
    size.text_ids = has(kTextIds);
    if (const SnapshotSection* bytes = find(Kind::TextIdBytes); bytes && head_.nodes > 0)
      size.mean_id_bytes = static_cast<double>(bytes->items) / static_cast<double>(head_.nodes);
    return size;
  }

 private:
  [[noreturn]] void refuse(std::string_view what, std::string_view to_do) const {
    throw Error(ErrorCode::BadInput, shown_, what, to_do);
  }
  [[noreturn]] void refuse_damaged(std::string_view what) const {
    refuse(fmt::format("{} was changed after it was written", what),
           "copy the file again, or write it again from its source");
  }

  bool has(SnapshotFlag flag) const { return (head_.flags & flag) != 0; }

  void read_head() {
    const auto magic = std::string_view(SnapshotHead::kMagic.data(), SnapshotHead::kMagic.size());
    if (!text_.starts_with(magic))
      refuse("is no snapshot", "write one with 'grapevine graph convert'");
    if (text_.size() < sizeof head_) refuse_size(sizeof head_);
    std::memcpy(&head_, text_.data(), sizeof head_);
    if (head_.version != SnapshotHead::kVersion)
      refuse(fmt::format("is a snapshot of version {}, and this program reads version {}",
                         head_.version, SnapshotHead::kVersion),
             "write it again with this program");
    const std::uint64_t room = (text_.size() - sizeof head_) / sizeof(SnapshotSection);
    if (head_.num_sections > kSectionNames.size()) refuse_damaged("its head");
    if (head_.num_sections > room) refuse_size(head_.file_bytes);
    table_.resize(head_.num_sections);
    if (!table_.empty())
      std::memcpy(table_.data(), text_.data() + sizeof head_,
                  table_.size() * sizeof(SnapshotSection));
    if (head_.checksum != head_checksum(head_, table_)) refuse_damaged("its head");
    if (head_.file_bytes != text_.size()) refuse_size(head_.file_bytes);
    check_table();
  }

  [[noreturn]] void refuse_size(std::uint64_t bytes) const {
    refuse(fmt::format("has {} of the {} bytes of the snapshot", text_.size(), bytes),
           "copy the file again, whole");
  }

  /// The table is as it was written; this makes sure that a program which wrote it was right.
  void check_table() const {
    for (const SnapshotSection& section : table_) {
      const bool known = section.is_known() && section.item_bytes > 0;
      if (!known || section.offset % kSectionAlignment != 0 || section.offset > text_.size() ||
          section.items > (text_.size() - section.offset) / section.item_bytes)
        refuse_damaged("its table of sections");
    }
    if (head_.nodes >= kNoNode) refuse_damaged("the number of its nodes");
  }

  const SnapshotSection* find(Kind kind) const {
    for (const SnapshotSection& section : table_)
      if (section.kind == kind) return &section;
    return nullptr;
  }

  std::span<const char> bytes_of(const SnapshotSection& section) const {
    return {text_.data() + section.offset, section.items * section.item_bytes};
  }

  void check_sums() const {
    for (const SnapshotSection& section : table_)
      if (snapshot_checksum(bytes_of(section)) != section.checksum)
        refuse_damaged(fmt::format("section '{}'", section.name()));
  }

  template <class T>
  SharedArray<T> array(Kind kind, std::uint64_t items) const {
    const SnapshotSection* section = find(kind);
    if (!section && items == 0) return {};
    if (!section || section->items != items || section->item_bytes != sizeof(T))
      refuse_damaged(fmt::format("the size of section '{}'", name_of(kind)));
    return {std::span(reinterpret_cast<const T*>(bytes_of(*section).data()), items), file_};
  }

  template <class T>
  SharedArray<T> column(Kind kind, std::uint64_t items) const {
    return find(kind) ? array<T>(kind, items) : SharedArray<T>();
  }

  std::uint64_t items_of(Kind kind) const {
    const SnapshotSection* section = find(kind);
    return section ? section->items : 0;
  }

  PackedTexts texts(Kind ends, Kind bytes, std::uint64_t count) const {
    PackedTexts texts{array<std::uint64_t>(ends, count + 1), array<char>(bytes, items_of(bytes))};
    std::uint64_t last = 0;
    bool ascend = texts.ends.front() == 0 && texts.ends.back() == texts.bytes.size();
    for (const std::uint64_t end : texts.ends) ascend = std::exchange(last, end) <= end && ascend;
    if (!ascend) refuse_damaged(fmt::format("section '{}'", name_of(ends)));
    return texts;
  }

  std::vector<std::string> type_names() const {
    if (!find(Kind::TypeNameEnds)) return {};
    const PackedTexts packed = texts(Kind::TypeNameEnds, Kind::TypeNames,
                                     std::max<std::uint64_t>(1, items_of(Kind::TypeNameEnds)) - 1);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < packed.size(); ++i) names.emplace_back(packed[i]);
    return names;
  }

  std::shared_ptr<const IdIndex> ids() const {
    auto order = column<std::uint32_t>(Kind::IdOrder, head_.nodes);
    if (has(kTextIds))
      return std::make_shared<const IdIndex>(
          texts(Kind::TextIdEnds, Kind::TextIdBytes, head_.nodes), std::move(order));
    return std::make_shared<const IdIndex>(array<std::int64_t>(Kind::IntegerIds, head_.nodes),
                                           std::move(order));
  }

  void check_parts(const Graph::Parts& parts) const {
    check_rows(parts.out, Kind::OutOffsets, Kind::OutNeighbors);
    if (!has(kSymmetric) && find(Kind::InOffsets))
      check_rows(parts.in, Kind::InOffsets, Kind::InNeighbors);
    if (parts.columns.any() && find(Kind::InOffsets) && parts.in_edges.empty())
      refuse_damaged(fmt::format("section '{}'", name_of(Kind::InEdges)));
    check_below(parts.in_edges, head_.edges, Kind::InEdges);
    check_each(parts.columns.weight, Kind::Weight,
               [](double weight) { return weight >= 0.0 && weight <= 1e300; });
    check_each(parts.columns.sign, Kind::Sign,
               [](std::int8_t sign) { return sign == 1 || sign == -1; });
    check_below(parts.columns.type, parts.type_names.size(), Kind::Type);
    if (parts.ids) check_below(parts.ids->ascending(), head_.nodes, Kind::IdOrder);
  }

  void check_rows(const Adjacency& rows, Kind offsets, Kind neighbors) const {
    std::atomic<bool> right = rows.offsets.front() == 0 && rows.offsets.back() == head_.edges;
    for_each_index(head_.nodes, [&](std::size_t u) {
      if (rows.offsets[u] > rows.offsets[u + 1]) right = false;
    });
    if (!right) refuse_damaged(fmt::format("section '{}'", name_of(offsets)));
    check_below(rows.neighbors, head_.nodes, neighbors);
  }

  template <class T, class IsRight>
  void check_each(const SharedArray<T>& items, Kind kind, const IsRight& is_right) const {
    std::atomic<bool> right = true;
    for_each_block(items.size(), [&](std::size_t begin, std::size_t end) {
      bool all = true;
      for (std::size_t i = begin; i < end; ++i) all &= is_right(items[i]);
      if (!all) right = false;
    });
    if (!right) refuse_damaged(fmt::format("section '{}'", name_of(kind)));
  }

  template <class T>
  void check_below(const SharedArray<T>& items, std::uint64_t bound, Kind kind) const {
    check_each(items, kind, [=](T item) { return item < bound; });
  }

  std::string shown_;
  std::shared_ptr<std::optional<MappedFile>> file_;
  std::string_view text_;
  SnapshotHead head_;
  std::vector<SnapshotSection> table_;
};

void refuse_options(const std::filesystem::path& path, const GraphOptions& options) {
  if (!options.directed || options.self_loops != SelfLoops::Keep ||
      options.parallel_edges != ParallelEdges::Keep)
    throw Error(ErrorCode::BadInput, path_text(path),
                "a snapshot keeps the ties as they were when it was written",
                "give --undirected, --self_loops and --parallel_edges to the 'graph convert' that "
                "writes it");
}

}  // namespace

Graph open_snapshot(const std::filesystem::path& path, SnapshotCheck check) {
  return SnapshotReader(path).graph(check);
}

Graph read_snapshot(const std::filesystem::path& path, const GraphOptions& options) {
  refuse_options(path, options);
  Graph graph = open_snapshot(path);
  return options.directions == Directions::Both ? std::move(graph).with_in_rows()
                                                : std::move(graph);
}

GraphSize add_snapshot_stages(const std::filesystem::path& path, const GraphOptions& options,
                              MemoryEstimate& estimate) {
  refuse_options(path, options);
  const SnapshotReader reader(path);
  const GraphSize size = reader.size();
  const bool turned = options.directions == Directions::Both && !reader.has_in_rows();
  estimate.add("rows", turned ? Graph::build_bytes_of(size, options) : 0);
  return size;
}

}  // namespace grapevine
