#include "loaders/columnar/arrow_ipc.hpp"

#include <arrow/io/memory.h>
#include <arrow/ipc/api.h>
#include <arrow/util/compression.h>

#include <catch2/catch.hpp>

#include "tests/support/arrow_tables.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"

namespace grapevine {
namespace {

using testing::array;
using testing::array_of;
using testing::compressed;
using testing::error_of;
using testing::table_of;
using testing::TempFolder;
using Texts = std::vector<std::string>;

std::string ipc_bytes(const Table& table, bool is_file,
                      std::optional<arrow::Compression::type> compression = std::nullopt,
                      std::int64_t batch_rows = 2) {
  auto options = arrow::ipc::IpcWriteOptions::Defaults();
  options.emit_dictionary_deltas = !is_file;
  if (compression) options.codec = check(arrow::util::Codec::Create(*compression));
  const auto sink = check(arrow::io::BufferOutputStream::Create());
  const auto schema = table.arrow()->schema();
  const auto writer = check(is_file ? arrow::ipc::MakeFileWriter(sink, schema, options)
                                    : arrow::ipc::MakeStreamWriter(sink, schema, options));
  check(writer->WriteTable(*table.arrow(), batch_rows));
  check(writer->Close());
  return check(sink->Finish())->ToString();
}

Table small_table() {
  return table_of({{"id", array(arrow::Int64Builder(), 1, 2, 1'000'000'000'000)},
                   {"who", array(arrow::StringDictionaryBuilder(), "ann", "bob", "ann")},
                   {"t", array_of<arrow::TimestampBuilder>(
                             arrow::timestamp(arrow::TimeUnit::NANO, "Europe/Berlin"),
                             std::int64_t{0}, std::int64_t{86'400'000'000'000}, std::int64_t{1})}});
}

TEST_CASE("read_arrow_ipc: file and stream, plain and with compressed buffers, give the table") {
  const TempFolder folder;
  const Table table = small_table();
  for (const bool is_file : {true, false})
    for (const auto compression :
         {std::optional<arrow::Compression::type>{}, std::optional{arrow::Compression::LZ4_FRAME},
          std::optional{arrow::Compression::ZSTD}}) {
      const std::string bytes = ipc_bytes(table, is_file, compression);
      for (const auto& path :
           {folder.write("t.arrow", bytes),
            folder.write("t.arrow.gz", compressed(bytes, arrow::Compression::GZIP))}) {
        const Table read = read_arrow_ipc(path, "t");
        CHECK(read.num_rows() == 4);
        CHECK(read.texts("id") == Texts{"1", "2", "1000000000000", ""});
        CHECK(read.texts("who") == Texts{"ann", "bob", "ann", ""});
        CHECK(read.texts("t") == Texts{"1970-01-01", "1970-01-02", "1970-01-01", ""});
      }
    }
}

TEST_CASE("read_arrow_ipc: no rows, and no batches at all, keep the columns") {
  const TempFolder folder;
  const Table none = table_of({{"a", check(arrow::MakeEmptyArray(arrow::int64()))}});
  for (const bool is_file : {true, false}) {
    const Table table = read_arrow_ipc(folder.write("t.arrow", ipc_bytes(none, is_file)), "t");
    CHECK(table.num_rows() == 0);
    CHECK(table.column_names() == Texts{"a"});
  }
}

TEST_CASE("read_arrow_ipc: a file cut off anywhere is refused in one line, never half read") {
  const TempFolder folder;
  for (const bool is_file : {true, false}) {
    const std::string whole = ipc_bytes(small_table(), is_file);
    for (std::size_t size = 0; size < whole.size(); size += size < 64 ? 1 : 7) {
      const auto path = folder.write("cut.arrow", std::string_view(whole).substr(0, size));
      const std::string message = error_of([&] { read_arrow_ipc(path, "cut.arrow"); });
      if (!message.starts_with("BadInput cut.arrow: no readable Arrow IPC file (") ||
          message.find('\n') != std::string::npos)
        FAIL_CHECK("of " << size << " bytes: " << message);
    }
  }
}

TEST_CASE("read_arrow_ipc: what is none, or names a column twice, is refused") {
  const TempFolder folder;
  const auto refused = [&](const std::string& bytes) {
    const auto path = folder.write("t.feather", bytes);
    return error_of([&] { read_arrow_ipc(path, "t.feather"); });
  };
  CHECK(refused("id,t\n1,2\n").starts_with("BadInput t.feather: no readable Arrow IPC file ("));
  CHECK(refused("FEA1\1\2\3\4") ==
        "BadInput t.feather: it is of version 1 of Feather, which is no Arrow IPC; write it again "
        "as version 2");
  const auto values = array(arrow::Int64Builder(), 1);
  CHECK(refused(ipc_bytes(table_of({{"a", values}, {"a", values}}), true)) ==
        "BadInput t.feather: two columns are called 'a'; rename one");
  CHECK(error_of([&] {
          read_arrow_ipc(folder.path() / "none.arrow", "n");
        }).starts_with("NotFound "));
}

}  // namespace
}  // namespace grapevine
