#include "loaders/study_tables/quality/id_space.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "engine/base/numbers.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

constexpr std::uint64_t kSeed = 0x1D5BACE;
constexpr std::size_t kRelabellings = 20;
constexpr std::size_t kMostTies = 500'000;
constexpr std::int64_t kFewestActing = 20;
constexpr double kDeviations = 3.0;

using Tie = std::pair<NodeId, NodeId>;
using Act = std::pair<NodeId, std::uint32_t>;

/// Every pair of different people with a tie, once.
template <class Visit>
void for_each_pair(const Graph& ties, const Visit& visit) {
  for (NodeId u = 0; u < ties.num_nodes(); ++u) {
    NodeId before = kNoNode;
    for (const NodeId v : ties.out_neighbors(u)) {
      if (v != u && v != before) visit(u, v);
      before = v;
    }
  }
}

/// All pairs, or of too many each with the same chance.
std::vector<Tie> sample_of(const Graph& ties, bool& sampled) {
  std::uint64_t all = 0;
  for_each_pair(ties, [&](NodeId, NodeId) { ++all; });
  sampled = all > kMostTies;
  std::vector<Tie> pairs;
  std::uint64_t at = 0;
  for_each_pair(ties, [&](NodeId u, NodeId v) {
    if (!sampled || Random(kSeed, at).below(all) < kMostTies) pairs.emplace_back(u, v);
    ++at;
  });
  return pairs;
}

/// Who purchased which item; nothing where no item has two people, which could join nobody.
std::vector<Act> acts_on_items(const LoadedStudy& study) {
  const Rows& rows = study.rows("purchases");
  if (!rows.any("item_id")) return {};
  std::vector<std::string> names;
  for_each_used_row(rows, [&](std::int64_t row) { names.push_back(rows.text(row, "item_id")); });
  const IdIndex items = make_id_index(std::move(names));
  std::vector<Act> acts;
  for_each_used_row(rows, [&](std::int64_t row) {
    const std::string& item = rows.text(row, "item_id");
    if (!item.empty())
      acts.emplace_back(study.ids.person(rows, row, "person_id"),
                        *items.find(std::string_view(item)));
  });
  std::vector<NodeId> person_of(items.size(), kNoNode);
  for (const auto& [person, item] : acts) {
    if (person_of[item] != kNoNode && person_of[item] != person) return acts;
    person_of[item] = person;
  }
  return {};
}

std::vector<Act> acts_in_contexts(const Network& network) {
  std::vector<Act> acts;
  for (const Purchase& p : network.purchases.rows) acts.emplace_back(p.person, p.context);
  return acts;
}

/// The people with ties, and the ties by their places among these.
struct TiedPeople {
  explicit TiedPeople(std::span<const Tie> ties) {
    for (const auto& [u, v] : ties) people.insert(people.end(), {u, v});
    std::ranges::sort(people);
    people.erase(std::ranges::unique(people).begin(), people.end());
    std::vector<NodeId> place(people.empty() ? 0 : people.back() + 1);
    for (NodeId i = 0; i < people.size(); ++i) place[people[i]] = i;
    for (const auto& [u, v] : ties) ends.emplace_back(place[u], place[v]);
  }

  /// `people` in an order drawn for that relabelling.
  std::vector<NodeId> shuffled(std::uint64_t relabelling) const {
    std::vector<NodeId> order = people;
    Random random(kSeed + 1, relabelling);
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
    return order;
  }

  std::vector<NodeId> people;
  std::vector<Tie> ends;
};

std::int64_t count_alike(const std::vector<Tie>& ends, const std::vector<NodeId>& label,
                         const Acts& acts) {
  return std::ranges::count_if(
      ends, [&](const Tie& tie) { return alike(acts, label[tie.first], label[tie.second]); });
}

/// Whether `value` is beyond the largest of `counts`, and three deviations beyond their mean.
bool beats(std::int64_t value, std::span<const std::int64_t> counts) {
  const double n = static_cast<double>(counts.size());
  const double mean =
      static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::int64_t{0})) / n;
  double squares = 0.0;
  for (const std::int64_t count : counts) {
    const double off = static_cast<double>(count) - mean;
    squares += off * off;
  }
  const double deviation = std::sqrt(squares / (n - 1.0));
  return value > std::ranges::max(counts) &&
         static_cast<double>(value) > mean + kDeviations * deviation;
}

}  // namespace

Acts acts_of(std::vector<Act> pairs, NodeId num_people) {
  parallel_sort(pairs, std::less<>());
  pairs.erase(std::ranges::unique(pairs).begin(), pairs.end());
  Acts acts;
  acts.offsets.assign(std::size_t{num_people} + 1, 0);
  for (const auto& [person, item] : pairs) {
    ++acts.offsets[person + 1];
    acts.items.push_back(item);
  }
  std::partial_sum(acts.offsets.begin(), acts.offsets.end(), acts.offsets.begin());
  return acts;
}

bool alike(const Acts& acts, NodeId a, NodeId b) {
  const auto of = [&](NodeId person) {
    return std::span(acts.items)
        .subspan(acts.offsets[person], acts.offsets[person + 1] - acts.offsets[person]);
  };
  auto few = of(a), many = of(b);
  if (few.size() > many.size()) std::swap(few, many);
  for (const std::uint32_t item : few) {
    many =
        many.subspan(static_cast<std::size_t>(std::ranges::lower_bound(many, item) - many.begin()));
    if (many.empty()) return false;
    if (many.front() == item) return true;
  }
  return false;
}

IdSpaceTest test_id_space(std::span<const Tie> ties, const Acts& acts) {
  IdSpaceTest test;
  const TiedPeople tied(ties);
  test.ties = static_cast<std::int64_t>(ties.size());
  test.acting = std::ranges::count_if(
      ties, [&](const Tie& tie) { return acts.any(tie.first) && acts.any(tie.second); });
  test.alike = count_alike(tied.ends, tied.people, acts);
  std::array<std::int64_t, kRelabellings> counts{};
  for_each_index(
      kRelabellings,
      [&](std::size_t r) { counts[r] = count_alike(tied.ends, tied.shuffled(r), acts); }, 1);
  test.relabelled = std::ranges::max(counts);
  test.judged = test.acting >= kFewestActing && beats(test.acting, counts);
  test.agrees = test.judged && beats(test.alike, counts);
  return test;
}

void check_id_space(const LoadedStudy& study, QualityFindings& found) {
  if (study.network.ties.num_edges() == 0 || study.network.purchases.rows.empty()) return;
  std::vector<Act> pairs = acts_on_items(study);
  const bool by_item = !pairs.empty();
  if (!by_item) pairs = acts_in_contexts(study.network);
  bool sampled = false;
  const std::vector<Tie> ties = sample_of(study.network.ties, sampled);
  IdSpaceTest& test = found.id_space;
  test = test_id_space(ties, acts_of(std::move(pairs), study.network.num_people()));
  test.by_item = by_item;
  test.sampled = sampled;
  if (!test.judged || test.agrees) return;
  const std::string what = fmt::format(
      "join people who purchased {}; as many as {} do when their ids are shuffled at random",
      by_item ? "the same item" : "in the same context", grouped(test.relabelled));
  found.findings.push_back(
      finding_of({"id_space", Severity::Error, what,
                  "are these the ids of the purchases? do not trust scores that rest on ties"},
                 "ties", test.alike, test.ties, sampled ? "sampled ties" : "ties"));
}

}  // namespace grapevine
