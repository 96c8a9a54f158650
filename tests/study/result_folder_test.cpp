#include "study/result_folder.hpp"

#include <catch2/catch.hpp>

#include "engine/base/error.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/program.hpp"

using namespace grapevine;
using namespace grapevine::testing;

TEST_CASE("write_result_folder: what was written takes the folder's place at the end") {
  const TempFolder folder;
  const auto out = folder.path() / "out";
  write_result_folder(out, "m.json", [&](const std::filesystem::path& staging) {
    CHECK_FALSE(std::filesystem::exists(out));
    std::ofstream(staging / "m.json") << "{}";
  });
  CHECK(text_of(out / "m.json") == "{}");
}

TEST_CASE("write_result_folder: an error leaves nothing, and names the folder that was asked for") {
  const TempFolder folder;
  const auto out = folder.path() / "out";
  const std::string error = error_of([&] {
    write_result_folder(out, "m.json", [](const std::filesystem::path& staging) {
      std::ofstream(staging / "half.csv") << "x";
      throw Error(ErrorCode::Storage, (staging / "half.csv").string(), "cannot be written", "wait");
    });
  });
  CHECK(error == "Storage " + (out / "half.csv").string() + ": cannot be written; wait");
  CHECK(std::filesystem::is_empty(folder.path()));
}
