#include "engine/table/arrow_stream.hpp"

#include <arrow/c/abi.h>

#include <catch2/catch.hpp>
#include <vector>

#include "engine/base/error.hpp"

using namespace grapevine;

namespace {

Table two_rows() {
  TableBuilder builder;
  builder.add({"person_id", "", "who", "input", "people"}, std::vector<std::string>{"ann", "bob"});
  builder.add({"crv", "EUR", "what came of it", "sum", "touches"}, std::vector<double>{1.5, 0.1});
  return builder.finish();
}

int fails(ArrowArrayStream*, ArrowSchema*) { return 5; }
const char* says_why(ArrowArrayStream*) { return "disk gone\nat line 3"; }
void released(ArrowArrayStream* stream) { stream->release = nullptr; }

}  // namespace

TEST_CASE("arrow stream: a table comes back as it was, with what its columns say") {
  const Table table = two_rows();
  ArrowArrayStream* stream = new_arrow_stream(table);
  const Table back = read_arrow_stream(stream, "x");
  CHECK(stream->release == nullptr);
  delete_arrow_stream(stream);
  CHECK(back.equals(table));
  CHECK(back.info("crv").unit == "EUR");
  CHECK(back.info("crv").meaning == "what came of it");
}

TEST_CASE("arrow stream: one that nobody read is released with its owner") {
  delete_arrow_stream(new_arrow_stream(two_rows()));  // the leak checker tells
  CHECK_NOTHROW(delete_arrow_stream(nullptr));
}

TEST_CASE("arrow stream: a producer that fails ends in one line that names the table") {
  ArrowArrayStream stream{.get_schema = fails,
                          .get_next = nullptr,
                          .get_last_error = says_why,
                          .release = released,
                          .private_data = nullptr};
  try {
    read_arrow_stream(&stream, "tables['ties']");
    FAIL_CHECK("read a stream that fails");
  } catch (const Error& error) {
    const std::string text = error.what();
    CHECK(text.starts_with("tables['ties']: its Arrow stream cannot be read: "));
    CHECK(text.find("disk gone") != text.npos);
    CHECK(text.find('\n') == text.npos);
  }
  CHECK(stream.release == nullptr);
}
