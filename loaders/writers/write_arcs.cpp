#include "loaders/writers/write_arcs.hpp"

#include <arrow/api.h>
#include <arrow/io/api.h>
#include <arrow/ipc/writer.h>
#include <arrow/util/compression.h>
#include <parquet/arrow/writer.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <optional>

#include "engine/base/progress.hpp"
#include "engine/parallel/blocks.hpp"
#include "engine/table/arrow_status.hpp"
#include "engine/table/table.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/writers/whole_file.hpp"

namespace grapevine {
namespace {

/// Blocks in memory at a time; also those of one Parquet row group, so a constant of the format.
constexpr std::uint64_t kBlocksAtOnce = 16;

constexpr std::array<std::string_view, 6> kTextEndings{".txt",      ".el",  ".edges",
                                                       ".edgelist", ".tsv", ".csv"};

bool is_text(const std::filesystem::path& path) {
  return std::ranges::find(kTextEndings, format_ending(path)) != kTextEndings.end();
}

/// What a path's ending asks for. Errors: BadInput.
void check_ending(const std::filesystem::path& path) {
  const std::string ending = format_ending(path), compression = compression_ending(path);
  const bool table = ending == ".parquet" || ending == ".arrow";
  if (is_text(path) || (table && compression.empty())) return;
  throw Error(ErrorCode::BadInput, path_text(path),
              "the ending " + in_quotes(ending + compression) + " is of no graph file to write",
              "use .txt, .el, .edges, .edgelist, .tsv, .csv, each also with .gz or .zst behind it, "
              ".parquet, .arrow or .gv");
}

/// Calls `make(block)` for all blocks in parallel, some at a time, and `write(parts)` on what they
/// gave, in order, while the next ones are made.
template <class Part, class Make, class Write>
void for_each_batch(std::uint64_t blocks, const Make& make, const Write& write) {
  std::vector<Part> ready, next;
  for (std::uint64_t first = 0; first < blocks || !ready.empty(); first += kBlocksAtOnce) {
    report_progress("blocks", std::min(first, blocks), blocks);
    next.clear();
    next.resize(first < blocks ? std::min(kBlocksAtOnce, blocks - first) : 0);
    run_blocks(next.size() + 1, [&](std::size_t job) {
      if (job > 0)
        make(first + job - 1, next[job - 1]);
      else if (!ready.empty())
        write(ready);
    });
    std::swap(ready, next);
  }
}

/// Bytes of the longest line.
std::size_t line_bytes(std::uint64_t nodes) { return 2 * (std::to_string(nodes - 1).size() + 1); }

/// One line for each arc.
std::string arc_lines(const ArcBlock& arcs, std::size_t most_bytes, char separator) {
  std::string text(arcs.size() * most_bytes, '\0');
  char *at = text.data(), *end = at + text.size();
  for (std::size_t i = 0; i < arcs.size(); ++i) {
    at = std::to_chars(at, end, arcs.sources[i]).ptr;
    *at++ = separator;
    at = std::to_chars(at, end, arcs.targets[i]).ptr;
    *at++ = '\n';
  }
  text.resize(static_cast<std::size_t>(at - text.data()));
  return text;
}

/// A gzip member or zstd frame, or the text itself. Low levels: twice as fast for some 10 % more.
class Compressor {
 public:
  explicit Compressor(const std::string& ending) {
    if (ending == ".gz") type_ = arrow::Compression::GZIP;
    if (ending == ".zst") type_ = arrow::Compression::ZSTD;
  }

  std::string operator()(std::string text) const {
    if (type_ == arrow::Compression::UNCOMPRESSED) return text;
    const auto codec = check(arrow::util::Codec::Create(type_, 1));
    const auto* in = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto size = static_cast<std::int64_t>(text.size());
    std::string out(static_cast<std::size_t>(codec->MaxCompressedLen(size, in)), '\0');
    const std::int64_t used = check(codec->Compress(size, in, static_cast<std::int64_t>(out.size()),
                                                    reinterpret_cast<std::uint8_t*>(out.data())));
    out.resize(static_cast<std::size_t>(used));
    out.shrink_to_fit();
    return out;
  }

 private:
  arrow::Compression::type type_ = arrow::Compression::UNCOMPRESSED;
};

struct TextPart {
  std::string bytes;
  std::uint64_t arcs = 0;
};

std::uint64_t write_text(const ArcSource& source, const std::filesystem::path& path,
                         WholeFile& file) {
  const bool csv = format_ending(path) == ".csv";
  const Compressor compress(compression_ending(path));
  const std::size_t line = line_bytes(source.num_nodes());
  file.write(compress(csv ? "source,target\n" : ""));
  std::uint64_t arcs = 0;
  for_each_batch<TextPart>(
      source.num_blocks(),
      [&](std::uint64_t block, TextPart& part) {
        ArcBlock made;
        source.fill(block, made);
        part = {compress(arc_lines(made, line, csv ? ',' : '\t')), made.size()};
      },
      [&](const std::vector<TextPart>& parts) {
        for (const TextPart& part : parts) {
          file.write(part.bytes);
          arcs += part.arcs;
        }
      });
  return arcs;
}

/// One end of all arcs of some blocks, as a column.
std::vector<std::int64_t> column_of(const std::vector<ArcBlock>& blocks,
                                    std::vector<NodeId> ArcBlock::* end) {
  std::vector<std::int64_t> values;
  std::size_t size = 0;
  for (const ArcBlock& block : blocks) size += block.size();
  values.reserve(size);
  for (const ArcBlock& block : blocks)
    values.insert(values.end(), (block.*end).begin(), (block.*end).end());
  return values;
}

std::shared_ptr<arrow::Table> table_of(const std::vector<ArcBlock>& blocks) {
  TableBuilder builder;
  builder.add({.name = "source", .meaning = "where the tie starts"},
              column_of(blocks, &ArcBlock::sources));
  builder.add({.name = "target", .meaning = "where the tie ends"},
              column_of(blocks, &ArcBlock::targets));
  return builder.finish().arrow();
}

/// Where tables of some rows go, one after the other.
class TableSink {
 public:
  TableSink(const std::string& ending, const std::shared_ptr<arrow::io::OutputStream>& out) {
    const auto schema = table_of({})->schema();
    if (ending == ".arrow") {
      ipc_ = check(arrow::ipc::MakeFileWriter(out, schema));
      return;
    }
    // Ids of a generator hardly recur in a page: a dictionary of them would be given up.
    const auto properties = parquet::WriterProperties::Builder()
                                .compression(parquet::Compression::ZSTD)
                                ->compression_level(1)
                                ->disable_dictionary()
                                ->created_by("grapevine")
                                ->build();
    const auto with_schema = parquet::ArrowWriterProperties::Builder().store_schema()->build();
    parquet_ = check(parquet::arrow::FileWriter::Open(*schema, arrow::default_memory_pool(), out,
                                                      properties, with_schema));
  }

  arrow::Status write(const arrow::Table& table) {
    return ipc_ ? ipc_->WriteTable(table)
                : parquet_->WriteTable(table, std::max<std::int64_t>(1, table.num_rows()));
  }
  arrow::Status close() { return ipc_ ? ipc_->Close() : parquet_->Close(); }

 private:
  std::shared_ptr<arrow::ipc::RecordBatchWriter> ipc_;
  std::unique_ptr<parquet::arrow::FileWriter> parquet_;
};

std::uint64_t write_rows(const ArcSource& source, const std::string& ending,
                         const WholeFile& file) {
  const auto or_fail = [&](const arrow::Status& status) {
    if (!status.ok()) file.fail(first_line(status));
  };
  const auto out = arrow::io::FileOutputStream::Open(file.partial().string());
  or_fail(out.status());
  TableSink sink(ending, *out);
  std::uint64_t arcs = 0;
  for_each_batch<ArcBlock>(
      source.num_blocks(), [&](std::uint64_t block, ArcBlock& made) { source.fill(block, made); },
      [&](const std::vector<ArcBlock>& blocks) {
        const auto table = table_of(blocks);
        or_fail(sink.write(*table));
        arcs += static_cast<std::uint64_t>(table->num_rows());
      });
  or_fail(sink.close());
  or_fail((*out)->Close());
  return arcs;
}

}  // namespace

std::uint64_t write_arcs(const ArcSource& source, const std::filesystem::path& path) {
  check_ending(path);
  WholeFile file(path);
  const std::uint64_t arcs = is_text(path) ? write_text(source, path, file)
                                           : write_rows(source, format_ending(path), file);
  file.commit();
  return arcs;
}

std::uint64_t arcs_writing_bytes(const ArcSource& source, const std::filesystem::path& path) {
  check_ending(path);
  const auto blocks = [&](std::uint64_t most) { return std::min(most, source.num_blocks()); };
  const auto arcs = static_cast<std::uint64_t>(
      source.expected_arcs() /
      static_cast<double>(std::max<std::uint64_t>(1, source.num_blocks())));
  const std::uint64_t ends = arcs * 2 * sizeof(NodeId),
                      text = arcs * line_bytes(source.num_nodes());
  const std::uint64_t making = blocks(std::min<std::uint64_t>(kBlocksAtOnce, thread_count()));
  if (is_text(path)) {
    const bool compressed = !compression_ending(path).empty();
    // Measured: digits take half of their text, and a block twice its text while it is compressed.
    return making * (ends + (compressed ? 2 * text : 0)) +
           blocks(2 * kBlocksAtOnce) * text / (compressed ? 2 : 1);
  }
  constexpr std::uint64_t kParquetCode = 5 << 20;  // measured, with its pages
  return blocks(2 * kBlocksAtOnce) * ends +
         blocks(kBlocksAtOnce) * arcs * 3 * sizeof(std::int64_t) +
         (format_ending(path) == ".parquet" ? kParquetCode : 0);
}

}  // namespace grapevine
