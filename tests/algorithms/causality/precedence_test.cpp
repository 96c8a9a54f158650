#include "algorithms/causality/precedence.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "loaders/study_tables/network_loader.hpp"
#include "study/study_file.hpp"
#include "tests/support/data.hpp"
#include "tests/support/files.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::Study;
using testing::StudyBuilder;

const Precedence& named(const PrecedenceResult& result, const std::string& relation) {
  return *std::ranges::find(result.relations, relation, &Precedence::relation);
}

TEST_CASE("precedence: distinct pairs, in every context both entered, equal times left out") {
  StudyBuilder builder;
  for (const char* context : {"x", "y"})
    builder.purchase({"a", 1, 1, context}).purchase({"b", 2, 1, context});
  builder.purchase({"c", 2, 1, "x"}).purchase({"d", 0, 1, "z"});
  // a -> b twice and in one context: two pairs in all; c came on the day of b; d shares no context.
  builder.tie({"a", "b"}).tie({"a", "b"}).tie({.src = "a", .dst = "b", .context = "x"});
  builder.tie({"c", "b"}).tie({"d", "b"}).tie({"b", "a"});
  const Study study(builder.build());
  const auto result = precedence(study.inputs());
  const Precedence& ties = named(result, "ties");
  CHECK(ties.pairs == 4);
  CHECK(ties.helper_first == 2);
  CHECK(ties.verdict == Verdict::CannotBeJudged);  // two helped people
}

TEST_CASE("precedence: a relation that is made from the order of entry is no sign of influence") {
  // Of each two people who enter one after the other a touch says that the earlier helped.
  StudyBuilder builder;
  for (int i = 0; i < 200; ++i) builder.purchase({"p" + std::to_string(i), i, 1});
  for (int i = 1; i < 200; ++i)
    builder.touch({.from = "p" + std::to_string(i - 1),
                   .to = "p" + std::to_string(i),
                   .t = i - 1,
                   .role = "before"});
  const Study study(builder.build());
  const auto result = precedence(study.inputs());
  const Precedence& touches = named(result, "touches before");
  CHECK(touches.helper_first == touches.pairs);
  CHECK(touches.verdict == Verdict::Better);
  const Table& table = result.tables.front().table;
  CHECK(table.texts("reading")[0] ==
        "helpers come first in every pair: made from the order of entry? then it is no sign");
}

TEST_CASE("precedence: a tie that runs the other way turns helper and helped round") {
  StudyBuilder builder;
  builder.purchase({"a", 1, 1}).purchase({"b", 2, 1}).tie({"a", "b"});
  Network network = builder.build();
  CHECK(named(precedence(Study(network).inputs()), "ties").helper_first == 1);
  network.influence = Influence::TargetToSource;
  CHECK(named(precedence(Study(network).inputs()), "ties").helper_first == 0);
  network.influence = Influence::Both;
  CHECK(precedence(Study(network).inputs()).relations.empty());
}

TEST_CASE("precedence: without influence the share lies by its placebo, with it above") {
  int covered = 0;
  constexpr int kStudies = 60;
  for (std::uint64_t seed = 0; seed < kStudies; ++seed) {
    Random random(seed, 3);
    StudyBuilder chance, led;
    const auto person = [](std::uint64_t i) { return "p" + std::to_string(i); };
    std::vector<int> day;
    for (std::uint64_t i = 0; i < 120; ++i) {
      day.push_back(static_cast<int>(random.below(400)));
      chance.purchase({person(i), day.back(), 1});
      led.purchase({person(i), day.back(), 1});
    }
    for (int i = 0; i < 200; ++i) {
      const std::uint64_t a = random.below(120), b = random.below(120);
      chance.touch({.from = person(a), .to = person(b)});
      const bool a_first = day[a] < day[b];
      led.touch({.from = person(a_first ? a : b), .to = person(a_first ? b : a)});
    }
    const auto null = named(precedence(Study(chance.build()).inputs(), {.draws = 300}), "touches");
    covered += null.difference.low <= 0.0 && 0.0 <= null.difference.high;
    CHECK(named(precedence(Study(led.build()).inputs(), {.draws = 300}), "touches").verdict ==
          Verdict::Better);
  }
  CHECK(covered >= 50);  // 95 % of 60 is 57; P(< 50) is below 1e-3
}

TEST_CASE("precedence: no people, and no pairs, are tables without a guess") {
  CHECK(precedence(Study(Network(StudyBuilder().build())).inputs()).relations.empty());
  StudyBuilder builder;
  builder.purchase({"a", 1, 1}).touch({.from = "b", .to = "a"});
  const Precedence none = named(precedence(Study(builder.build()).inputs()), "touches");
  CHECK(none.pairs == 0);
  CHECK(std::isnan(none.share));
  CHECK(none.verdict == Verdict::CannotBeJudged);
}

Study study_of(const std::filesystem::path& file) {
  LoadReport report;
  return Study(load_network(read_study_file(file).tables, report));
}

TEST_CASE("precedence: Debian's uploaders and signers came first in 623 of 1,046 pairs",
          "[files]") {
  const Study study = study_of(testing::bundled("debian_referrals/study.toml"));
  const Network& network = study.network;
  std::set<HelpedPair> helped;
  for (const Touch& touch : network.touches.rows) {
    const std::string& role = network.touches.roles[touch.role];
    if (role == "uploader" || role == "sponsor_signed")
      helped.insert({touch.context, touch.to, touch.from});
  }
  const Entries entries(study.journeys, network.num_people());
  const auto found = precedence_of("recorded", {helped.begin(), helped.end()}, entries);
  CHECK(found.pairs == 1046);
  CHECK(found.helper_first == 623);
  CHECK(found.placebo == Approx(0.453).margin(0.0005));  // exactly 0.4529 in a plain count
  CHECK(found.verdict == Verdict::Better);
}

TEST_CASE("precedence: farmers' advice in practices A, B, C, and the placebo of their villages",
          "[files]") {
  if (!testing::have_shared_data("demo_farmers")) return;
  const testing::TempFolder folder;
  std::string text = "[study]\ntime_unit = \"year\"\n[tables]\n";
  for (const char* table : {"people", "contexts", "purchases", "ties"})
    text += std::string(table) + " = { file = \"" +
            (testing::shared_data("demo_farmers") / (std::string(table) + ".csv")).string() + "\"" +
            (std::string(table) == "ties" ? ", influence = \"dst_to_src\" }\n" : " }\n");
  const Study study = study_of(folder.write("study.toml", text));
  const Network& network = study.network;
  const Graph& ties = network.ties;
  const Entries entries(study.journeys, network.num_people(), groups_by(network, "market"));
  std::map<std::string, std::vector<HelpedPair>> advice;
  std::set<std::pair<NodeId, NodeId>> named_at_all;
  for (NodeId u = 0; u < ties.num_nodes(); ++u)
    for (EdgeId e = ties.first_out_edge(u); const NodeId v : ties.out_neighbors(u)) {
      named_at_all.insert({u, v});
      if (ties.type_names()[ties.columns().type[e]] == "advice")
        advice[network.contexts.name(ties.context(e))].push_back({ties.context(e), u, v});
      ++e;
    }
  const auto share = [&](const char* practice) {
    return precedence_of(practice, advice.at(practice), entries).share;
  };
  CHECK(share("farm.A") == Approx(0.688).margin(0.0005));
  CHECK(share("farm.B") == Approx(0.734).margin(0.0005));
  CHECK(share("farm.C") == Approx(0.683).margin(0.0005));
  double sum = 0.0;
  int count = 0;
  for (const auto& [src, dst] : named_at_all)
    for (const Entry& entry : entries.of(src))
      if (const auto chance = entries.earlier_share(entry)) sum += *chance, ++count;
  CHECK(sum / count == Approx(0.520).margin(0.0005));
}

}  // namespace
}  // namespace grapevine
