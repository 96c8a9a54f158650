#include "algorithms/centrality/activity_counts.hpp"

#include <catch2/catch.hpp>

#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::Study;
using testing::StudyBuilder;
using Counts = std::vector<std::int64_t>;

TEST_CASE("activity_counts: purchases anywhere and in each context, refunds among them") {
  const Study study(StudyBuilder()
                        .person("ann")
                        .purchase({"bob", "2021-01-01", 5, "c"})
                        .purchase({"bob", "2021-01-02", -5, "c"})
                        .purchase({"bob", "2021-01-02", 5, "d"})
                        .purchase({"cat", "2021-01-02", 0, "d"})
                        .build());
  const auto counts = activity_counts(study.inputs());
  CHECK(counts.everywhere == Counts{0, 3, 1, 0, 3, 1});
  CHECK(counts.in_context == Counts{0, 2, 0, 0, 1, 1});
}

TEST_CASE("activity_counts: contexts sum to everywhere, all of it to the purchases") {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const Study study(testing::random_study({.seed = seed, .contexts = 3}).build());
    const Network& network = study.network;
    const auto counts = activity_counts(study.inputs());
    std::int64_t all = 0;
    for (NodeId p = 0; p < network.num_people(); ++p) {
      std::int64_t sum = 0;
      for (ContextId c = 0; c < network.num_contexts(); ++c) {
        sum += counts.in_context[network.row(c, p)];
        CHECK(counts.everywhere[network.row(c, p)] == counts.everywhere[p]);
      }
      CHECK(sum == counts.everywhere[p]);
      all += sum;
    }
    CHECK(all == static_cast<std::int64_t>(network.purchases.rows.size()));
  }
}

TEST_CASE("activity_counts: nothing gives nothing") {
  CHECK(activity_counts(Study(StudyBuilder().build()).inputs()).everywhere.empty());
}

}  // namespace
}  // namespace grapevine
