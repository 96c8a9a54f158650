#include "loaders/edge_list/sample.hpp"

#include <algorithm>

#include "engine/base/distinct_count.hpp"
#include "engine/graph/id_index.hpp"
#include "engine/parallel/blocks.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/columnar/file_sample.hpp"
#include "loaders/edge_list/rows.hpp"

namespace grapevine {
namespace {

constexpr std::size_t kMostBlocks = 32;

/// What one block of text told.
struct BlockCounts {
  std::uint64_t ties = 0, id_bytes = 0;
  std::uint64_t largest_id = 0;
  bool text_ids = false;
  DistinctCount ids;

  void add(std::string_view id) {
    const auto integer = canonical_integer(id);
    text_ids = text_ids || !integer;
    largest_id =
        std::max(largest_id, integer.value_or(-1) < 0 ? EdgeListSize::kNoLargest
                                                      : static_cast<std::uint64_t>(*integer));
    ids.add(id);
    id_bytes += id.size();
  }
};

BlockCounts count_block(const EdgeText& block) {
  BlockCounts counts;
  for (const auto& rows : parse_rows<std::string_view>(block))
    for (const auto* ends : {&rows.source, &rows.target}) {
      counts.ties += ends == &rows.source ? ends->size() : 0;
      for (const std::string_view id : *ends) counts.add(id);
    }
  return counts;
}

}  // namespace

EdgeListSize sample_edge_list(const std::filesystem::path& path, const EdgeColumnNames& names) {
  const FileSample sample = sample_file(path, kEdgeBlockBytes, kMostBlocks);
  EdgeListSize size{.text_bytes = sample.decoded_bytes, .compressed = sample.compressed};
  if (sample.sampled_bytes() == 0) return size;
  EdgeText first{.path = path_text(path), .text = sample.blocks.front()};
  read_first_line(first, names);
  size.layout = first.layout;
  std::vector<BlockCounts> counts(sample.blocks.size());
  run_blocks(counts.size(), [&](std::size_t b) {
    EdgeText block{first.path, sample.blocks[b], b == 0 ? first.begin : 0, first.layout};
    counts[b] = count_block(block);
  });
  double ties = 0.0, ids = 0.0, id_bytes = 0.0;
  std::vector<DistinctCount> sketches;
  for (const BlockCounts& block : counts) {
    ties += static_cast<double>(block.ties);
    ids += block.ids.estimate();
    sketches.push_back(block.ids);
    id_bytes += static_cast<double>(block.id_bytes);
    size.ties.text_ids = size.ties.text_ids || block.text_ids;
    size.largest_id = std::max(size.largest_id, block.largest_id);
  }
  const auto has = [&](std::size_t place) { return place != EdgeListLayout::kNoField; };
  size.ties.weight = has(first.layout.weight);
  size.ties.sign = has(first.layout.sign);
  size.ties.time = has(first.layout.time);
  size.ties.type = has(first.layout.type);
  const double all =
      static_cast<double>(size.text_bytes) / static_cast<double>(sample.sampled_bytes());
  const auto blocks = static_cast<double>(counts.size());
  size.ties.edges = static_cast<std::uint64_t>(ties * all);
  size.ids_in_block = ids / blocks;
  size.ties.nodes = static_cast<std::uint64_t>(
      std::min(extrapolated_count(sketches, blocks * all), 2.0 * ties * all));
  size.ties.mean_id_bytes = ties > 0.0 ? id_bytes / (2.0 * ties) : 0.0;
  return size;
}

}  // namespace grapevine
