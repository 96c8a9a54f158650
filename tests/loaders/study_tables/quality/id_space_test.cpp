#include "loaders/study_tables/quality/id_space.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <numeric>
#include <set>

#include "engine/parallel/blocks.hpp"
#include "engine/parallel/random.hpp"
#include "loaders/columnar/source_table.hpp"
#include "tests/support/data.hpp"
#include "tests/support/findings.hpp"

namespace grapevine {
namespace {

using testing::bundled;
using testing::findings_text;
using testing::have_shared_data;
using testing::shared_data;
using testing::StudyFolder;
using Tie = std::pair<NodeId, NodeId>;
using Texts = std::vector<std::string>;
using TextTie = std::pair<std::string, std::string>;

TEST_CASE("alike: equals the intersection of sets on random acts") {
  Random random(1, 1);
  std::vector<std::pair<NodeId, std::uint32_t>> pairs;
  std::vector<std::set<std::uint32_t>> sets(60);
  for (int i = 0; i < 500; ++i) {
    const auto person = static_cast<NodeId>(random.below(60) * random.below(60) / 60);
    const auto item = static_cast<std::uint32_t>(random.below(200));
    pairs.emplace_back(person, item);
    sets[person].insert(item);
  }
  const Acts acts = acts_of(pairs, 60);
  for (NodeId a = 0; a < 60; ++a)
    for (NodeId b = 0; b < 60; ++b) {
      std::vector<std::uint32_t> common;
      std::ranges::set_intersection(sets[a], sets[b], std::back_inserter(common));
      REQUIRE(alike(acts, a, b) == !common.empty());
      REQUIRE(acts.any(a) == !sets[a].empty());
    }
}

/// People in groups of ten, who act on the item of their group alone and are tied within it.
struct Groups {
  explicit Groups(NodeId people) : num_people(people) {
    for (NodeId p = 0; p < people; ++p) {
      acts.emplace_back(p, p / 10);
      for (NodeId q = p / 10 * 10; q < p / 10 * 10 + 10; ++q)
        if (q != p) ties.emplace_back(p, q);
    }
  }

  NodeId num_people;
  std::vector<std::pair<NodeId, std::uint32_t>> acts;
  std::vector<Tie> ties;
};

TEST_CASE("id space: ties within groups agree, shuffled ones do not, whatever the seed") {
  Groups groups(300);
  const Acts acts = acts_of(groups.acts, groups.num_people);
  const IdSpaceTest honest = test_id_space(groups.ties, acts);
  CHECK(honest.judged);
  CHECK(honest.agrees);
  CHECK(honest.alike == honest.ties);
  CHECK(honest.ties == 2700);
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    std::vector<NodeId> label(groups.num_people);
    std::iota(label.begin(), label.end(), NodeId{0});
    Random random(seed, 7);
    for (std::size_t i = label.size(); i > 1; --i) std::swap(label[i - 1], label[random.below(i)]);
    std::vector<Tie> shuffled;
    for (const auto& [u, v] : groups.ties) shuffled.emplace_back(label[u], label[v]);
    const IdSpaceTest test = test_id_space(shuffled, acts);
    CAPTURE(seed);
    CHECK(test.judged);
    CHECK_FALSE(test.agrees);
  }
}

TEST_CASE("id space: nothing is said where shuffled ties could not be told from true ones") {
  const Groups few(10);  // everybody acts on one item
  CHECK_FALSE(test_id_space(few.ties, acts_of(few.acts, 10)).judged);
  const Groups groups(300);
  CHECK_FALSE(test_id_space(std::span(groups.ties).first(15), acts_of(groups.acts, 300)).judged);
  CHECK_FALSE(test_id_space(groups.ties, acts_of({}, 300)).judged);
  CHECK_FALSE(test_id_space({}, acts_of(groups.acts, 300)).judged);
}

TEST_CASE("id space: the number of threads changes nothing") {
  const Groups groups(300);
  const Acts acts = acts_of(groups.acts, groups.num_people);
  IdSpaceTest tests[2];
  for (const std::size_t threads : {1U, 8U}) {
    const ThreadLimit limit(threads);
    tests[threads / 8] = test_id_space(groups.ties, acts);
  }
  CHECK(tests[0].relabelled == tests[1].relabelled);
  CHECK(tests[0].alike == tests[1].alike);
}

/// Ties and purchases as texts: to be written as they are, or with the ids of the ties shuffled.
struct TextStudy {
  std::vector<TextTie> ties;
  std::string purchases;

  std::string ties_csv(const std::map<std::string, std::string>& label) const {
    std::string csv = "src,dst\n";
    for (const auto& [src, dst] : ties) csv += label.at(src) + "," + label.at(dst) + "\n";
    return csv;
  }

  std::map<std::string, std::string> labels(std::uint64_t seed) const {
    std::set<std::string> people;
    for (const auto& [src, dst] : ties) people.insert({src, dst});
    Texts order(people.begin(), people.end());
    Random random(seed, 3);
    for (std::size_t i = order.size(); seed > 0 && i > 1; --i)
      std::swap(order[i - 1], order[random.below(i)]);
    std::map<std::string, std::string> label;
    for (auto id = people.begin(); const std::string& other : order) label[*id++] = other;
    return label;
  }

  /// What is found with the ids of the ties shuffled by that seed; 0: as they are.
  std::string found(std::uint64_t seed) const {
    StudyFolder study{{"ties", ties_csv(labels(seed))}, {"purchases", purchases}};
    study.load();
    CHECK(study.report.quality.id_space.judged);
    return findings_text(study.report, "id_space");
  }
};

TextStudy text_study(const std::filesystem::path& ties, const Texts& ends,
                     const std::filesystem::path& acts, const Texts& columns,
                     const std::string& header) {
  TextStudy study;
  const Table tie_table = read_source_table(ties, "ties").table();
  const auto src = tie_table.texts(ends[0]), dst = tie_table.texts(ends[1]);
  for (std::size_t i = 0; i < src.size(); ++i) study.ties.emplace_back(src[i], dst[i]);
  const Table act_table = read_source_table(acts, "acts").table();
  study.purchases = header + ",t\n";
  std::vector<Texts> cells;
  for (const std::string& column : columns) cells.push_back(act_table.texts(column));
  for (std::size_t i = 0; i < cells[0].size(); ++i) {
    for (const Texts& column : cells) study.purchases += column[i] + ",";
    study.purchases += "1\n";
  }
  return study;
}

void check_planted(const TextStudy& study, std::initializer_list<std::uint64_t> seeds) {
  CHECK(study.found(0).empty());
  for (const std::uint64_t seed : seeds) {
    CAPTURE(seed);
    CHECK_THAT(study.found(seed), Catch::StartsWith("error ties "));
  }
}

TEST_CASE("id space: a tie file of the bundled study with its ids shuffled is caught") {
  const auto folder = bundled("debian_referrals");
  const auto study = [&](const Texts& columns, const std::string& header) {
    return text_study(folder / "ties.csv", {"src", "dst"}, folder / "purchases.csv", columns,
                      header);
  };
  check_planted(study({"person_id", "item_id"}, "person_id,item_id"), {1, 2, 3, 4, 5, 6, 7, 8});
  check_planted(study({"person_id", "context_id"}, "person_id,context_id"), {1, 2, 3, 4});
}

TEST_CASE("id space: shuffled ids of the farmers are caught") {
  if (!have_shared_data("demo_farmers")) return;
  const auto folder = shared_data("demo_farmers");
  check_planted(text_study(folder / "ties.csv", {"src", "dst"}, folder / "purchases.csv",
                           {"person_id", "context_id"}, "person_id,context_id"),
                {1, 2, 3, 4, 5, 6});
}

TEST_CASE("id space: shuffled ids of Ciao are caught") {
  if (!have_shared_data("ciao")) return;
  const auto folder = shared_data("ciao");
  check_planted(text_study(folder / "trust.csv", {"truster", "trusted"}, folder / "ratings.csv.gz",
                           {"user", "product"}, "person_id,item_id"),
                {1, 2, 3});
}

TEST_CASE("id space: items of one person each say nothing, contexts do") {
  std::string ties = "src,dst\n", purchases = "person_id,t,context_id,item_id\n";
  const Groups groups(300);
  for (const auto& [u, v] : groups.ties) ties += std::to_string(u) + "," + std::to_string(v) + "\n";
  for (const auto& [person, group] : groups.acts)
    purchases += std::to_string(person) + ",1,c" + std::to_string(group) + ",i" +
                 std::to_string(person) + "\n";
  StudyFolder study{{"ties", ties}, {"purchases", purchases}};
  study.load();
  CHECK_FALSE(study.report.quality.id_space.by_item);
  CHECK(study.report.quality.id_space.agrees);
}

TEST_CASE("id space: of very many ties a sample is taken, and it is told") {
  std::string ties = "src,dst\n", purchases = "person_id,t,context_id\n";
  for (int p = 0; p < 2000; ++p) {
    purchases += std::to_string(p) + ",1," + std::to_string(p / 400) + "\n";
    for (int q = p / 400 * 400; q < p / 400 * 400 + 300; ++q)
      ties += std::to_string(p) + "," + std::to_string(q) + "\n";
  }
  StudyFolder study{{"ties", ties}, {"purchases", purchases}};
  study.load();
  const IdSpaceTest& test = study.report.quality.id_space;
  CHECK(test.sampled);
  CHECK(std::abs(static_cast<double>(test.ties) - 500'000.0) < 5'000.0);
  CHECK(test.agrees);
}

}  // namespace
}  // namespace grapevine
