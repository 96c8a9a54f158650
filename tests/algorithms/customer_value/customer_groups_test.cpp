#include "algorithms/customer_value/customer_groups.hpp"

#include <catch2/catch.hpp>

#include "tests/support/errors.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::Study;
using testing::StudyBuilder;
using Texts = std::vector<std::string>;

TEST_CASE(
    "customer groups: referred in one context is not referred in another, failures are none") {
  const Study study(
      StudyBuilder()
          .purchase({"ann", 5, 1, "c"})
          .purchase({"ann", 6, 1, "d"})
          .purchase({"bob", 5, 1, "c"})
          .touch({.from = "hub", .to = "ann", .t = 1, .context = "c"})
          .touch(
              {.from = "hub", .to = "bob", .t = 1, .context = "c", .status = TouchStatus::Failed})
          .build());
  const auto groups = customer_groups(study.inputs(), "referred");
  CHECK(groups.names == Texts{"not referred", "referred"});
  for (const auto& [row, group] : {std::pair{study.row("ann", "c"), 1U},
                                   {study.row("ann", "d"), 0U},
                                   {study.row("bob", "c"), 0U},
                                   {study.row("hub", "c"), 0U}})
    CHECK(groups.of_row[row] == group);
  CHECK_FALSE(customer_groups(study.inputs(), "").any());
}

TEST_CASE("customer groups: values of a column in their order, who is not said comes first") {
  Network network =
      StudyBuilder().person("a").person("b").person("z").context("c").context("d").build();
  TableBuilder table;
  const Texts ids = {"b", "a"}, plans = {"gold", "basic"};
  table.add({.name = "person_id"}, std::span<const std::string>(ids));
  table.add({.name = "plan"}, std::span<const std::string>(plans));
  network.raw_tables.emplace("people", table.finish());
  network.people_rows = {1, 0};
  const Study study(std::move(network));
  const auto groups = customer_groups(study.inputs(), "plan");
  CHECK(groups.names == Texts{"not said", "basic", "gold"});
  CHECK(groups.of_row == std::vector<std::uint32_t>{1, 2, 0, 1, 2, 0});
  CHECK(testing::error_of([&] {
          customer_groups(study.inputs(), "colour");
        }).starts_with("InvalidOption group: the people table has no column 'colour'"));
}

}  // namespace
}  // namespace grapevine
