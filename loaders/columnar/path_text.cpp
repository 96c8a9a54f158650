#include "loaders/columnar/path_text.hpp"

#include <algorithm>
#include <mutex>
#include <numeric>

#include "engine/base/memory_budget.hpp"
#include "engine/base/progress.hpp"
#include "engine/parallel/loops.hpp"
#include "loaders/columnar/csv_dialect.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/columnar/line_blocks.hpp"
#include "loaders/columnar/path_cells.hpp"
#include "loaders/columnar/path_rows.hpp"

namespace grapevine {
namespace {

/// What a thread keeps from block to block.
struct Worker {
  NameNumbers names;
  LineBuffer buffer;
};

/// Workers for as many blocks as are at work at once. Which one a block gets is chance; names are
/// numbered anew in the end.
class Workers {
 public:
  std::uint32_t take() {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) {
      all_.push_back(std::make_unique<Worker>());
      return static_cast<std::uint32_t>(all_.size() - 1);
    }
    const std::uint32_t worker = free_.back();
    free_.pop_back();
    return worker;
  }
  Worker& operator[](std::uint32_t worker) {
    const std::lock_guard lock(mutex_);
    return *all_[worker];
  }
  void give_back(std::uint32_t worker) {
    const std::lock_guard lock(mutex_);
    free_.push_back(worker);
  }

  /// The index of all names, and `places[w][k]` there of the k-th name of worker w.
  IdIndex take_index(std::vector<std::vector<NodeId>>& places);

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<Worker>> all_;
  std::vector<std::uint32_t> free_;
};

/// Sorted ids of names, and the place of each among them: integers by value when all are, else text
/// by bytes, as `make_id_index` has it.
IdIndex index_of(const NameNumbers& names, std::vector<NodeId>& place) {
  std::vector<std::uint32_t> order(names.size());
  std::iota(order.begin(), order.end(), 0);
  std::vector<std::int64_t> integers(names.size());
  bool whole = true;
  for (std::uint32_t k = 0; whole && k < names.size(); ++k) {
    const auto integer = canonical_integer(names.name(k));
    whole = integer.has_value();
    integers[k] = integer.value_or(0);
  }
  if (whole)
    parallel_sort(order, [&](auto a, auto b) { return integers[a] < integers[b]; });
  else
    parallel_sort(order, [&](auto a, auto b) { return names.name(a) < names.name(b); });
  place.resize(names.size());
  for_each_index(order.size(), [&](std::size_t i) { place[order[i]] = static_cast<NodeId>(i); });
  std::vector<std::int64_t> sorted;
  std::vector<std::string> texts;
  for (const std::uint32_t k : order)
    if (whole)
      sorted.push_back(integers[k]);
    else
      texts.emplace_back(names.name(k));
  return whole ? IdIndex::from_integers(std::move(sorted)) : IdIndex::from_texts(std::move(texts));
}

IdIndex Workers::take_index(std::vector<std::vector<NodeId>>& places) {
  NameNumbers none;
  NameNumbers& names = all_.empty() ? none : all_.front()->names;
  std::vector<std::vector<std::uint32_t>> numbers(all_.size());
  for (std::size_t w = 1; w < all_.size(); ++w) {
    NameNumbers& own = all_[w]->names;
    for (std::uint32_t k = 0; k < own.size(); ++k)
      numbers[w].push_back(names.number_of(own.name(k)));
    all_[w].reset();
  }
  std::vector<NodeId> place;
  IdIndex index = index_of(names, place);
  places.resize(all_.size());
  for (std::size_t w = 1; w < all_.size(); ++w)
    for (const std::uint32_t number : numbers[w]) places[w].push_back(place[number]);
  if (!places.empty()) places.front() = std::move(place);
  all_.clear();
  return index;
}

class Reader {
 public:
  Reader(const std::filesystem::path& path, char usual,
         const std::function<std::string(std::string_view)>& theirs, std::uint64_t block_bytes)
      : shown_(path.string()),
        usual_(usual),
        theirs_(theirs),
        block_bytes_(block_bytes),
        blocks_(path) {}

  PathText read() {
    PathText result;
    if (!read_header()) return result;
    result.separator = format_.separator;
    const std::uint64_t count = (blocks_.size() - body_ + block_bytes_ - 1) / block_bytes_;
    const std::size_t window = std::max<std::size_t>(16, 4 * thread_count());
    std::vector<Block> now, before;
    for (std::uint64_t first = 0; first < count || !before.empty(); first += window) {
      now.resize(std::min<std::uint64_t>(window, count - std::min(first, count)));
      // What was read before is put in its place while the next is read.
      run_blocks(now.size() + 1, [&](std::size_t b) {
        b == 0 ? append(before) : read_block(first + b - 1, now[b - 1]);
      });
      for (const Block& block : now)
        if (block.odd) return odd(*block.odd);
      std::swap(now, before);
      report_progress("read", std::min(blocks_.size(), body_ + (first + window) * block_bytes_),
                      blocks_.size());
      reserve(before, count);
    }
    number_anew();
    result.paths = std::move(paths_);
    return result;
  }

 private:
  struct Block {
    PathRows rows;
    std::uint32_t worker = 0;
    std::uint64_t begin = 0;
    std::optional<OddLine> odd;
  };

  /// Where the steps of a block are among all, and whose numbers they have.
  struct Stretch {
    std::uint64_t first_step;
    std::uint32_t worker;
  };

  /// The first line that is not blank names the columns. False: it is not for this reader.
  bool read_header() {
    LineBuffer buffer;
    std::uint64_t at = blocks_.front(3) == "\xEF\xBB\xBF" ? 3 : 0;
    while (at < blocks_.size()) {
      const auto line = blocks_.read(at, at, at + 1, buffer);
      if (!line) return false;
      at = line->begin + line->text.size();
      if (line->text[0] == '\n' || (line->text[0] == '\r' && line->text[1] == '\n')) continue;
      body_ = std::min(at, blocks_.size());
      return take_header(line->text);
    }
    return false;
  }

  bool take_header(std::span<char> line) {
    format_.separator = detect_separator({line.data(), line.size()}, usual_, shown_);
    std::vector<std::string_view> names;
    if (!is_plain_text(line) || !cut_csv_line(line, format_.separator, names)) return false;
    constexpr std::size_t kOurs = 5;                  // the first, in the order of PathColumn
    for (const std::string_view ours : kPathColumns)  // a name that the user gave must be there
      if (const std::string theirs = theirs_(ours);
          theirs != ours && std::ranges::find(names, theirs) == names.end())
        return false;
    format_.columns.assign(names.size(), PathColumn::Other);
    for (std::size_t k = 0; k < kOurs; ++k) {
      const auto column = std::ranges::find(names, theirs_(kPathColumns[k]));
      if (column == names.end()) continue;
      PathColumn& ours = format_.columns[static_cast<std::size_t>(column - names.begin())];
      if (ours != PathColumn::Other) return false;  // one column is two of ours
      ours = static_cast<PathColumn>(k);
    }
    std::ranges::sort(names);
    return std::ranges::adjacent_find(names) == names.end() && format_.has(PathColumn::Path);
  }

  void read_block(std::uint64_t number, Block& block) {
    block.rows.clear();
    block.odd.reset();
    block.worker = workers_.take();
    Worker& worker = workers_[block.worker];
    const std::uint64_t begin = body_ + number * block_bytes_;
    const auto lines = blocks_.read(body_, begin, begin + block_bytes_, worker.buffer);
    if (!lines) {
      block.odd = OddLine{0, false};
    } else if (!lines->text.empty()) {
      block.begin = lines->begin;
      block.odd = read_path_rows(lines->text, format_, worker.names, block.rows);
      if (block.odd) block.odd->end += lines->begin;
    }
    workers_.give_back(block.worker);
  }

  PathText odd(const OddLine& line) const {
    return {.paths = {},
            .odd_front = line.front_is_whole ? blocks_.front(line.end) : "",
            .separator = format_.separator};
  }

  /// Room for all, as those read first tell: growing would hold two copies for a while.
  void reserve(const std::vector<Block>& read, std::uint64_t count) {
    std::uint64_t rows = 0, steps = 0;
    for (const Block& block : read) {
      rows += block.rows.steps_of_row.size();
      steps += block.rows.steps.size();
    }
    const std::uint64_t step_bytes = sizeof(NodeId) + (timed() ? sizeof(Time) : 0);
    refuse_beyond(shown_, steps * step_bytes + rows * 4 * sizeof(double));
    if (reserved_ || read.empty()) return;
    reserved_ = true;
    const double more = read.size() == count
                            ? 1.0
                            : 1.05 * static_cast<double>(count) / static_cast<double>(read.size());
    const auto room = [&](auto& all, std::uint64_t seen) {
      all.reserve(static_cast<std::size_t>(more * static_cast<double>(seen)) + 1);
    };
    room(paths_.steps, steps);
    if (timed()) room(paths_.times, steps);
    room(paths_.first_step, rows + 1);
    for (auto* all : {&paths_.conversions, &paths_.value, &paths_.nulls}) room(*all, rows);
  }

  bool timed() const { return format_.has(PathColumn::Times); }

  void append(const std::vector<Block>& blocks) {
    std::vector<double>* const numbers[] = {&paths_.conversions, &paths_.value, &paths_.nulls};
    for (const auto& [rows, worker, begin, odd] : blocks) {
      stretches_.push_back({paths_.steps.size(), worker});
      for (const std::uint32_t steps : rows.steps_of_row)
        paths_.first_step.push_back(paths_.first_step.back() + steps);
      paths_.steps.insert(paths_.steps.end(), rows.steps.begin(), rows.steps.end());
      paths_.times.insert(paths_.times.end(), rows.times.begin(), rows.times.end());
      for (std::size_t k = 0; k < std::size(numbers); ++k)
        if (format_.has(static_cast<PathColumn>(k + 1)))
          numbers[k]->insert(numbers[k]->end(), rows.numbers[k].begin(), rows.numbers[k].end());
        else
          numbers[k]->resize(paths_.num_paths(), k == 0 ? 1.0 : 0.0);
    }
  }

  /// Steps become places in the index.
  void number_anew() {
    std::vector<std::vector<NodeId>> places;
    paths_.players = std::make_shared<const IdIndex>(workers_.take_index(places));
    stretches_.push_back({paths_.steps.size(), 0});
    for_each_index(
        stretches_.size() - 1,
        [&](std::size_t s) {
          const auto& place = places[stretches_[s].worker];
          for (std::uint64_t i = stretches_[s].first_step; i < stretches_[s + 1].first_step; ++i)
            paths_.steps[i] = place[paths_.steps[i]];
        },
        1);
  }

  std::string shown_;
  char usual_;
  const std::function<std::string(std::string_view)>& theirs_;
  std::uint64_t block_bytes_;
  LineBlocks blocks_;
  std::uint64_t body_ = 0;
  PathLineFormat format_;
  Workers workers_;
  Paths paths_;
  std::vector<Stretch> stretches_;
  bool reserved_ = false;
};

}  // namespace

PathText read_path_text(const std::filesystem::path& path, char usual_separator,
                        const std::function<std::string(std::string_view)>& theirs,
                        std::uint64_t block_bytes) {
  return Reader(path, usual_separator, theirs, block_bytes).read();
}

}  // namespace grapevine
