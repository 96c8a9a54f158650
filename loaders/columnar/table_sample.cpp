#include "loaders/columnar/table_sample.hpp"

#include <algorithm>
#include <cmath>

#include "loaders/columnar/file_bytes.hpp"
#include "loaders/columnar/file_sample.hpp"
#include "loaders/columnar/source_table.hpp"

namespace grapevine {
namespace {

constexpr std::size_t kBlockBytes = 1 << 18, kMostBlocks = 16;
constexpr std::int64_t kParquetRows = 1 << 17, kRowsOfBlock = 1 << 14;

/// Cuts a line at the separators that stand outside quotes.
void cut(std::string_view line, char separator, std::vector<std::string_view>& fields) {
  fields.clear();
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') quoted = !quoted;
    if (quoted || line[i] != separator) continue;
    fields.push_back(line.substr(begin, i - begin));
    begin = i + 1;
  }
  fields.push_back(line.substr(begin));
  for (std::string_view& field : fields)
    if (field.size() >= 2 && field.front() == '"' && field.back() == '"')
      field = field.substr(1, field.size() - 2);
}

/// Of the usual ones the separator that a header has most.
char separator_of(std::string_view header, const TableFormat& format) {
  if (format.separator) return *format.separator;
  return *std::ranges::max_element(std::string_view(",;\t|"), {},
                                   [&](char c) { return std::ranges::count(header, c); });
}

/// Sums over the cells of one column.
struct CellSums {
  double bytes = 0.0, beside = 0.0, filled = 0.0;
  std::vector<DistinctCount> blocks = {DistinctCount()};

  void add(std::string_view cell) {
    bytes += static_cast<double>(cell.size());
    beside += bytes_beside_string(static_cast<double>(cell.size()));
    filled += cell.empty() ? 0.0 : 1.0;
    blocks.back().add(cell);
  }
};

/// Adds what one file tells to the sample of the table; cells beyond the sampled ones are like
/// them.
class TableSums {
 public:
  explicit TableSums(TableSample& sample) : sample_(sample) {}

  void add_text(const TableFile& file, const TableFormat& format) {
    const FileSample text = sample_file(file.path, kBlockBytes, kMostBlocks);
    sample_.text_bytes += text.decoded_bytes;
    if (text.sampled_bytes() == 0) return;
    double rows = 0.0;
    char separator = ',';
    for (std::size_t b = 0; b < text.blocks.size(); ++b) {
      std::string_view rest = text.blocks[b];
      if (b == 0) separator = begin_file(rest, format);
      for (CellSums& sums : sums_) sums.blocks.resize(b + 1);
      while (!rest.empty()) {
        cut(next_line(rest), separator, fields_);
        rows += 1.0;
        for (std::size_t c = 0; c < std::min(fields_.size(), sums_.size()); ++c)
          sums_[c].add(fields_[c]);
      }
    }
    const double all =
        static_cast<double>(text.decoded_bytes) / static_cast<double>(text.sampled_bytes());
    finish_file(rows, rows * all, static_cast<double>(text.blocks.size()) * all, 4.0);
  }

  void add_typed(const TableFile& file) {
    const TableHead head = read_table_head(file.path, file.shown, kParquetRows);
    const auto rows = static_cast<double>(head.table.num_rows());
    begin_columns(head.table.column_names());
    for (std::size_t c = 0; c < sums_.size(); ++c) {
      const auto texts = head.table.texts(names_[c]);
      for (std::size_t i = 0; i < texts.size(); ++i) {
        if (i > 0 && i % kRowsOfBlock == 0) sums_[c].blocks.emplace_back();
        sums_[c].add(texts[i]);
      }
    }
    const double all = rows > 0.0 ? static_cast<double>(head.rows) / rows : 0.0;
    const double blocks = std::ceil(rows / static_cast<double>(kRowsOfBlock));
    finish_file(rows, static_cast<double>(head.rows), blocks * all, 0.0);
    sample_.arrow_bytes +=
        static_cast<std::uint64_t>(head.bytes_per_row * static_cast<double>(head.rows));
  }

 private:
  static std::string_view next_line(std::string_view& rest) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  }

  char begin_file(std::string_view& rest, const TableFormat& format) {
    const std::string_view header = next_line(rest);
    const char separator = separator_of(header, format);
    cut(header, separator, fields_);
    begin_columns({fields_.begin(), fields_.end()});
    return separator;
  }

  void begin_columns(std::vector<std::string> names) {
    names_ = std::move(names);
    sums_.assign(names_.size(), {});
  }

  ColumnSample& column(const std::string& name) {
    const auto found = std::ranges::find(sample_.columns, name, &ColumnSample::name);
    return found != sample_.columns.end() ? *found
                                          : sample_.columns.emplace_back(ColumnSample{name});
  }

  /// `per_cell`: bytes of the table for a cell beside its text; 0: they are known otherwise.
  void finish_file(double sampled_rows, double all_rows, double all_blocks, double per_cell) {
    const double before = static_cast<double>(sample_.rows), after = before + all_rows;
    sample_.rows = static_cast<std::uint64_t>(after);
    if (sampled_rows == 0.0) return;
    for (std::size_t c = 0; c < sums_.size(); ++c) {
      ColumnSample& into = column(names_[c]);
      const auto mix = [&](double& mean, double sum) {
        mean = (mean * before + sum / sampled_rows * all_rows) / after;
      };
      mix(into.mean_bytes, sums_[c].bytes);
      mix(into.beside_bytes, sums_[c].beside);
      mix(into.filled, sums_[c].filled);
      for (const DistinctCount& block : sums_[c].blocks) into.seen.add_all_of(block);
      into.different += extrapolated_count(sums_[c].blocks, all_blocks);
      if (per_cell > 0.0)
        sample_.arrow_bytes +=
            static_cast<std::uint64_t>((sums_[c].bytes / sampled_rows + per_cell) * all_rows);
    }
  }

  TableSample& sample_;
  std::vector<std::string> names_;
  std::vector<CellSums> sums_;
  std::vector<std::string_view> fields_;
};

}  // namespace

double bytes_beside_string(double characters) {
  constexpr double kInside = 15.0, kHeader = 8.0, kRounding = 8.0;
  return characters > kInside ? characters + 1.0 + kHeader + kRounding : 0.0;
}

const ColumnSample* TableSample::find(std::string_view name) const {
  const auto found = std::ranges::find(columns, name, &ColumnSample::name);
  return found == columns.end() ? nullptr : &*found;
}

TableSample sample_table(std::span<const TableFile> files, const TableFormat& format) {
  TableSample sample;
  TableSums sums(sample);
  for (const TableFile& file : files)
    if (is_typed_table(file.path))
      sums.add_typed(file);
    else
      sums.add_text(file, format);
  return sample;
}

}  // namespace grapevine
