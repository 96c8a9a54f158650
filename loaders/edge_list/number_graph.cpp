#include "loaders/edge_list/number_graph.hpp"

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <utility>

#include "engine/graph/number_ids.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/columnar/line_stream.hpp"
#include "loaders/edge_list/id_places.hpp"
#include "loaders/edge_list/number_lines.hpp"

namespace grapevine {
namespace {

/// Hands out readers of lines, so that there are no more of them than threads.
template <class Id>
class Readers {
 public:
  /// Reads a block and calls `use(reader)` when it was fit.
  template <class Use>
  bool read(const EdgeText& file, std::size_t begin, std::size_t end, const Use& use) {
    std::unique_ptr<NumberLines<Id>> reader = take();
    const bool fit = reader->read(file, begin, end);
    if (fit) use(*reader);
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(reader));
    return fit;
  }

 private:
  std::unique_ptr<NumberLines<Id>> take() {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) return std::make_unique<NumberLines<Id>>();
    std::unique_ptr<NumberLines<Id>> reader = std::move(free_.back());
    free_.pop_back();
    return reader;
  }

  std::mutex mutex_;
  std::vector<std::unique_ptr<NumberLines<Id>>> free_;
};

/// A text of numbers, cut into blocks of lines.
struct NumberText {
  const EdgeText& file;
  std::vector<std::size_t> places;
  const std::function<void(std::size_t, std::size_t)>& before;

  std::size_t blocks() const { return places.size() - 1; }

  /// Calls `use(block, reader)` for each, in parallel; false as soon as a block is something else.
  template <class Id, class Use>
  bool read_blocks(const Use& use) const {
    Readers<Id> readers;
    std::atomic<bool> fit = true;
    run_blocks(blocks(), [&](std::size_t b) {
      if (!fit.load(std::memory_order_relaxed)) return;
      before(places[b], places[b + 1]);
      if (!readers.read(file, places[b], places[b + 1],
                        [&](NumberLines<Id>& reader) { use(b, reader); }))
        fit = false;
    });
    return fit;
  }
};

/// Most ties that text may have: "1 2\n" is the shortest, and the last needs no line end.
std::size_t most_ties(const NumberText& text) {
  return (text.file.text.size() - text.file.begin) / 4 + 1;
}

/// The largest number in a few blocks of lines all over the text; 0 where one is something else.
std::uint64_t likely_largest(const EdgeText& file) {
  constexpr std::size_t kLooks = 16, kLookBytes = 1 << 14;
  NumberLines<std::uint32_t> reader;
  std::uint64_t largest = 0;
  const std::size_t step = (file.text.size() - file.begin) / kLooks + 1;
  for (std::size_t from = file.begin; from < file.text.size(); from += step) {
    const std::size_t line = from == file.begin ? from : file.text.find('\n', from) + 1;
    if (line == 0) break;
    const std::size_t end =
        std::min(file.text.find('\n', std::min(line + kLookBytes, file.text.size())),
                 file.text.size() - 1) +
        1;
    if (line < end && !reader.read(file, line, end)) return 0;
    largest = std::max<std::uint64_t>(largest, reader.largest());
  }
  return largest;
}

/// Collects the ties of blocks whose ids are the numbers of the input.
class NumberedTies {
 public:
  NumberedTies(std::uint64_t likely_largest, const GraphOptions& options)
      : options_(options), builder_(likely_largest + 1, Graph::row_options(options)) {}

  void add(std::size_t block, NumberLines<std::uint32_t>& lines) {
    ties_.fetch_add(lines.source().size(), std::memory_order_relaxed);
    std::uint32_t largest = largest_.load(std::memory_order_relaxed);
    while (largest < lines.largest() && !largest_.compare_exchange_weak(largest, lines.largest())) {
    }
    builder_.add(block, lines.source(), lines.target());
  }

  /// Nothing where ids are too far apart for a table.
  std::optional<Graph> graph() && {
    if (!fits_id_table(largest_, 2 * ties_)) return std::nullopt;
    builder_.finish(ties_ == 0 ? 0 : std::uint64_t{largest_} + 1);
    NumberedGraph built = Graph::build_from_rows(std::move(builder_), options_);
    return std::move(built.graph)
        .with_ids(index_of(built.numbering, options_.canonical,
                           [](std::size_t v) { return static_cast<std::int64_t>(v); }));
  }

 private:
  GraphOptions options_;
  RowBuilder builder_;
  std::atomic<std::size_t> ties_ = 0;
  std::atomic<std::uint32_t> largest_ = 0;
};

std::optional<Graph> graph_of_numbers(const NumberText& text, const GraphOptions& options) {
  const std::uint64_t likely = likely_largest(text.file);
  if (!fits_id_table(likely, 2 * most_ties(text))) return std::nullopt;
  NumberedTies ties(likely, options);
  if (!text.read_blocks<std::uint32_t>(
          [&](std::size_t b, NumberLines<std::uint32_t>& lines) { ties.add(b, lines); }))
    return std::nullopt;
  return std::move(ties).graph();
}

struct Ends {
  std::vector<std::int64_t> source, target;
};

/// Numbers are the places of the ids in ascending order.
Graph graph_of_ids(std::vector<Ends> blocks, const GraphOptions& options) {
  const IdPlaces<std::int64_t> places(blocks.size(), [&](std::size_t b) {
    return IdColumns<std::int64_t>{blocks[b].source, blocks[b].target};
  });
  const auto placed = [&](const std::vector<std::int64_t>& values) {
    std::vector<std::uint32_t> result(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) result[i] = places[values[i]];
    return result;
  };
  const std::size_t num_ids = places.ids().size();
  RowBuilder builder(num_ids, Graph::row_options(options));
  run_blocks(blocks.size(), [&](std::size_t b) {
    const Ends ends = std::exchange(blocks[b], {});
    auto source = placed(ends.source), target = placed(ends.target);
    builder.add(b, source, target);
  });
  builder.finish(num_ids);
  NumberedGraph built = Graph::build_from_rows(std::move(builder), options);
  return std::move(built.graph)
      .with_ids(index_of(built.numbering, options.canonical,
                         [&](std::size_t v) { return places.ids()[v]; }));
}

}  // namespace

std::optional<Graph> read_number_graph(
    const EdgeText& file, const GraphOptions& options,
    const std::function<void(std::size_t, std::size_t)>& before) {
  if (file.layout.num_fields != 2) return std::nullopt;
  const NumberText text{file, cut_at_lines(file.text, file.begin, kEdgeBlockBytes), before};
  if (auto graph = graph_of_numbers(text, options)) return graph;
  std::vector<Ends> blocks(text.blocks());
  if (!text.read_blocks<std::int64_t>([&](std::size_t b, NumberLines<std::int64_t>& lines) {
        blocks[b].source.assign(lines.source().begin(), lines.source().end());
        blocks[b].target.assign(lines.target().begin(), lines.target().end());
      }))
    return std::nullopt;
  return graph_of_ids(std::move(blocks), options);
}

std::optional<Graph> read_number_stream(const std::filesystem::path& path,
                                        const GraphOptions& options, const EdgeColumnNames& names) {
  LineBlock first;
  if (!LineStream(path).next(first)) return std::nullopt;
  EdgeText head{.path = path_text(path), .text = first.text()};
  read_first_line(head, names);
  if (head.layout.num_fields != 2) return std::nullopt;
  NumberedTies ties(likely_largest(head), as_declared(options, head.layout));
  Readers<std::uint32_t> readers;
  const bool fit = for_each_line_block(path, [&](LineBlock& block) {
    const EdgeText part{head.path, block.text(), block.index == 0 ? head.begin : 0, head.layout};
    return readers.read(part, part.begin, block.size,
                        [&](NumberLines<std::uint32_t>& lines) { ties.add(block.index, lines); });
  });
  if (!fit) return std::nullopt;
  return std::move(ties).graph();
}

}  // namespace grapevine
