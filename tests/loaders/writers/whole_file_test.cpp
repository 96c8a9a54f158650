#include "loaders/writers/whole_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <iterator>
#include <set>

#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"

namespace grapevine {
namespace {

namespace fs = std::filesystem;
using testing::error_of;
using testing::TempFolder;

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Names in a folder, hidden ones too.
std::set<std::string> entries(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.insert(entry.path().filename());
  return names;
}

/// Another working directory while the object lives.
class WorkingFolder {
 public:
  explicit WorkingFolder(const fs::path& path) : before_(fs::current_path()) {
    fs::current_path(path);
  }
  ~WorkingFolder() { fs::current_path(before_); }
  WorkingFolder(const WorkingFolder&) = delete;
  WorkingFolder& operator=(const WorkingFolder&) = delete;

 private:
  fs::path before_;
};

using Names = std::set<std::string>;

void write_result(const fs::path& folder, const std::string& bytes) {
  WholeFolder result(folder, "manifest.json");
  WholeFile file(result.staging() / "manifest.json");
  file.write(bytes);
  file.commit();
  result.commit();
}

TEST_CASE("WholeFile: appears at commit, in place of an earlier one, and leaves nothing else") {
  const TempFolder folder;
  const fs::path path = folder.write("t.csv", "old");
  {
    WholeFile file(path);
    file.write("new");
    CHECK(bytes_of(path) == "old");
    file.commit();
    CHECK(bytes_of(path) == "new");
  }
  CHECK(entries(folder.path()) == Names{"t.csv"});
}

TEST_CASE("WholeFile: without commit the earlier file stays and the partial one goes") {
  const TempFolder folder;
  const fs::path path = folder.write("t.csv", "old");
  {
    WholeFile file(path);
    file.write("new");
    CHECK(entries(folder.path()).size() == 2);
  }
  CHECK(bytes_of(path) == "old");
  CHECK(entries(folder.path()) == Names{"t.csv"});
}

TEST_CASE("WholeFile: works with a name in the working directory") {
  const TempFolder folder;
  const WorkingFolder in(folder.path());
  WholeFile file("t.csv");
  file.write("x");
  file.commit();
  CHECK(entries(folder.path()) == Names{"t.csv"});
}

TEST_CASE("WholeFile: where nothing can be written it says so in one line with the path in front") {
  const TempFolder folder;
  const auto error = [](const fs::path& path) {
    return error_of([&] {
      WholeFile file(path);
      file.write("x");
      file.commit();
    });
  };
  const fs::path no_folder = folder.path() / "none" / "t.csv";
  CHECK(error(no_folder) == "Storage " + no_folder.string() +
                                ": cannot write it (No such file or directory); nothing was left "
                                "behind; make room or choose another place");
  CHECK(
      error(folder.path())
          .starts_with("Storage " + folder.path().string() + ": cannot write it (it is a folder)"));
  const fs::path below_a_file = folder.write("file", "x") / "t.csv";
  CHECK(error(below_a_file).starts_with("Storage " + below_a_file.string() + ": "));
  fs::create_symlink("ring", folder.path() / "ring");
  CHECK(error(folder.path() / "ring" / "t.csv").starts_with("Storage "));
  CHECK(error(folder.path() / std::string(250, 'x')).starts_with("Storage "));
  CHECK(entries(folder.path()) == Names{"file", "ring"});
}

TEST_CASE("WholeFile: a device or a pipe is never replaced") {
  const TempFolder folder;
  const fs::path pipe = folder.path() / "pipe";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  CHECK(error_of([&] { WholeFile file(pipe); }).find("it is a device or a pipe") !=
        std::string::npos);
  CHECK(fs::is_fifo(pipe));
  CHECK(error_of([] { WholeFile file("/dev/null"); }).starts_with("Storage /dev/null: "));
}

TEST_CASE("WholeFolder: a new folder, an empty one, and an earlier result are taken") {
  const TempFolder folder;
  const fs::path out = folder.path() / "deep" / "out";
  write_result(out, "1");
  CHECK(bytes_of(out / "manifest.json") == "1");
  std::ofstream(out / "scores.csv") << "of the first run";
  write_result(out, "2");
  CHECK(bytes_of(out / "manifest.json") == "2");
  CHECK(entries(out) == Names{"manifest.json"});
  fs::create_directory(folder.path() / "empty");
  write_result(folder.path() / "empty", "3");
  CHECK(bytes_of(folder.path() / "empty" / "manifest.json") == "3");
  CHECK(entries(folder.path()) == Names{"deep", "empty"});
  CHECK(entries(folder.path() / "deep") == Names{"out"});
}

TEST_CASE("WholeFolder: relative paths, dots and trailing slashes name the same folder") {
  const TempFolder folder;
  const WorkingFolder in(folder.path());
  for (const char* name : {"out", "out/", "./out", "out/.", "x/../out/", "out//"}) {
    write_result(name, name);
    CHECK(bytes_of(folder.path() / "out" / "manifest.json") == name);
    CHECK(entries(folder.path()) == Names{"out"});
  }
  write_result((folder.path() / "out" / "").string(), "absolute");
  CHECK(bytes_of(folder.path() / "out" / "manifest.json") == "absolute");
}

TEST_CASE("WholeFolder: a folder with other files, or a file, is refused and stays as it is") {
  const TempFolder folder;
  const fs::path out = folder.path() / "out";
  fs::create_directory(out);
  std::ofstream(out / "thesis.txt") << "mine";
  CHECK(error_of([&] { WholeFolder result(out, "manifest.json"); }) ==
        "BadInput " + out.string() +
            ": the folder holds other files, and results replace a whole folder; give a new or "
            "empty one");
  CHECK(bytes_of(out / "thesis.txt") == "mine");
  const fs::path file = folder.write("file", "mine");
  CHECK(error_of([&] { WholeFolder result(file, "manifest.json"); }) ==
        "BadInput " + file.string() + ": is a file; give a folder for the results");
  CHECK(
      error_of([&] { WholeFolder result(file / "out", "manifest.json"); }).starts_with("Storage "));
  CHECK(bytes_of(file) == "mine");
  CHECK(entries(folder.path()) == Names{"out", "file"});
}

TEST_CASE("WholeFolder: a run that fails leaves the earlier result and nothing else") {
  const TempFolder folder;
  const fs::path out = folder.path() / "out";
  write_result(out, "old");
  const auto fail = [&] {
    WholeFolder result(out, "manifest.json");
    std::ofstream(result.staging() / "scores.csv") << "half";
    throw Error(ErrorCode::BadInput, "run", "it fails", "nothing");
  };
  CHECK_FALSE(error_of(fail).empty());
  CHECK(bytes_of(out / "manifest.json") == "old");
  CHECK(entries(folder.path()) == Names{"out"});
}

TEST_CASE("WholeFolder: what a killed run left behind does not get into the result") {
  const TempFolder folder;
  const fs::path out = folder.path() / "out";
  const fs::path staging = WholeFolder(out, "manifest.json").staging();
  fs::create_directory(staging);
  std::ofstream(staging / "stale.csv") << "x";
  write_result(out, "new");
  CHECK(entries(out) == Names{"manifest.json"});
}

}  // namespace
}  // namespace grapevine
