#include "loaders/graph_formats/snapshot.hpp"

#include <fmt/format.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <atomic>
#include <bit>
#include <cstring>
#include <memory>
#include <optional>
#include <vector>

#include "engine/base/error.hpp"
#include "engine/parallel/loops.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/columnar/mapped_file.hpp"
#include "loaders/graph_formats/snapshot_layout.hpp"
#include "loaders/writers/whole_file.hpp"

namespace grapevine {

static_assert(std::endian::native == std::endian::little, "snapshots are little-endian");

std::uint64_t snapshot_checksum(std::span<const char> bytes) {
  constexpr std::size_t kBlock = 1 << 20;
  std::vector<std::uint64_t> hashes((bytes.size() + kBlock - 1) / kBlock + 1);
  hashes.back() = bytes.size();
  for_each_block(
      bytes.size(),
      [&](std::size_t begin, std::size_t end) {
        hashes[begin / kBlock] = XXH3_64bits(bytes.data() + begin, end - begin);
      },
      kBlock);
  return XXH3_64bits(hashes.data(), hashes.size() * sizeof(std::uint64_t));
}

namespace {

enum Section : std::uint32_t {
  kOutOffsets,
  kOutNeighbors,
  kInOffsets,
  kInNeighbors,
  kInEdges,
  kWeight,
  kSign,
  kType,
  kTime,
  kContext,
  kEnd,
  kTypeNameEnds,
  kTypeNames,
  kIntegerIds,
  kTextIdEnds,
  kTextIdBytes,
  kIdOrder
};

std::uint64_t aligned(std::uint64_t bytes) {
  return (bytes + kSectionAlignment - 1) / kSectionAlignment * kSectionAlignment;
}

std::uint64_t head_checksum(const SnapshotHead& head, std::span<const SnapshotSection> table) {
  std::vector<char> bytes(offsetof(SnapshotHead, checksum) + table.size_bytes());
  std::memcpy(bytes.data(), &head, offsetof(SnapshotHead, checksum));
  if (!table.empty())
    std::memcpy(bytes.data() + offsetof(SnapshotHead, checksum), table.data(), table.size_bytes());
  return snapshot_checksum(bytes);
}

/// Collects the arrays of a graph, and writes them.
class SnapshotWriter {
 public:
  explicit SnapshotWriter(const Graph& graph) {
    const Graph::Parts parts = graph.parts();
    head_.nodes = graph.num_nodes();
    head_.edges = graph.num_edges();
    head_.self_loops = parts.report.self_loops;
    head_.dropped = parts.report.dropped;
    head_.parallel_edges = parts.report.parallel_edges.value_or(0);
    set(kCountsParallel, parts.report.parallel_edges.has_value());
    set(kHasIds, parts.ids != nullptr);
    set(kTextIds, parts.ids && parts.ids->is_text());
    const bool symmetric = parts.in.neighbors.data() == parts.out.neighbors.data();
    set(kSymmetric, graph.has_in_rows() && symmetric);
    add(kOutOffsets, parts.out.offsets);
    add(kOutNeighbors, parts.out.neighbors);
    if (graph.has_in_rows() && !symmetric) {
      add(kInOffsets, parts.in.offsets);
      add(kInNeighbors, parts.in.neighbors);
    }
    add(kInEdges, parts.in_edges);
    add_columns(parts.columns);
    add_type_names(parts.type_names);
    if (parts.ids) add_ids(*parts.ids);
  }

  void write(const std::filesystem::path& path) {
    head_.num_sections = static_cast<std::uint32_t>(table_.size());
    std::uint64_t offset = aligned(sizeof head_ + table_.size() * sizeof(SnapshotSection));
    for (std::size_t i = 0; i < table_.size(); ++i) {
      table_[i].offset = offset;
      table_[i].checksum = snapshot_checksum(bytes_[i]);
      offset += aligned(bytes_[i].size());
    }
    head_.file_bytes = offset;
    head_.checksum = head_checksum(head_, table_);
    WholeFile file(path);
    write_filled(file, {as_bytes(std::span(&head_, 1)), as_bytes(std::span(table_))});
    for (const auto bytes : bytes_) write_filled(file, {bytes});
    file.commit();
  }

 private:
  template <class T>
  static std::string_view as_bytes(std::span<T> items) {
    return {reinterpret_cast<const char*>(items.data()), items.size_bytes()};
  }

  static void write_filled(WholeFile& file, std::initializer_list<std::string_view> parts) {
    std::uint64_t written = 0;
    for (const std::string_view part : parts) {
      file.write(part);
      written += part.size();
    }
    file.write(std::string(aligned(written) - written, '\0'));
  }

  void set(SnapshotFlag flag, bool on) {
    if (on) head_.flags |= flag;
  }

  template <class T>
  void add(Section kind, const SharedArray<T>& items) {
    if (items.empty()) return;
    table_.push_back({.kind = kind, .item_bytes = sizeof(T), .items = items.size()});
    bytes_.push_back(as_bytes(items.all()));
  }

  void add_columns(const GraphColumns& columns) {
    add(kWeight, columns.weight);
    add(kSign, columns.sign);
    add(kType, columns.type);
    add(kTime, columns.time);
    add(kContext, columns.context);
    add(kEnd, columns.end);
  }

  void add_type_names(const std::vector<std::string>& names) {
    if (names.empty()) return;
    std::vector<std::uint64_t> ends = {0};
    std::vector<char> bytes;
    for (const std::string& name : names) {
      bytes.insert(bytes.end(), name.begin(), name.end());
      ends.push_back(bytes.size());
    }
    type_name_ends_ = std::move(ends);
    type_names_ = std::move(bytes);
    add(kTypeNameEnds, type_name_ends_);
    add(kTypeNames, type_names_);
  }

  void add_ids(const IdIndex& ids) {
    if (ids.is_text()) {
      add(kTextIdEnds, ids.texts().ends);
      add(kTextIdBytes, ids.texts().bytes);
    } else {
      add(kIntegerIds, ids.integers());
    }
    add(kIdOrder, ids.ascending());
  }

  SnapshotHead head_;
  std::vector<SnapshotSection> table_;
  std::vector<std::string_view> bytes_;
  SharedArray<std::uint64_t> type_name_ends_;
  SharedArray<char> type_names_;
};

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
    parts.out = {array<EdgeId>(kOutOffsets, head_.nodes + 1),
                 array<NodeId>(kOutNeighbors, head_.edges)};
    if (has(kSymmetric)) {
      parts.in = parts.out;
    } else if (find(kInOffsets)) {
      parts.in = {array<EdgeId>(kInOffsets, head_.nodes + 1),
                  array<NodeId>(kInNeighbors, head_.edges)};
      parts.in_edges = column<EdgeId>(kInEdges, head_.edges);
    }
    parts.columns = {
        column<double>(kWeight, head_.edges),      column<std::int8_t>(kSign, head_.edges),
        column<std::uint16_t>(kType, head_.edges), column<Time>(kTime, head_.edges),
        column<ContextId>(kContext, head_.edges),  column<Time>(kEnd, head_.edges)};
    parts.type_names = type_names();
    parts.report = {.self_loops = head_.self_loops, .dropped = head_.dropped};
    parts.report.parallel_edges.reset();
    if (has(kCountsParallel)) parts.report.parallel_edges = head_.parallel_edges;
    if (has(kHasIds)) parts.ids = ids();
    if (check == SnapshotCheck::Whole) check_parts(parts);
    return Graph::of_parts(std::move(parts));
  }

  bool has_in_rows() const { return has(kSymmetric) || find(kInOffsets) != nullptr; }

  GraphSize size() const {
    GraphSize size{.nodes = head_.nodes, .edges = head_.edges};
    size.weight = find(kWeight) != nullptr;
    size.sign = find(kSign) != nullptr;
    size.type = find(kType) != nullptr;
    size.time = find(kTime) != nullptr;
    size.context = find(kContext) != nullptr;
    size.end = find(kEnd) != nullptr;
    size.text_ids = has(kTextIds);
    if (const SnapshotSection* bytes = find(kTextIdBytes); bytes && head_.nodes > 0)
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
      const bool known = section.kind < kSectionNames.size() && section.item_bytes > 0;
      if (!known || section.offset % kSectionAlignment != 0 || section.offset > text_.size() ||
          section.items > (text_.size() - section.offset) / section.item_bytes)
        refuse_damaged("its table of sections");
    }
    if (head_.nodes >= kNoNode) refuse_damaged("the number of its nodes");
  }

  const SnapshotSection* find(Section kind) const {
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
        refuse_damaged(fmt::format("section '{}'", kSectionNames[section.kind]));
  }

  template <class T>
  SharedArray<T> array(Section kind, std::uint64_t items) const {
    const SnapshotSection* section = find(kind);
    if (!section && items == 0) return {};
    if (!section || section->items != items || section->item_bytes != sizeof(T))
      refuse_damaged(fmt::format("the size of section '{}'", kSectionNames[kind]));
    return {std::span(reinterpret_cast<const T*>(bytes_of(*section).data()), items), file_};
  }

  template <class T>
  SharedArray<T> column(Section kind, std::uint64_t items) const {
    return find(kind) ? array<T>(kind, items) : SharedArray<T>();
  }

  std::uint64_t items_of(Section kind) const {
    const SnapshotSection* section = find(kind);
    return section ? section->items : 0;
  }

  PackedTexts texts(Section ends, Section bytes, std::uint64_t count) const {
    PackedTexts texts{array<std::uint64_t>(ends, count + 1), array<char>(bytes, items_of(bytes))};
    std::uint64_t last = 0;
    bool ascend = texts.ends.front() == 0 && texts.ends.back() == texts.bytes.size();
    for (const std::uint64_t end : texts.ends) ascend = std::exchange(last, end) <= end && ascend;
    if (!ascend) refuse_damaged(fmt::format("section '{}'", kSectionNames[ends]));
    return texts;
  }

  std::vector<std::string> type_names() const {
    if (!find(kTypeNameEnds)) return {};
    const PackedTexts packed =
        texts(kTypeNameEnds, kTypeNames, std::max<std::uint64_t>(1, items_of(kTypeNameEnds)) - 1);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < packed.size(); ++i) names.emplace_back(packed[i]);
    return names;
  }

  std::shared_ptr<const IdIndex> ids() const {
    auto order = column<std::uint32_t>(kIdOrder, head_.nodes);
    if (has(kTextIds))
      return std::make_shared<const IdIndex>(texts(kTextIdEnds, kTextIdBytes, head_.nodes),
                                             std::move(order));
    return std::make_shared<const IdIndex>(array<std::int64_t>(kIntegerIds, head_.nodes),
                                           std::move(order));
  }

  void check_parts(const Graph::Parts& parts) const {
    check_rows(parts.out, kOutOffsets, kOutNeighbors);
    if (!has(kSymmetric) && find(kInOffsets)) check_rows(parts.in, kInOffsets, kInNeighbors);
    check_below(parts.in_edges, head_.edges, kInEdges);
    check_below(parts.columns.type, parts.type_names.size(), kType);
    if (parts.ids) check_below(parts.ids->ascending(), head_.nodes, kIdOrder);
  }

  void check_rows(const Adjacency& rows, Section offsets, Section neighbors) const {
    std::atomic<bool> right = rows.offsets.front() == 0 && rows.offsets.back() == head_.edges;
    for_each_index(head_.nodes, [&](std::size_t u) {
      if (rows.offsets[u] > rows.offsets[u + 1]) right = false;
    });
    if (!right) refuse_damaged(fmt::format("section '{}'", kSectionNames[offsets]));
    check_below(rows.neighbors, head_.nodes, neighbors);
  }

  template <class T>
  void check_below(const SharedArray<T>& items, std::uint64_t bound, Section kind) const {
    std::atomic<bool> right = true;
    for_each_block(items.size(), [&](std::size_t begin, std::size_t end) {
      T largest = 0;
      for (std::size_t i = begin; i < end; ++i) largest = std::max(largest, items[i]);
      if (largest >= bound) right = false;
    });
    if (!right) refuse_damaged(fmt::format("section '{}'", kSectionNames[kind]));
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

void write_snapshot(const Graph& graph, const std::filesystem::path& path) {
  SnapshotWriter(graph).write(path);
}

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
