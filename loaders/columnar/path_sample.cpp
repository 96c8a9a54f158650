#include "loaders/columnar/path_sample.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>

#include "engine/graph/id_index.hpp"
#include "engine/parallel/blocks.hpp"
#include "loaders/columnar/csv_dialect.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/columnar/file_sample.hpp"
#include "loaders/columnar/line_blocks.hpp"
#include "loaders/columnar/name_numbers.hpp"
#include "loaders/columnar/path_cells.hpp"
#include "loaders/columnar/path_rows.hpp"
#include "loaders/columnar/table_sample.hpp"

namespace grapevine {
namespace {

std::uint64_t whole(double bytes) { return static_cast<std::uint64_t>(bytes); }

/// The names in the sampled cells of a column `path`, and in how many blocks each stands.
class Names {
 public:
  void begin_block() { ++blocks_; }

  void add_cell(std::string_view cell) {
    for_each_step(cell, [&](std::string_view name) {
      steps_ += 1.0;
      bytes_ += static_cast<double>(name.size());
      text_ = text_ || !canonical_integer(name);
      const std::uint32_t number = numbers_.number_of(name);
      if (number == seen_.size()) seen_.push_back({});
      Seen& seen = seen_[number];
      if (seen.last_block != blocks_) seen = {blocks_, seen.blocks + 1};
    });
  }

  /// `more`: how much larger the file is than its sample.
  void tell(double more, PathSize& size) const {
    if (steps_ == 0.0) return;
    size.steps = steps_ * more;
    size.name_bytes = bytes_ / steps_;
    size.text_ids = text_;
    size.players = std::min(size.steps, in_all_blocks(more * blocks_));
  }

 private:
  struct Seen {
    std::uint32_t last_block = 0, blocks = 0;
  };

  /// How many stand in so many blocks like these: who is in one or two of them tells how many are
  /// in none (Chao, Gotelli et al. 2014, Rarefaction and extrapolation with Hill numbers).
  double in_all_blocks(double all_blocks) const {
    const auto seen = static_cast<double>(seen_.size());
    const double m = blocks_;
    const auto in = [&](std::uint32_t blocks) {
      return static_cast<double>(std::ranges::count(seen_, blocks, &Seen::blocks));
    };
    const double once = in(1), twice = in(2);
    if (all_blocks <= m || once == 0.0) return seen;
    const double unseen =
        (m - 1.0) / m * (twice > 0.0 ? once * once / (2.0 * twice) : once * (once - 1.0) / 2.0);
    if (unseen <= 0.0) return seen * (m > 1.0 ? 1.0 : all_blocks / m);
    return seen + unseen * (1.0 - std::pow(1.0 - once / (m * unseen + once), all_blocks - m));
  }

  NameNumbers numbers_;
  std::vector<Seen> seen_;
  std::uint32_t blocks_ = 0;
  double steps_ = 0.0, bytes_ = 0.0;
  bool text_ = false;
};

/// Gives `names` the cells of a column of a text file; how much more the file has than these.
double sample_text(const std::filesystem::path& path, const std::string& column, char usual,
                   Names& names) {
  constexpr std::size_t kBlockBytes = 1 << 18, kMostBlocks = 16;
  FileSample sample = sample_file(path, kBlockBytes, kMostBlocks);
  std::vector<std::string_view> fields;
  std::size_t place = 0;
  char separator = usual;
  bool headed = false;
  for (std::string& block : sample.blocks) {
    names.begin_block();
    if (!block.ends_with('\n')) block += '\n';
    std::span<char> rest(block);
    if (!headed && block.starts_with("\xEF\xBB\xBF")) rest = rest.subspan(3);
    while (!rest.empty()) {
      const auto end = static_cast<std::size_t>(std::ranges::find(rest, '\n') - rest.begin()) + 1;
      const std::span<char> line = rest.first(end);
      rest = rest.subspan(end);
      if (!headed) separator = detect_separator({line.data(), line.size()}, usual, path.string());
      if (!cut_csv_line(line, separator, fields) || fields.empty()) continue;
      if (!headed)
        place = static_cast<std::size_t>(std::ranges::find(fields, column) - fields.begin());
      else if (place < fields.size())
        names.add_cell(fields[place]);
      headed = true;
    }
  }
  const auto seen = static_cast<double>(sample.sampled_bytes());
  return seen > 0.0 ? static_cast<double>(sample.decoded_bytes) / seen : 1.0;
}

double sample_typed(const std::filesystem::path& path, const std::string& column, Names& names) {
  constexpr std::int64_t kRows = 1 << 17, kRowsOfBlock = 1 << 14;
  const TableHead head = read_table_head(path, path.string(), kRows);
  const auto cells = head.table.texts(column);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i % kRowsOfBlock == 0) names.begin_block();
    names.add_cell(cells[i]);
  }
  return cells.empty() ? 1.0 : static_cast<double>(head.rows) / static_cast<double>(cells.size());
}

/// What `read_path_text` holds beside the paths: the rows of the blocks at work, and names with
/// their slots for each thread that has met them.
void add_text_stages(const std::filesystem::path& path, const PathSize& size, double text_bytes,
                     MemoryEstimate& estimate) {
  constexpr double kBlockBytes = 1 << 19, kSlotBytes = 24.0;
  const auto threads = static_cast<double>(thread_count());
  const double decoded = compression_ending(path).empty() ? 0.0 : text_bytes;
  const double blocks = std::min(text_bytes / kBlockBytes + 1.0, 2.0 * std::max(16.0, 4 * threads));
  const double share = text_bytes > 0.0 ? std::min(1.0, blocks * kBlockBytes / text_bytes) : 0.0;
  const double rows = share * (size.paths * 28.0 + size.steps * (size.timed ? 12.0 : 4.0));
  const double slots = static_cast<double>(std::bit_ceil(2 * whole(size.players) + 1));
  const double names = kSlotBytes * slots + size.players * (16.0 + size.name_bytes);
  const double workers = std::min(threads, text_bytes / kBlockBytes + 1.0);
  const double paths = size.paths * 32.0 + size.steps * (size.timed ? 12.0 : 4.0);
  estimate.add("read paths", whole(decoded + paths + rows + workers * (names + 2 * kBlockBytes)));
  const auto index =
      static_cast<double>(IdIndex::bytes_of(whole(size.players), size.text_ids, size.name_bytes));
  estimate.add("index players", whole(decoded + paths + rows + workers * 2 * kBlockBytes + names +
                                      size.players * (4.0 * workers + 20.0) + index));
}

}  // namespace

std::uint64_t PathSize::bytes() const {
  return whole(paths * 32.0 + steps * (timed ? 12.0 : 4.0)) +
         IdIndex::bytes_of(whole(players), text_ids, name_bytes);
}

PathSize add_path_stages(const std::filesystem::path& path, const PathColumnNames& names,
                         MemoryEstimate& estimate) {
  estimate.place = path.string();
  const TableFile file{.path = path, .shown = path.string()};
  const TableSample sample = sample_table({&file, 1});
  const auto theirs = [&](std::string_view ours) {
    const auto found = names.find(ours);
    return found == names.end() ? std::string(ours) : found->second;
  };
  const auto rows = static_cast<double>(sample.rows);
  PathSize size{.paths = rows, .timed = sample.find(theirs("t")) != nullptr};
  const double table = static_cast<double>(sample.text_bytes + sample.arrow_bytes);
  constexpr double kView = sizeof(std::string_view), kStep = 32.0;
  if (const std::string column = theirs("path"); sample.find(column)) {
    const std::string ending = format_ending(path);
    const bool text = !is_typed_table(path);
    Names seen;
    const double more = text ? sample_text(path, column, ending == ".tsv" ? '\t' : ',', seen)
                             : sample_typed(path, column, seen);
    seen.tell(more, size);
    if (text) {
      add_text_stages(path, size, static_cast<double>(sample.text_bytes), estimate);
      return size;
    }
    // Steps are held by block of 65,536 rows, with a table of the names of each, then in one.
    constexpr double kName = 80.0, kRows = 65'536.0;
    const double blocks = std::ceil(rows / kRows), players = std::max(size.players, 1.0);
    const double of_block = players * (1.0 - std::exp(-size.steps / blocks / players));
    estimate.add("paths", whole(table + rows * (kView + kStep) + size.steps * 8.0 +
                                (rows > 0.0 ? blocks * of_block * kName : 0.0)));
    return size;
  }
  // A long table: views of its columns, its steps while they are sorted, and a name for each row.
  size.steps = rows;
  if (const ColumnSample* player = sample.find(theirs("player"))) {
    size.players = player->different;
    size.name_bytes = player->mean_bytes;
    size.text_ids = true;
  }
  if (const ColumnSample* journey = sample.find(theirs("journey_id")))
    size.paths = journey->different;
  estimate.add("paths", whole(table + rows * (3.0 * kView + 2.0 * kStep)));
  return size;
}

}  // namespace grapevine
