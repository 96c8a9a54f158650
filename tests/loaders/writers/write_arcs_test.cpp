#include "loaders/writers/write_arcs.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "engine/base/error.hpp"
#include "engine/parallel/blocks.hpp"
#include "loaders/columnar/arrow_ipc.hpp"
#include "loaders/columnar/file_bytes.hpp"
#include "loaders/columnar/parquet.hpp"
#include "tests/support/arcs.hpp"
#include "tests/support/program.hpp"

using namespace grapevine;
using namespace grapevine::testing;

namespace {

/// Block b has b % 7 arcs, of ids small and as large as they can be.
class Uneven : public ArcSource {
 public:
  explicit Uneven(std::uint64_t blocks, std::uint64_t fails_at = ~std::uint64_t{0})
      : blocks_(blocks), fails_at_(fails_at) {}

  std::uint64_t num_nodes() const override { return std::uint64_t{1} << 32; }
  std::uint64_t num_blocks() const override { return blocks_; }
  double expected_arcs() const override { return 3.0 * static_cast<double>(blocks_); }
  void fill(std::uint64_t block, ArcBlock& arcs) const override {
    if (block == fails_at_) throw Error(ErrorCode::BadInput, "block", "fails", "as planned");
    arcs.clear();
    for (std::uint64_t i = 0; i < block % 7; ++i)
      arcs.add(static_cast<NodeId>(block), static_cast<NodeId>(0xffffffff - block * i * i * i));
  }

 private:
  std::uint64_t blocks_, fails_at_;
};

std::string lines(const ArcSource& source, char separator) {
  std::string text;
  for (const auto& [from, to] : all_arcs(source))
    text += fmt::format("{}{}{}\n", from, separator, to);
  return text;
}

std::vector<std::int64_t> ends(const ArcSource& source, bool targets) {
  std::vector<std::int64_t> values;
  for (const auto& [from, to] : all_arcs(source)) values.push_back(targets ? to : from);
  return values;
}

std::string error_of(const ArcSource& source, const std::filesystem::path& path) {
  try {
    write_arcs(source, path);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("write_arcs: text has a line for each arc in the order of blocks, over many batches") {
  const TempFolder folder;
  for (const std::uint64_t blocks : {0U, 1U, 15U, 16U, 17U, 100U}) {
    const Uneven source(blocks);
    const std::uint64_t arcs = all_arcs(source).size();
    CAPTURE(blocks);
    for (const char* name : {"a.txt", "a.el", "a.edges", "a.edgelist", "A.TSV"}) {
      CHECK(write_arcs(source, folder.path() / name) == arcs);
      CHECK(text_of(folder.path() / name) == lines(source, '\t'));
    }
    CHECK(write_arcs(source, folder.path() / "a.csv") == arcs);
    CHECK(text_of(folder.path() / "a.csv") == "source,target\n" + lines(source, ','));
    for (const char* name : {"a.txt.gz", "a.txt.zst"}) {
      CHECK(write_arcs(source, folder.path() / name) == arcs);
      CHECK(read_file_bytes(folder.path() / name) == lines(source, '\t'));
    }
  }
}

TEST_CASE("write_arcs: Parquet and Arrow have two columns of whole numbers, also without an arc") {
  const TempFolder folder;
  for (const std::uint64_t blocks : {0U, 1U, 100U}) {
    const Uneven source(blocks);
    CAPTURE(blocks);
    for (const char* name : {"a.parquet", "a.arrow"}) {
      const auto path = folder.path() / name;
      CHECK(write_arcs(source, path) == all_arcs(source).size());
      const Table table =
          path.extension() == ".arrow" ? read_arrow_ipc(path, name) : read_parquet(path, name);
      CHECK(table.column_names() == std::vector<std::string>{"source", "target"});
      CHECK(table.integers("source") == ends(source, false));
      CHECK(table.integers("target") == ends(source, true));
      CHECK(table.info("target").meaning == "where the tie ends");
    }
  }
}

TEST_CASE("write_arcs: the same bytes at 1, 2 and 8 threads") {
  const TempFolder folder;
  const Uneven source(500);
  for (const char* name : {"a.txt", "a.csv.gz", "a.tsv.zst", "a.parquet", "a.arrow"}) {
    std::string first;
    for (const std::size_t threads : {1U, 2U, 8U}) {
      const ThreadLimit limit(threads);
      write_arcs(source, folder.path() / name);
      const std::string bytes = text_of(folder.path() / name);
      if (threads == 1) first = bytes;
      CAPTURE(name, threads);
      CHECK((bytes == first));
    }
  }
}

TEST_CASE("write_arcs: a source that fails half way leaves nothing, or what was there before") {
  const TempFolder folder;
  const Uneven source(200, 120);
  folder.write("old.txt", "1\t2\n");
  for (const char* name : {"new.txt", "new.txt.gz", "new.parquet", "new.arrow", "old.txt"})
    CHECK(error_of(source, folder.path() / name) == "block: fails; as planned");
  CHECK(text_of(folder.path() / "old.txt") == "1\t2\n");
  const std::filesystem::directory_iterator files(folder.path());
  CHECK(std::distance(begin(files), end(files)) == 1);
}

TEST_CASE("write_arcs: endings that it cannot write are refused in one line") {
  const TempFolder folder;
  const Uneven source(3);
  for (const char* name : {"a.gv", "a.mtx", "a", "a.parquet.gz", "a.gz", "a.txt.bz2"}) {
    const std::string error = error_of(source, folder.path() / name);
    CAPTURE(name, error);
    CHECK(error.starts_with((folder.path() / name).string() + ": "));
    CHECK_THAT(error, Catch::Contains(".txt") && Catch::Contains("; "));
    CHECK_FALSE(std::filesystem::exists(folder.path() / name));
  }
  CHECK_THROWS_AS(arcs_writing_bytes(source, folder.path() / "a.mtx"), Error);
}
