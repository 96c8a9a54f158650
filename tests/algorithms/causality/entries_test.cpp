#include "algorithms/causality/entries.hpp"

#include <catch2/catch.hpp>

#include "tests/support/errors.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::Study;
using testing::StudyBuilder;

std::string day_and_context(const Network& network, const Entry& entry) {
  return network.contexts.name(entry.context) + " " + time_text(entry.time);
}

TEST_CASE("entries: a person's first purchase in each context, contexts ascending") {
  StudyBuilder builder;
  builder.purchase({"a", 5, 1, "y"}).purchase({"a", 3, 1, "y"}).purchase({"a", 9, 1, "x"});
  builder.purchase({"b", 1, -1, "x"}).person("c");  // a refund is no entry
  const Study study(builder.build());
  const Entries entries(study.journeys, study.network.num_people());
  const auto a = entries.of(study.person("a"));
  REQUIRE(a.size() == 2);
  CHECK(day_and_context(study.network, a[0]) == "x 1970-01-10");
  CHECK(day_and_context(study.network, a[1]) == "y 1970-01-04");
  CHECK(entries.of(study.person("b")).empty());
  CHECK(entries.of(study.person("c")).empty());
}

TEST_CASE("entries: the earlier share leaves out the person and all of the same time") {
  StudyBuilder builder;
  for (const auto& [person, day] : {std::pair{"a", 1}, {"b", 1}, {"c", 2}, {"d", 2}, {"e", 4}})
    builder.purchase({person, day, 1});
  const Study study(builder.build());
  const Entries entries(study.journeys, study.network.num_people());
  const auto share = [&](const char* person) {
    return entries.earlier_share(entries.of(study.person(person))[0]);
  };
  CHECK(*share("a") == 0.0);
  CHECK(*share("c") == Approx(2.0 / 3.0));
  CHECK(*share("e") == 1.0);
}

TEST_CASE("entries: groups keep to themselves, and who is alone has no company") {
  StudyBuilder builder;
  for (const auto& [person, day] : {std::pair{"a", 1}, {"b", 2}, {"c", 3}, {"d", 4}})
    builder.purchase({person, day, 1});
  const Study study(builder.build());
  const Entries entries(study.journeys, study.network.num_people(), {0, 1, 0, 2});
  CHECK(*entries.earlier_share(entries.of(study.person("c"))[0]) == 1.0);
  CHECK(*entries.earlier_share(entries.of(study.person("a"))[0]) == 0.0);
  CHECK_FALSE(entries.earlier_share(entries.of(study.person("b"))[0]));
}

TEST_CASE("groups_by: people of equal text are together, an unknown column is refused by name") {
  Network network = StudyBuilder().person("a").person("b").person("c").person("d").build();
  CHECK(testing::error_of([&] {
          groups_by(network, "village");
        }).starts_with("InvalidOption group: the people table has no column 'village'"));
  TableBuilder people;
  // The file may call its ids as it likes, and a row may have been left out.
  const std::vector<std::string> ids = {"c", "b", "", "a"},
                                 village = {"north", "south", "west", "north"};
  people.add({.name = "farmer"}, ids);
  people.add({.name = "village"}, village);
  network.raw_tables.emplace("people", people.finish());
  network.people_rows = {2, 1, kNoNode, 0};
  const auto group = groups_by(network, "village");
  CHECK(group[0] == group[2]);
  CHECK(group[0] != group[1]);
  CHECK(group[3] == kNoId);
  CHECK(testing::error_of([&] {
          groups_by(network, "town");
        }).find("its columns are farmer, village") != std::string::npos);
}

}  // namespace
}  // namespace grapevine
