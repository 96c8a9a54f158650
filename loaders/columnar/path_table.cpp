#include "loaders/columnar/path_table.hpp"

#include <arrow/api.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/registry/field.hpp"
#include "loaders/columnar/csv.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/columnar/path_cells.hpp"
#include "loaders/columnar/path_text.hpp"

namespace grapevine {
namespace {

/// The cells of one column, where they stand if they are text.
struct Cells {
  std::vector<std::string> owned;
  std::vector<std::string_view> texts;
};

Cells cells_of(const Table& table, const std::string& column) {
  Cells cells;
  const auto& chunks = *table.arrow()->GetColumnByName(column);
  if (chunks.type()->id() != arrow::Type::STRING) {
    cells.owned = table.texts(column);
    cells.texts.assign(cells.owned.begin(), cells.owned.end());
    return cells;
  }
  cells.texts.reserve(static_cast<std::size_t>(chunks.length()));
  for (const auto& chunk : chunks.chunks()) {
    const auto& texts = static_cast<const arrow::StringArray&>(*chunk);
    for (std::int64_t i = 0; i < texts.length(); ++i) cells.texts.push_back(texts.GetView(i));
  }
  return cells;
}

/// Gives names numbers in the order of their first coming.
class Names {
 public:
  std::uint32_t number_of(std::string_view name) {
    const auto [place, is_new] =
        numbers_.try_emplace(name, static_cast<std::uint32_t>(names_.size()));
    if (is_new) names_.push_back(name);
    return place->second;
  }
  const std::vector<std::string_view>& all() const { return names_; }

 private:
  std::unordered_map<std::string_view, std::uint32_t> numbers_;
  std::vector<std::string_view> names_;
};

/// A row of a long table, to be put in the order of its journey.
struct Step {
  std::uint32_t journey;
  std::int64_t seq;
  Time time;
  std::uint32_t row;
};

/// The user's name of a column of ours.
std::string their_name(const PathColumnNames& names, std::string_view ours) {
  const auto found = names.find(ours);
  return found == names.end() ? std::string(ours) : found->second;
}

class PathReader {
 public:
  PathReader(const SourceTable& source, const PathColumnNames& names)
      : source_(source), names_(names) {
    for (const auto& [ours, theirs] : names)
      if (!source.table().has(theirs))
        throw Error(ErrorCode::BadInput, source.files(), "there is no column " + in_quotes(theirs),
                    "its columns are " + joined(source.table().column_names()));
  }

  Paths read() {
    if (has("path")) return read_rows();
    if (has("journey_id") && has("player")) return read_long();
    throw Error(ErrorCode::BadInput, source_.files(),
                "there is no column 'path', and no columns 'journey_id' and 'player'; its columns "
                "are " +
                    joined(source_.table().column_names()),
                "rename one, or say it by --map path=YOURS");
  }

 private:
  std::string theirs(std::string_view ours) const { return their_name(names_, ours); }
  bool has(std::string_view ours) const { return source_.table().has(theirs(ours)); }
  Cells cells(std::string_view ours) const { return cells_of(source_.table(), theirs(ours)); }
  std::size_t num_rows() const { return static_cast<std::size_t>(source_.num_rows()); }

  [[noreturn]] void refuse(std::size_t row, std::string_view ours, const std::string& what,
                           const char* to_do) const {
    throw Error(ErrorCode::BadInput, source_.place(static_cast<std::int64_t>(row), theirs(ours)),
                what, to_do);
  }

  /// A column of numbers from 0, or `otherwise` in each row.
  std::vector<double> numbers(std::string_view ours, double otherwise) const {
    std::vector<double> values(num_rows(), otherwise);
    if (!has(ours)) return values;
    const Cells given = cells(ours);
    for_each_index(values.size(), [&](std::size_t row) {
      const std::string_view cell = given.texts[row];
      const auto value = cell.empty() ? 0.0 : parse_double(cell);
      if (!value || !std::isfinite(*value))
        refuse(row, ours, in_quotes(cell) + " is no number", "correct it");
      if (*value < 0.0) refuse(row, ours, in_quotes(cell) + " is negative", "give 0 or more");
      if (*value > 1e300) refuse(row, ours, in_quotes(cell) + " is too large", "give up to 1e300");
      values[row] = *value;
    });
    return values;
  }

  void read_numbers() {
    const bool counted = has("total_conversions");
    conversions_ = numbers("total_conversions", counted ? 0.0 : 1.0);
    value_ = numbers("total_conversion_value", 0.0);
    nulls_ = numbers("total_null", 0.0);
  }

  void refuse_value_without_conversion(std::size_t row, double conversions, double value) const {
    if (value > 0.0 && conversions == 0.0)
      refuse(row, "total_conversion_value", fmt::format("{} without a conversion", to_text(value)),
             "give the row its conversions, or no value");
  }

  /// What one block of rows holds: steps are numbers among the names met in the block.
  struct Block {
    Names names;
    std::vector<std::uint32_t> steps;
    std::vector<std::uint32_t> steps_of_row;
  };

  void read_block(const Cells& paths, std::size_t begin, std::size_t end, Block& block) const {
    for (std::size_t row = begin; row < end; ++row) {
      const std::size_t before = block.steps.size();
      for_each_step(paths.texts[row], [&](std::string_view player) {
        if (player.empty())
          refuse(row, "path", "a step of " + in_quotes(paths.texts[row]) + " has no player",
                 "name it, or take the step out");
        block.steps.push_back(block.names.number_of(player));
      });
      block.steps_of_row.push_back(static_cast<std::uint32_t>(block.steps.size() - before));
    }
  }

  Paths read_rows() {
    constexpr std::size_t kRows = 1 << 16;
    read_numbers();
    for (std::size_t row = 0; row < num_rows(); ++row)
      refuse_value_without_conversion(row, conversions_[row], value_[row]);
    const Cells cells_of_paths = cells("path");
    std::vector<Block> blocks((num_rows() + kRows - 1) / kRows);
    for_each_block(
        num_rows(),
        [&](std::size_t begin, std::size_t end) {
          read_block(cells_of_paths, begin, end, blocks[begin / kRows]);
        },
        kRows);
    Paths paths = joined_blocks(blocks);
    paths.conversions = std::move(conversions_);
    paths.value = std::move(value_);
    paths.nulls = std::move(nulls_);
    if (has("t")) read_times(paths);
    return paths;
  }

  /// The index of all names, and for each name of `names` its place there.
  static std::vector<NodeId> index_names(const Names& names, Paths& paths) {
    paths.players =
        std::make_shared<const IdIndex>(make_id_index({names.all().begin(), names.all().end()}));
    std::vector<NodeId> places(names.all().size());
    for_each_index(places.size(),
                   [&](std::size_t i) { places[i] = *paths.players->find(names.all()[i]); });
    return places;
  }

  static Paths joined_blocks(std::vector<Block>& blocks) {
    Paths paths;
    Names names;
    std::vector<std::size_t> first;
    std::vector<std::vector<std::uint32_t>> numbers;  // of each block's names among all
    std::size_t steps = 0;
    for (Block& block : blocks) {
      numbers.emplace_back();
      for (const std::string_view name : block.names.all())
        numbers.back().push_back(names.number_of(name));
      block.names = {};
      first.push_back(steps);
      steps += block.steps.size();
      for (const std::uint32_t count : block.steps_of_row)
        paths.first_step.push_back(paths.first_step.back() + count);
    }
    const std::vector<NodeId> place = index_names(names, paths);
    paths.steps.resize(steps);
    for_each_index(
        blocks.size(),
        [&](std::size_t b) {
          for (std::size_t i = 0; i < blocks[b].steps.size(); ++i)
            paths.steps[first[b] + i] = place[numbers[b][blocks[b].steps[i]]];
          blocks[b] = {};
        },
        1);
    return paths;
  }

  Time time_of(std::size_t row, std::string_view text) const {
    const auto time = parse_time(text, TimeUnit::Second);
    if (!time) refuse(row, "t", in_quotes(text) + " is no time", "write 2021-03-05");
    return *time;
  }

  void refuse_backwards(std::size_t row, Time before, Time time) const {
    if (time < before)
      refuse(row, "t", "time goes backwards, from " + time_text(before) + " to " + time_text(time),
             "put the steps in the order of their times");
  }

  void read_times(Paths& paths) const {
    const Cells given = cells("t");
    paths.times.resize(paths.steps.size());
    for_each_index(paths.num_paths(), [&](std::size_t row) {
      std::size_t step = paths.first_step[row];
      std::size_t count = 0;
      for_each_step(given.texts[row], [&](std::string_view text) {
        if (++count > paths.path(row).size()) return;
        paths.times[step] = time_of(row, text);
        if (count > 1) refuse_backwards(row, paths.times[step - 1], paths.times[step]);
        ++step;
      });
      if (count != paths.path(row).size())
        refuse(row, "t", fmt::format("{} times for {} steps", count, paths.path(row).size()),
               "give one for each step");
    });
  }

  std::vector<Step> ordered_steps(const IdIndex& journeys, const Cells& ids) const {
    const bool by_seq = has("seq"), timed = has("t");
    if (!by_seq && !timed)
      throw Error(ErrorCode::BadInput, source_.files(),
                  "nothing gives the steps of a journey their order", "add a column t or seq");
    const Cells seq = by_seq ? cells("seq") : Cells{}, times = timed ? cells("t") : Cells{};
    std::vector<Step> steps(num_rows());
    for_each_index(steps.size(), [&](std::size_t row) {
      const auto journey = journeys.find(ids.texts[row]);
      if (!journey) refuse(row, "journey_id", "is empty", "name the journey");
      const auto place = by_seq ? parse_integer(seq.texts[row]) : std::int64_t{0};
      if (!place)
        refuse(row, "seq", in_quotes(seq.texts[row]) + " is no whole number", "count the steps");
      steps[row] = {*journey, *place, timed ? time_of(row, times.texts[row]) : kUndated,
                    static_cast<std::uint32_t>(row)};
    });
    parallel_sort(steps, [](const Step& a, const Step& b) {
      return std::tuple(a.journey, a.seq, a.time, a.row) <
             std::tuple(b.journey, b.seq, b.time, b.row);
    });
    for (std::size_t i = 1; timed && i < steps.size(); ++i)
      if (steps[i].journey == steps[i - 1].journey)
        refuse_backwards(steps[i].row, steps[i - 1].time, steps[i].time);
    return steps;
  }

  static IdIndex index_of(const Cells& cells) {
    std::vector<std::string> names;
    names.reserve(cells.texts.size());
    for (const std::string_view text : cells.texts)
      if (!text.empty()) names.emplace_back(text);
    return make_id_index(std::move(names));
  }

  Paths read_long() {
    const Cells ids = cells("journey_id"), players = cells("player");
    const IdIndex journeys = index_of(ids);
    Paths paths;
    paths.players = std::make_shared<const IdIndex>(index_of(players));
    const std::vector<Step> steps = ordered_steps(journeys, ids);
    const bool counted = has("total_conversions");
    read_numbers();
    paths.conversions.assign(journeys.size(), counted ? 0.0 : 1.0);
    paths.value.assign(journeys.size(), 0.0);
    paths.nulls.assign(journeys.size(), 0.0);
    paths.first_step.assign(journeys.size() + 1, 0);
    for (const Step& step : steps) {
      const auto player = paths.players->find(players.texts[step.row]);
      if (!player) refuse(step.row, "player", "is empty", "name the player");
      paths.steps.push_back(*player);
      if (has("t")) paths.times.push_back(step.time);
      ++paths.first_step[step.journey + 1];
      if (counted) paths.conversions[step.journey] += conversions_[step.row];
      paths.value[step.journey] += value_[step.row];
      paths.nulls[step.journey] += nulls_[step.row];
    }
    std::partial_sum(paths.first_step.begin(), paths.first_step.end(), paths.first_step.begin());
    for (std::size_t i = 0; i < paths.num_paths(); ++i)
      refuse_value_without_conversion(steps[paths.first_step[i]].row, paths.conversions[i],
                                      paths.value[i]);
    return paths;
  }

  const SourceTable& source_;
  const PathColumnNames& names_;
  std::vector<double> conversions_, value_, nulls_;
};

void check_names(const PathColumnNames& names) {
  for (const auto& [ours, theirs] : names)
    if (std::ranges::find(kPathColumns, ours) == std::end(kPathColumns))
      throw Error(ErrorCode::InvalidOption, "--map " + ours + "=" + theirs,
                  "paths have no column " + in_quotes(ours),
                  "known: " + joined({std::begin(kPathColumns), std::end(kPathColumns)}));
}

}  // namespace

Paths paths_of_table(const SourceTable& source, const PathColumnNames& names) {
  check_names(names);
  return PathReader(source, names).read();
}

Paths read_paths(const std::filesystem::path& path, const PathColumnNames& names) {
  check_names(names);
  const std::string ending = format_ending(path), shown = path.string();
  std::error_code unknown;
  const bool is_file = std::filesystem::is_regular_file(path, unknown);
  if (is_file && (ending == ".csv" || ending == ".tsv")) {
    const auto theirs = [&](std::string_view ours) { return their_name(names, ours); };
    PathText text = read_path_text(path, ending == ".csv" ? ',' : '\t', theirs);
    if (text.paths) return std::move(*text.paths);
    if (!text.odd_front.empty()) {
      // What is wrong stands in the last line of the front: no need to hold more for its error.
      auto front = std::make_shared<const std::string>(std::move(text.odd_front));
      Table table = parse_csv(*front, text.separator, shown);
      const SourceTable::Part part{shown, std::move(table), std::move(front), text.separator};
      PathReader(SourceTable({part}), names).read();
    }
  }
  return paths_of_table(read_source_table(path, path.string()), names);
}

}  // namespace grapevine
