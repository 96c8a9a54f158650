#include "loaders/writers/write_table.hpp"

#include <arrow/api.h>
#include <arrow/io/file.h>
#include <arrow/ipc/reader.h>
#include <sys/mount.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <iostream>
#include <iterator>

#include "loaders/columnar/parquet.hpp"
#include "loaders/columnar/source_table.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"

namespace grapevine {
namespace {

namespace fs = std::filesystem;
using testing::error_of;
using testing::TempFolder;
using Texts = std::vector<std::string>;

Time time_of(const char* text) { return *parse_time(text, TimeUnit::Day); }

/// Each kind of column, with nulls, quotes and extremes.
Table every_kind() {
  TableBuilder builder;
  builder.add({"text, with a comma", "", "who", "given", "people.person_id"},
              Texts{"plain", "a,b", "say \"hi\"", "two\nlines\r\n", ""});
  builder.add({"number", "share", "part", "linear", "touches"},
              std::vector<double>{0.1, 1e300, -0.0, std::nan(""), 5e-324});
  builder.add({"integer", "", "", "", ""},
              std::vector<std::int64_t>{1, -2, 0, INT64_MAX, INT64_MIN},
              std::vector<std::uint8_t>{1, 1, 0, 1, 1});
  builder.add({"money", "EUR", "margin", "", "purchases.margin"},
              MoneyColumn{{1177, -5, 0, INT64_MAX, 1}, 2},
              std::vector<std::uint8_t>{1, 1, 1, 1, 0});
  builder.add({"date", "day", "", "", ""},
              std::vector<Time>{time_of("2021-03-05"), kUndated, time_of("1969-12-31"),
                                time_of("0001-01-01"), time_of("9999-12-31")});
  builder.add({"moment", "", "", "", ""},
              std::vector<Time>{time_of("2021-03-05T10:20:30.5Z"), kUndated, time_of("1969-12-31"),
                                time_of("2000-01-01"), time_of("2000-01-01")});
  return builder.finish();
}

Table read_ipc(const fs::path& path) {
  const auto file = check(arrow::io::ReadableFile::Open(path.string()));
  const auto reader = check(arrow::ipc::RecordBatchFileReader::Open(file));
  return Table(check(reader->ToTable()));
}

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_CASE("write_table: Parquet and Arrow read back equal, nulls and types included") {
  const TempFolder folder;
  const Table table = every_kind();
  write_table(table, folder.path() / "t.parquet");
  write_table(table, folder.path() / "t.arrow");
  const Table parquet = read_parquet(folder.path() / "t.parquet", "t.parquet");
  const Table ipc = read_ipc(folder.path() / "t.arrow");
  for (const Table& back : {parquet, ipc}) {
    CHECK(back.equals(table));
    CHECK(back.arrow()->schema()->Equals(*table.arrow()->schema(), /*check_metadata=*/false));
    CHECK(std::signbit(back.doubles("number")[2]));
    for (const std::string& name : table.column_names()) {
      const ColumnInfo expected = table.info(name), info = back.info(name);
      CHECK(info.unit == expected.unit);
      CHECK(info.meaning == expected.meaning);
      CHECK(info.method == expected.method);
      CHECK(info.source == expected.source);
    }
  }
}

TEST_CASE("write_table: CSV reads back with the same texts, empty where null") {
  const TempFolder folder;
  const Table table = every_kind();
  write_table(table, folder.path() / "t.csv");
  const Table back = read_source_table(folder.path() / "t.csv", "t.csv").table();
  CHECK(back.column_names() == table.column_names());
  for (const std::string& name : table.column_names()) CHECK(back.texts(name) == table.texts(name));
  CHECK(back.texts("number")[0] == "0.1");
  CHECK(back.texts("money") == Texts{"11.77", "-0.05", "0.00", "92233720368547758.07", ""});
  CHECK(back.texts("date")[4] == "9999-12-31");
  CHECK(bytes_of(folder.path() / "t.csv") == csv_text(table));
}

TEST_CASE("csv_text: fields are in quotes only where they need them") {
  TableBuilder builder;
  builder.add({.name = "a \"b\""}, Texts{"x y", "\"", ""});
  builder.add({.name = "c"}, Texts{"1,2", "a\nb", "z"});
  CHECK(csv_text(builder.finish()) == "\"a \"\"b\"\"\",c\nx y,\"1,2\"\n\"\"\"\",\"a\nb\"\n,z\n");
}

TEST_CASE("csv_text: a null alone in its row is no blank line, which readers pass over") {
  TableBuilder builder;
  builder.add({.name = "a"}, Texts{"", "x", ""});
  const Table table = builder.finish();
  CHECK(csv_text(table) == "a\n\"\"\nx\n\"\"\n");
  const TempFolder folder;
  write_table(table, folder.path() / "t.csv");
  CHECK(read_source_table(folder.path() / "t.csv", "t.csv").table().texts("a") ==
        Texts{"", "x", ""});
}

TEST_CASE("write_table: two writes give the same bytes, and an earlier file is replaced") {
  const TempFolder folder;
  for (const std::string ending : {".parquet", ".arrow", ".csv"}) {
    const fs::path first = folder.write("first" + ending, "something earlier"),
                   second = folder.path() / ("second" + ending);
    write_table(every_kind(), first);
    write_table(every_kind(), second);
    CHECK((bytes_of(first) == bytes_of(second)));
    CHECK(bytes_of(first).size() > 100);
  }
}

TEST_CASE("write_table: a table without rows or columns") {
  const TempFolder folder;
  TableBuilder builder;
  builder.add({.name = "a"}, Texts{});
  const Table table = builder.finish();
  for (const char* name : {"t.parquet", "t.arrow", "t.csv"})
    write_table(table, folder.path() / name);
  CHECK(read_parquet(folder.path() / "t.parquet", "t").equals(table));
  CHECK(read_ipc(folder.path() / "t.arrow").equals(table));
  CHECK(bytes_of(folder.path() / "t.csv") == "a\n");
}

TEST_CASE("write_table: another ending, or a folder that is not there, is an Error of one line") {
  const TempFolder folder;
  for (const char* name : {"t.xlsx", "t", "t.csv.gz"}) {
    const fs::path path = folder.path() / name;
    CHECK(error_of([&] { write_table(every_kind(), path); }) ==
          "BadInput " + path.string() +
              ": no known ending for a table; give .parquet, .arrow or .csv");
  }
  for (const char* name : {"none/t.csv", "none/t.parquet", "none/t.arrow"}) {
    const std::string message = error_of([&] { write_table(every_kind(), folder.path() / name); });
    CHECK(
        message.starts_with("Storage " + (folder.path() / name).string() + ": cannot write it ("));
    CHECK(message.find('\n') == std::string::npos);
  }
  CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("write_table: a folder that is closed to us gets nothing") {
  if (geteuid() == 0) {
    std::cout << "SKIPPED: root may write everywhere\n";
    return;
  }
  const TempFolder folder;
  fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
  for (const char* name : {"t.csv", "t.parquet", "t.arrow"})
    CHECK(
        error_of([&] { write_table(every_kind(), folder.path() / name); }).starts_with("Storage "));
  fs::permissions(folder.path(), fs::perms::owner_all);
  CHECK(fs::is_empty(folder.path()));
}

/// A disk of 64 KiB that goes with the object.
class SmallDisk {
 public:
  explicit SmallDisk(const fs::path& path) : path_(path) {
    mounted_ = mount("tmpfs", path_.c_str(), "tmpfs", 0, "size=64k") == 0;
  }
  ~SmallDisk() {
    if (mounted_) umount2(path_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  bool mounted() const { return mounted_; }

 private:
  fs::path path_;
  bool mounted_;
};

TEST_CASE("write_table: on a full disk the earlier file stays and nothing else is left") {
  const TempFolder folder;
  const SmallDisk disk(folder.path());
  if (!disk.mounted()) {
    std::cout << "SKIPPED: no right to mount a small disk\n";
    return;
  }
  std::vector<double> noise;
  for (int i = 0; i < 50'000; ++i) noise.push_back(std::sin(static_cast<double>(i) * i));
  TableBuilder builder;
  builder.add({.name = "noise"}, noise);
  const Table table = builder.finish();
  for (const char* name : {"t.csv", "t.parquet", "t.arrow"}) {
    const fs::path path = folder.write(name, "earlier");
    const std::string message = error_of([&] { write_table(table, path); });
    CHECK(message.starts_with("Storage " + path.string() + ": cannot write it ("));
    CHECK(message.find('\n') == std::string::npos);
    CHECK(bytes_of(path) == "earlier");
    fs::remove(path);
    CHECK(fs::is_empty(folder.path()));
  }
}

}  // namespace
}  // namespace grapevine
