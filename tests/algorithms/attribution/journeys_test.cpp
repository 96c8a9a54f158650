#include "algorithms/attribution/journeys.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "engine/parallel/blocks.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

using testing::error_of;
using testing::StudyBuilder;

/// Names of the referrers that count for a person's acquisition, in their order.
std::vector<std::string> referrers(const Network& network, const Journeys& journeys,
                                   std::string_view person, std::string_view context = "c") {
  for (const Acquisition& a : journeys.acquisitions) {
    if (network.people->name(a.person) != person || network.contexts.name(a.context) != context)
      continue;
    std::vector<std::string> names;
    for (std::uint32_t k = 0; k < a.num_touches; ++k)
      names.push_back(network.people->name(journeys.touches[a.first_touch + k].referrer));
    return names;
  }
  return {"not acquired"};
}

std::vector<std::string> referrers(const StudyBuilder& study, const JourneyOptions& options,
                                   std::string_view person, std::string_view context = "c") {
  const Network network = study.build();
  return referrers(network, build_journeys(network, options), person, context);
}

ExcludedTouches excluded(const StudyBuilder& study, const JourneyOptions& options = {}) {
  return build_journeys(study.build(), options).excluded;
}

using Names = std::vector<std::string>;

/// bob buys on 2020-03-10.
StudyBuilder bob_buys() { return StudyBuilder().purchase({"bob", "2020-03-10", 100}); }

TEST_CASE("journeys: touches of one acquisition by time, then seq, then the referrer's id") {
  auto study = bob_buys();
  study.touch({.from = "dan", .to = "bob", .t = "2020-03-02"})
      .touch({.from = "cat", .to = "bob", .t = "2020-03-02"})
      .touch({.from = "ann", .to = "bob", .t = "2020-03-02", .seq = 1})
      .touch({.from = "eve", .to = "bob", .t = "2020-03-01"});
  CHECK(referrers(study, {}, "bob") == Names{"eve", "cat", "dan", "ann"});
}

TEST_CASE("journeys: a touch of the very time of the purchase counts, one later does not") {
  auto study = bob_buys();
  study.touch({.from = "ann", .to = "bob", .t = "2020-03-10"})
      .touch({.from = "cat", .to = "bob", .t = "2020-03-11"});
  CHECK(referrers(study, {}, "bob") == Names{"ann"});
  CHECK(excluded(study).after_acquisition == 1);
}

TEST_CASE("journeys: the acquisition is the lowest of (t, purchase id), never a refund") {
  StudyBuilder study;
  study.purchase({"bob", "2020-03-01", -5, "c", "r"})
      .purchase({"bob", "2020-03-05", 7, "c", "b"})
      .purchase({"bob", "2020-03-05", 9, "c", "a"})
      .purchase({"cat", "2020-03-05", -1, "c", "d"})
      .purchase({"dan", "2020-03-05", 0, "c", "e"});
  const Network network = study.build();
  const auto acquisitions = build_journeys(network, {}).acquisitions;
  REQUIRE(acquisitions.size() == 2);  // cat has a refund only; a margin of 0 acquires
  CHECK(network.people->name(acquisitions[0].person) == "bob");
  CHECK(network.purchases.rows[acquisitions[0].purchase].margin == 9);
  CHECK(acquisitions[0].time == testing::When("2020-03-05").time);
  CHECK(network.people->name(acquisitions[1].person) == "dan");
}

TEST_CASE("journeys: a touch that names a purchase counts for that acquisition alone") {
  StudyBuilder study;
  study.purchase({"bob", "2020-03-01", 5, "c", "first"})
      .purchase({"bob", "2020-03-05", 7, "c", "second"})
      .touch({.from = "ann", .purchase = "first"})
      .touch({.from = "cat", .purchase = "second"});
  CHECK(referrers(study, {}, "bob") == Names{"ann"});
  CHECK(excluded(study).not_an_acquisition == 1);
}

TEST_CASE("journeys: a touch without a context counts in every context, else in its own") {
  StudyBuilder study;
  study.purchase({"bob", "2020-03-01", 5, "c"})
      .purchase({"bob", "2020-03-01", 5, "d"})
      .context("unused")
      .touch({.from = "ann", .to = "bob", .t = "2020-02-01"})
      .touch({.from = "cat", .to = "bob", .t = "2020-02-02", .context = "d"})
      .touch({.from = "cat", .to = "bob", .t = "2020-02-02", .context = "unused"})
      .touch({.from = "bob", .to = "ann", .t = "2020-02-03"});
  CHECK(referrers(study, {}, "bob") == Names{"ann"});
  CHECK(referrers(study, {}, "bob", "d") == Names{"ann", "cat"});
  CHECK(excluded(study).not_an_acquisition == 2);
}

TEST_CASE("journeys: failed and expired touches earn nothing, the day of expiry still counts") {
  auto study = bob_buys();
  study.touch({.from = "ann", .to = "bob", .t = "2020-03-01", .status = TouchStatus::Failed})
      .touch({.from = "cat", .to = "bob", .t = "2020-03-01", .status = TouchStatus::Expired})
      .touch({.from = "dan", .to = "bob", .t = "2020-03-01", .expires = "2020-03-09"})
      .touch({.from = "eve", .to = "bob", .t = "2020-03-01", .expires = "2020-03-10"});
  CHECK(referrers(study, {}, "bob") == Names{"eve"});
  CHECK(excluded(study).failed_or_expired == 3);
}

TEST_CASE("journeys: the edge of the look-back is inside it") {
  auto study = bob_buys();
  study
      .touch({.from = "ann", .to = "bob", .t = "2020-02-29"})  // 10 days before
      .touch({.from = "cat",
              .to = "bob",
              .t = testing::When("2020-02-29").time - std::chrono::microseconds{1}});
  CHECK(referrers(study, {.lookback_days = 10.0}, "bob") == Names{"ann"});
  CHECK(excluded(study, {.lookback_days = 10.0}).outside_lookback == 1);
  CHECK(referrers(study, {}, "bob") == Names{"cat", "ann"});
  CHECK(referrers(study, {.lookback_days = 1e300}, "bob") == Names{"cat", "ann"});
}

TEST_CASE("journeys: undated touches count only where nothing needs their date") {
  auto none = bob_buys();
  none.touch({.from = "dan", .to = "bob", .seq = 1}).touch({.from = "ann", .to = "bob", .seq = 2});
  CHECK(referrers(none, {}, "bob") == Names{"dan", "ann"});  // a table of stated order
  CHECK(excluded(none, {.lookback_days = 5.0}).undated == 2);

  auto some = bob_buys();
  some.purchase({"cat", "2020-03-10", 1, "c", "o"})
      .touch({.from = "ann", .to = "bob"})
      .touch({.from = "ann", .purchase = "o"})
      .touch({.from = "dan", .to = "bob", .t = "2020-03-01"});
  CHECK(referrers(some, {}, "bob") ==
        Names{"dan"});  // of others it is not known that it came first
  CHECK(referrers(some, {}, "cat") == Names{"ann"});  // what led to a purchase came before it
  CHECK(excluded(some).undated == 1);
  CHECK(excluded(some, {.lookback_days = 50.0}).undated == 2);
}

TEST_CASE("journeys: self-referral and one payer earn nothing, those without a payer differ") {
  auto study = bob_buys();
  study.person("bob", "acme").person("ann", "acme").person("cat", "other").person("dan");
  for (const char* from : {"ann", "bob", "cat", "dan"})
    study.touch({.from = from, .to = "bob", .t = "2020-03-01"});
  study.purchase({"eve", "2020-03-10", 1}).touch({.from = "dan", .to = "eve", .t = "2020-03-01"});
  CHECK(referrers(study, {}, "bob") == Names{"cat", "dan"});
  CHECK(referrers(study, {}, "eve") == Names{"dan"});
  CHECK(excluded(study).self_referral == 1);
  CHECK(excluded(study).same_payer == 1);
}

TEST_CASE("journeys: roles weigh what the study says, absent ones nothing, counted and named") {
  auto study = bob_buys();
  study.touch({.from = "ann", .to = "bob", .t = "2020-03-01", .role = "uploader"})
      .touch({.from = "cat", .to = "bob", .t = "2020-03-02", .role = "co_author", .strength = 3.0})
      .touch({.from = "dan", .to = "bob", .t = "2020-03-03", .role = "together"})
      .touch({.from = "eve", .to = "bob", .t = "2020-03-04", .role = "stranger"})
      .touch({.from = "fay", .to = "nobody", .t = "2020-03-04", .role = "stranger"})
      .touch({.from = "gus", .to = "bob", .t = "2020-03-05", .role = "uploader", .strength = 0.0});
  const JourneyOptions options{
      .roles = {{"uploader", 2.0}, {"co_author", 0.5}, {"together", 0.0}, {"unmet", 1.0}}};
  const Network network = study.build();
  const Journeys journeys = build_journeys(network, options);
  CHECK(referrers(network, journeys, "bob") == Names{"ann", "cat"});
  CHECK(journeys.touches[0].weight == 2.0);
  CHECK(journeys.touches[1].weight == 1.5);
  CHECK(journeys.excluded.no_weight == 3);
  CHECK(journeys.excluded.not_an_acquisition == 1);
  CHECK(journeys.touches_of_such_roles == 2);
  CHECK(journeys.roles_without_weight == Names{"stranger"});
  CHECK(referrers(study, {}, "bob") == Names{"ann", "cat", "dan", "eve"});  // all weigh 1
  CHECK(build_journeys(network, {}).roles_without_weight.empty());
}

TEST_CASE("journeys: seniority needs a start on an earlier day, not an earlier hour") {
  const auto at = [](const char* day, int hour) {
    return testing::When(testing::When(day).time + std::chrono::hours{hour});
  };
  StudyBuilder study;
  study.purchase({"bob", at("2020-03-10", 20), 1})
      .purchase({"day", at("2020-03-09", 23), 1})
      .purchase({"same", at("2020-03-10", 1), 1})
      .purchase({"other", at("2020-01-01", 0), 1, "elsewhere"})
      .purchase({"refund", at("2020-01-01", 0), -1});
  for (const char* from : {"day", "same", "other", "refund"})
    study.touch({.from = from, .to = "bob", .t = "2020-03-01", .role = "co_author"});
  study.touch({.from = "same", .to = "bob", .t = "2020-03-02", .role = "uploader"});
  const JourneyOptions senior{.senior_roles = {"co_author", "uploaded_before"}};
  CHECK(referrers(study, senior, "bob") == Names{"day", "same"});
  CHECK(excluded(study, senior).not_senior == 3);
  CHECK(referrers(study, {}, "bob") == Names{"day", "other", "refund", "same", "same"});
}

TEST_CASE("journeys: two who start on one day, each the other's senior, bring nobody") {
  StudyBuilder study;
  study.purchase({"ann", "2020-03-10", 1}).purchase({"bob", "2020-03-10", 1});
  study.touch({.from = "ann", .to = "bob", .t = "2020-03-10", .role = "together"})
      .touch({.from = "bob", .to = "ann", .t = "2020-03-10", .role = "together"})
      .touch({.from = "ann", .to = "bob", .t = "2020-03-10", .role = "co_author"});
  const JourneyOptions options{.roles = {{"co_author", 0.5}, {"together", 0.0}},
                               .senior_roles = {"co_author"}};
  CHECK(referrers(study, options, "ann").empty());
  CHECK(referrers(study, options, "bob").empty());
  CHECK(excluded(study, options).no_weight == 2);
  CHECK(excluded(study, options).not_senior == 1);
}

TEST_CASE("journeys: pairs and rings who brought each other earn nothing and are listed") {
  StudyBuilder study;
  for (const char* person : {"a", "b", "p", "q", "r", "z"})
    study.purchase({person, "2020-03-10", 1});
  const std::pair<const char*, const char*> brought[] = {{"a", "b"}, {"b", "a"}, {"a", "b"},
                                                         {"p", "q"}, {"q", "r"}, {"r", "p"},
                                                         {"a", "p"}, {"p", "z"}};
  for (const auto& [from, to] : brought) study.touch({.from = from, .to = to, .t = "2020-03-01"});
  const Network network = study.build();
  const Journeys journeys = build_journeys(network, {});
  for (const char* person : {"a", "b", "q", "r"})
    CHECK(referrers(network, journeys, person).empty());
  CHECK(referrers(network, journeys, "p") == Names{"a"});  // from outside the ring
  CHECK(referrers(network, journeys, "z") == Names{"p"});
  CHECK(journeys.excluded.in_cycle == 6);
  Names listed;
  for (const CycleEdge& e : journeys.cycle_edges)
    listed.push_back(network.people->name(e.referrer) + network.people->name(e.newcomer));
  CHECK(listed == Names{"ab", "ba", "pq", "qr", "rp"});

  const Journeys kept = build_journeys(network, {.exclude_cycles = false});
  CHECK(referrers(network, kept, "p") == Names{"a", "r"});
  CHECK(kept.excluded.in_cycle == 0);
  CHECK(kept.cycle_edges.empty());
}

TEST_CASE("journeys: a ring lies in one context, and only touches that count close it") {
  StudyBuilder study;
  study.purchase({"a", "2020-03-10", 1, "c"}).purchase({"b", "2020-03-10", 1, "d"});
  study.touch({.from = "a", .to = "b", .t = "2020-03-01"})
      .touch({.from = "b", .to = "a", .t = "2020-03-01"});
  CHECK(referrers(study, {}, "a", "c") == Names{"b"});
  CHECK(referrers(study, {}, "b", "d") == Names{"a"});

  StudyBuilder failed;
  failed.purchase({"a", "2020-03-10", 1}).purchase({"b", "2020-03-10", 1});
  failed.touch({.from = "a", .to = "b", .t = "2020-03-01"})
      .touch({.from = "b", .to = "a", .t = "2020-03-01", .status = TouchStatus::Failed});
  CHECK(referrers(failed, {}, "b") == Names{"a"});
}

TEST_CASE("journeys: what a touch says of its reward stays with it, the horizon is handed on") {
  auto study = bob_buys();
  study.touch({.from = "ann", .to = "bob", .t = "2020-03-01", .incentivised = YesNo::Yes})
      .touch({.from = "cat", .to = "bob", .t = "2020-03-02", .incentivised = YesNo::No})
      .touch({.from = "dan", .to = "bob", .t = "2020-03-03"});
  const Journeys journeys = build_journeys(study.build(), {.horizon_days = 30.0});
  REQUIRE(journeys.touches.size() == 3);
  CHECK(journeys.touches[0].incentivised);
  CHECK_FALSE(journeys.touches[1].incentivised);
  CHECK(journeys.touches[2].incentivised);
  CHECK(journeys.horizon_days == 30.0);
}

TEST_CASE("journeys: nothing gives nothing, a bad option is named") {
  CHECK(build_journeys(StudyBuilder().build(), {}).acquisitions.empty());
  const auto error = [](const JourneyOptions& options) {
    return error_of([&] { build_journeys(StudyBuilder().build(), options); });
  };
  CHECK(error({.roles = {{"x", -1.0}}}).starts_with("InvalidOption roles.x"));
  CHECK(error({.lookback_days = -1.0}).starts_with("InvalidOption lookback_days"));
  CHECK(error({.horizon_days = std::nan("")}).starts_with("InvalidOption horizon_days"));
  CHECK(error({.horizon_days = 1e9}).starts_with("InvalidOption horizon_days"));
}

TEST_CASE("journeys: a weight too large or too small to share out is refused") {
  for (const double strength : {1e200, 1e-155}) {
    auto study = bob_buys();
    study.touch({.from = "ann", .to = "bob", .t = "2020-03-01", .role = "r", .strength = strength});
    CHECK(error_of([&] {
            build_journeys(study.build(), {.roles = {{"r", strength}}});
          }).starts_with("BadInput touches: "));
  }
}

/// The rules of the header, one after the other, in the plainest words.
class PlainSieve {
 public:
  using Line = std::tuple<ContextId, NodeId, Time, std::int64_t, NodeId, double, bool>;

  PlainSieve(const Network& network, const JourneyOptions& options)
      : network_(network), options_(options) {
    for (const Touch& touch : network.touches.rows) {
      bool named = false;
      for (ContextId c = 0; c < network.num_contexts(); ++c) {
        if (touch.context != kEveryContext && touch.context != c) continue;
        const Purchase* joined = acquisition(c, touch.to);
        if (!joined) continue;
        if (touch.purchase != kNoId && &network.purchases.rows[touch.purchase] != joined) continue;
        named = true;
        judge(touch, *joined);
      }
      if (!named) ++excluded.not_an_acquisition;
    }
    if (options.exclude_cycles) drop_rings();
    std::ranges::sort(lines);
  }

  std::vector<Line> lines;
  ExcludedTouches excluded;
  std::set<std::tuple<ContextId, NodeId, NodeId>> rings;

 private:
  const Purchase* acquisition(ContextId context, NodeId person) const {
    for (const Purchase& p : network_.purchases.rows)
      if (p.context == context && p.person == person && p.margin >= 0) return &p;
    return nullptr;
  }

  static long double days(Time from, Time to) {
    return static_cast<long double>((to - from).count()) / 86'400'000'000.0L;
  }

  void judge(const Touch& touch, const Purchase& joined) {
    const std::string& role = network_.touches.roles[touch.role];
    double weight = options_.roles.empty() ? 1.0 : 0.0;
    for (const auto& [name, number] : options_.roles)
      if (name == role) weight = number;
    weight *= touch.strength;
    bool senior_needed = false;
    for (const std::string& name : options_.senior_roles) senior_needed |= name == role;
    const Purchase* own = acquisition(joined.context, touch.from);
    const bool senior = own && day_number(own->time) < day_number(joined.time);
    const bool undated = touch.time == kUndated;
    const auto payer = [&](NodeId p) { return network_.payer.empty() ? kNoId : network_.payer[p]; };

    if (touch.status != TouchStatus::Succeeded || touch.expires < joined.time)
      ++excluded.failed_or_expired;
    else if (touch.time > joined.time)
      ++excluded.after_acquisition;
    else if (undated &&
             (options_.lookback_days || (touch.purchase == kNoId && network_.touches.have_times)))
      ++excluded.undated;
    else if (options_.lookback_days && days(touch.time, joined.time) > *options_.lookback_days)
      ++excluded.outside_lookback;
    else if (touch.from == joined.person)
      ++excluded.self_referral;
    else if (payer(touch.from) != kNoId && payer(touch.from) == payer(joined.person))
      ++excluded.same_payer;
    else if (weight == 0.0)
      ++excluded.no_weight;
    else if (senior_needed && !senior)
      ++excluded.not_senior;
    else
      lines.emplace_back(joined.context, joined.person, touch.time, touch.seq, touch.from, weight,
                         touch.incentivised != YesNo::No);
  }

  /// Warshall 1962: who reaches whom, context by context.
  void drop_rings() {
    const std::size_t n = network_.num_people();
    std::vector<std::vector<std::vector<char>>> reach(network_.num_contexts(),
                                                      std::vector(n, std::vector<char>(n)));
    for (const Line& line : lines)
      reach[std::get<0>(line)][std::get<4>(line)][std::get<1>(line)] = 1;
    for (auto& r : reach)
      for (std::size_t k = 0; k < n; ++k)
        for (std::size_t i = 0; i < n; ++i)
          for (std::size_t j = 0; j < n; ++j)
            if (r[i][k] && r[k][j]) r[i][j] = 1;
    std::erase_if(lines, [&](const Line& line) {
      if (!reach[std::get<0>(line)][std::get<1>(line)][std::get<4>(line)]) return false;
      rings.emplace(std::get<0>(line), std::get<4>(line), std::get<1>(line));
      ++excluded.in_cycle;
      return true;
    });
  }

  const Network& network_;
  const JourneyOptions& options_;
};

auto numbers(const ExcludedTouches& e) {
  return std::tuple(e.not_an_acquisition, e.failed_or_expired, e.after_acquisition, e.undated,
                    e.outside_lookback, e.self_referral, e.same_payer, e.no_weight, e.not_senior,
                    e.in_cycle);
}

JourneyOptions some_options(std::uint64_t seed) {
  JourneyOptions options;
  if (seed % 2 == 0) options.roles = {{"brought", 1.0}, {"helped", 0.5}, {"together", 0.0}};
  if (seed % 3 == 0) options.senior_roles = {"helped"};
  if (seed % 4 == 0) options.lookback_days = 12.0;
  options.exclude_cycles = seed % 5 != 0;
  return options;
}

TEST_CASE("journeys: equal to a plain reading of the rules, on random networks") {
  ExcludedTouches met;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    CAPTURE(seed);
    const Network network =
        testing::random_study({.seed = seed, .people = 9, .touches = 80}).build();
    const JourneyOptions options = some_options(seed);
    const Journeys journeys = build_journeys(network, options);
    const PlainSieve plain(network, options);
    CHECK(numbers(journeys.excluded) == numbers(plain.excluded));
    std::vector<std::tuple<ContextId, NodeId, Time, NodeId, double, bool>> lines, expected;
    for (const auto& [c, p, t, seq, from, weight, rewarded] : plain.lines)
      expected.emplace_back(c, p, t, from, weight, rewarded);
    std::uint64_t next = 0;
    for (const Acquisition& a : journeys.acquisitions) {
      CHECK(a.first_touch == next);
      next += a.num_touches;
      for (std::uint64_t k = a.first_touch; k < next; ++k) {
        const JourneyTouch& t = journeys.touches[k];
        lines.emplace_back(a.context, a.person, t.time, t.referrer, t.weight, t.incentivised);
      }
    }
    CHECK(next == journeys.touches.size());
    std::ranges::sort(expected);
    std::ranges::sort(lines);
    CHECK((lines == expected));
    std::set<std::tuple<ContextId, NodeId, NodeId>> rings;
    for (const CycleEdge& e : journeys.cycle_edges)
      rings.emplace(e.context, e.referrer, e.newcomer);
    CHECK((rings == plain.rings));
    CHECK(rings.size() == journeys.cycle_edges.size());
    met.in_cycle += journeys.excluded.in_cycle;
    met.not_senior += journeys.excluded.not_senior;
    met.same_payer += journeys.excluded.same_payer;
    met.outside_lookback += journeys.excluded.outside_lookback;
  }
  CHECK(met.in_cycle > 100);
  CHECK(met.not_senior > 100);
  CHECK(met.same_payer > 100);
  CHECK(met.outside_lookback > 100);
}

bool equal(const Journeys& a, const Journeys& b) {
  const auto touch = [](const JourneyTouch& t) {
    return std::tuple(t.referrer, t.weight, t.time, t.incentivised);
  };
  const auto acquisition = [](const Acquisition& x) {
    return std::tuple(x.person, x.context, x.time, x.purchase, x.first_touch, x.num_touches);
  };
  return std::ranges::equal(a.touches, b.touches, {}, touch, touch) &&
         std::ranges::equal(a.acquisitions, b.acquisitions, {}, acquisition, acquisition) &&
         numbers(a.excluded) == numbers(b.excluded);
}

TEST_CASE("journeys: shuffled rows and 1 or 8 threads give the same journeys") {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const auto study = testing::random_study({.seed = seed});
    const JourneyOptions options = some_options(seed);
    CAPTURE(seed);
    CHECK(equal(build_journeys(study.build(), options),
                build_journeys(study.shuffled(seed).build(), options)));
  }
  const Network large = testing::random_study({.seed = 1,
                                               .people = 9'000,
                                               .contexts = 3,
                                               .purchases = 40'000,
                                               .touches = 80'000,
                                               .days = 900})
                            .build();
  Journeys journeys[2];
  for (const std::size_t threads : {1U, 8U}) {
    const ThreadLimit limit(threads);
    journeys[threads / 8] = build_journeys(large, some_options(1));
  }
  CHECK(equal(journeys[0], journeys[1]));
  CHECK(journeys[0].touches.size() > 1000);
}

}  // namespace
}  // namespace grapevine
