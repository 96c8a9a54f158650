#include "study/sha256.hpp"

#include <catch2/catch.hpp>

#include "tests/support/errors.hpp"
#include "tests/support/files.hpp"

using namespace grapevine;
using namespace grapevine::testing;

// FIPS 180-4, the examples of NIST.
TEST_CASE("sha256: published examples") {
  const TempFolder folder;
  CHECK(sha256_of_file(folder.write("empty", "")) ==
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_of_file(folder.write("abc", "abc")) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_of_file(folder.write("million", std::string(1'000'000, 'a'))) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("sha256: a file larger than one read differs by its last byte") {
  const TempFolder folder;
  std::string bytes(3 << 20, 'x');
  const std::string before = sha256_of_file(folder.write("big", bytes));
  bytes.back() = 'y';
  CHECK(sha256_of_file(folder.write("big", bytes)) != before);
}

TEST_CASE("sha256: what is no file") {
  const TempFolder folder;
  CHECK_THAT(error_of([&] { sha256_of_file(folder.path() / "absent"); }),
             Catch::StartsWith("NotFound ") && Catch::Contains("absent: cannot be opened"));
  CHECK_THAT(error_of([&] { sha256_of_file(folder.path()); }), Catch::StartsWith("BadInput "));
}

TEST_CASE("sha256: bytes in memory hash as a file of them does") {
  const TempFolder folder;
  CHECK(sha256_of("abc") == sha256_of_file(folder.write("abc", "abc")));
  CHECK(sha256_of("") == sha256_of_file(folder.write("empty", "")));
}
