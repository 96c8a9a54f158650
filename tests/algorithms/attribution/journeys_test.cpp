#include "algorithms/attribution/journeys.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "algorithms/registry.hpp"
#include "engine/network/cut.hpp"
#include "engine/parallel/blocks.hpp"
#include "tests/support/errors.hpp"
#include "tests/support/sanitizer.hpp"
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

/// How many touches each reason leaves out, those of no acquisition last.
using Counts = std::array<std::uint64_t, std::size(kExclusionNames) + 1>;

Counts counts_of(const Journeys& journeys) {
  Counts counts{};
  for (const ExcludedTouch& touch : journeys.excluded)
    ++counts[static_cast<std::size_t>(touch.reason)];
  counts.back() = journeys.not_an_acquisition;
  return counts;
}

std::uint64_t excluded(const Journeys& journeys, Exclusion reason) {
  return counts_of(journeys)[static_cast<std::size_t>(reason)];
}

std::uint64_t excluded(const StudyBuilder& study, Exclusion reason,
                       const JourneyOptions& options = {}) {
  return excluded(build_journeys(study.build(), options), reason);
}

std::uint64_t of_no_acquisition(const StudyBuilder& study) {
  return build_journeys(study.build(), {}).not_an_acquisition;
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
  CHECK(excluded(study, Exclusion::AfterAcquisition) == 1);
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
  CHECK(of_no_acquisition(study) == 1);
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
  CHECK(of_no_acquisition(study) == 2);
}

TEST_CASE("journeys: failed and expired touches earn nothing, the day of expiry still counts") {
  auto study = bob_buys();
  study.touch({.from = "ann", .to = "bob", .t = "2020-03-01", .status = TouchStatus::Failed})
      .touch({.from = "cat", .to = "bob", .t = "2020-03-01", .status = TouchStatus::Expired})
      .touch({.from = "dan", .to = "bob", .t = "2020-03-01", .expires = "2020-03-09"})
      .touch({.from = "eve", .to = "bob", .t = "2020-03-01", .expires = "2020-03-10"});
  CHECK(referrers(study, {}, "bob") == Names{"eve"});
  CHECK(excluded(study, Exclusion::Failed) == 1);
  CHECK(excluded(study, Exclusion::Expired) == 2);
}

TEST_CASE("journeys: the edge of the look-back is inside it") {
  auto study = bob_buys();
  study
      .touch({.from = "ann", .to = "bob", .t = "2020-02-29"})  // 10 days before
      .touch({.from = "cat",
              .to = "bob",
              .t = testing::When("2020-02-29").time - std::chrono::microseconds{1}});
  CHECK(referrers(study, {.lookback_days = 10.0}, "bob") == Names{"ann"});
  CHECK(excluded(study, Exclusion::OutsideLookback, {.lookback_days = 10.0}) == 1);
  CHECK(referrers(study, {}, "bob") == Names{"cat", "ann"});
  CHECK(referrers(study, {.lookback_days = 1e300}, "bob") == Names{"cat", "ann"});
}

TEST_CASE("journeys: undated touches count only where nothing needs their date") {
  auto none = bob_buys();
  none.touch({.from = "dan", .to = "bob", .seq = 1}).touch({.from = "ann", .to = "bob", .seq = 2});
  CHECK(referrers(none, {}, "bob") == Names{"dan", "ann"});  // a table of stated order
  CHECK(excluded(none, Exclusion::Undated, {.lookback_days = 5.0}) == 2);

  auto some = bob_buys();
  some.purchase({"cat", "2020-03-10", 1, "c", "o"})
      .touch({.from = "ann", .to = "bob"})
      .touch({.from = "ann", .purchase = "o"})
      .touch({.from = "dan", .to = "bob", .t = "2020-03-01"});
  CHECK(referrers(some, {}, "bob") ==
        Names{"dan"});  // of others it is not known that it came first
  CHECK(referrers(some, {}, "cat") == Names{"ann"});  // what led to a purchase came before it
  CHECK(excluded(some, Exclusion::Undated) == 1);
  CHECK(excluded(some, Exclusion::Undated, {.lookback_days = 50.0}) == 2);
}

TEST_CASE("journeys: self-referral and one payer earn nothing, those without a payer differ") {
  auto study = bob_buys();
  study.person("bob", "acme").person("ann", "acme").person("cat", "other").person("dan");
  for (const char* from : {"ann", "bob", "cat", "dan"})
    study.touch({.from = from, .to = "bob", .t = "2020-03-01"});
  study.purchase({"eve", "2020-03-10", 1}).touch({.from = "dan", .to = "eve", .t = "2020-03-01"});
  CHECK(referrers(study, {}, "bob") == Names{"cat", "dan"});
  CHECK(referrers(study, {}, "eve") == Names{"dan"});
  CHECK(excluded(study, Exclusion::SelfReferral) == 1);
  CHECK(excluded(study, Exclusion::SamePayer) == 1);
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
  CHECK(excluded(journeys, Exclusion::NoWeight) == 3);
  CHECK(journeys.not_an_acquisition == 1);
  CHECK(journeys.touches_of_such_roles == 2);
  CHECK(journeys.roles_without_weight == Names{"stranger"});
  CHECK(referrers(study, {}, "bob") == Names{"ann", "cat", "dan", "eve"});  // all weigh 1
  CHECK(build_journeys(network, {}).roles_without_weight.empty());
  study.touch({.from = "hal", .to = "bob", .t = "2020-03-05"});  // and none at all
  const Journeys without = build_journeys(study.build(), options);
  CHECK(without.roles_without_weight == Names{"", "stranger"});
  CHECK(without.touches_of_such_roles == 3);
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
  CHECK(excluded(study, Exclusion::NotSenior, senior) == 3);
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
  CHECK(excluded(study, Exclusion::NoWeight, options) == 2);
  CHECK(excluded(study, Exclusion::NotSenior, options) == 1);
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
  CHECK(excluded(journeys, Exclusion::Mutual) == 3);
  CHECK(excluded(journeys, Exclusion::Cycle) == 3);
  Names listed;
  for (const CycleEdge& e : journeys.cycle_edges)
    listed.push_back(network.people->name(e.referrer) + network.people->name(e.newcomer));
  CHECK(listed == Names{"ab", "ba", "pq", "qr", "rp"});

  const Journeys kept = build_journeys(network, {.exclude_cycles = false});
  CHECK(referrers(network, kept, "p") == Names{"a", "r"});
  CHECK(kept.excluded.empty());
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

/// Everybody buys; ann, the first, is tied to all.
StudyBuilder tied() {
  StudyBuilder study;
  study.purchase({"ann", "2020-01-01", 1}).purchase({"bob", "2020-03-10", 1});
  return study.purchase({"cat", "2020-03-20", 1}).tie({"ann", "bob", 2.0}).tie({"ann", "cat"});
}

TEST_CASE("journeys: without any touch ties imply them, marked and counted") {
  const Network network = tied().build();
  const Journeys journeys = build_journeys(network, {});
  CHECK(referrers(network, journeys, "bob") == Names{"ann"});
  CHECK(referrers(network, journeys, "cat") == Names{"ann"});
  CHECK(journeys.implied_acquisitions == 2);
  CHECK(journeys.touches[0].implied);
  CHECK(journeys.touches[0].weight == 2.0);
  CHECK(journeys.touches[0].incentivised);
  CHECK(journeys.touches[0].time == testing::When("2020-01-01").time);
  CHECK(build_journeys(network, {.implied_touches = ImpliedTouches::Never}).touches.empty());
}

TEST_CASE("journeys: one recorded touch, even of nobody's acquisition, ends the default") {
  auto study = tied();
  study.touch({.from = "cat", .to = "nobody", .t = "2020-03-01"});
  CHECK(build_journeys(study.build(), {}).touches.empty());
  const Journeys each =
      build_journeys(study.build(), {.implied_touches = ImpliedTouches::PerAcquisition});
  CHECK(each.implied_acquisitions == 2);
}

TEST_CASE("journeys: what is recorded goes before what is implied, journey by journey") {
  auto study = tied();
  study.touch({.from = "cat", .to = "bob", .t = "2020-03-01"})
      .touch({.from = "bob", .to = "cat", .t = "2020-03-11", .status = TouchStatus::Failed});
  const JourneyOptions each{.implied_touches = ImpliedTouches::PerAcquisition};
  CHECK(referrers(study, each, "bob") == Names{"cat"});
  CHECK(referrers(study, each, "cat") == Names{"ann"});  // the recorded one does not count
}

TEST_CASE("journeys: a tie cannot pay two who brought each other, nor unmake what is recorded") {
  const JourneyOptions each{.implied_touches = ImpliedTouches::PerAcquisition};
  auto mutual = tied();
  mutual.touch({.from = "ann", .to = "bob", .t = "2020-01-01"})
      .touch({.from = "bob", .to = "ann", .t = "2020-01-01"});
  const Network network = mutual.build();
  const Journeys journeys = build_journeys(network, each);
  CHECK(referrers(network, journeys, "bob").empty());
  CHECK(excluded(journeys, Exclusion::Mutual) == 3);
  CHECK(journeys.cycle_edges.size() == 2);

  auto one_way = tied();
  one_way.touch({.from = "bob", .to = "ann", .t = "2020-01-01"});
  CHECK(referrers(one_way, each, "ann") == Names{"bob"});
  CHECK(referrers(one_way, each, "bob").empty());  // by a tie, ann would bring who brought her
}

TEST_CASE("journeys: nothing gives nothing, a bad option is named") {
  CHECK(build_journeys(StudyBuilder().build(), {}).acquisitions.empty());
  const auto error = [](const JourneyOptions& options) {
    return error_of([&] { build_journeys(StudyBuilder().build(), options); });
  };
  CHECK(error({.roles = {{"x", -1.0}}}).starts_with("InvalidOption roles.x"));
  CHECK(error({.lookback_days = -1.0}).starts_with("InvalidOption lookback_days"));
  CHECK(error({.horizon_days = std::nan("")}).starts_with("InvalidOption horizon_days"));
  CHECK(error({.horizon_days = 3'650'001.0}).starts_with("InvalidOption horizon_days"));
  CHECK(error({.horizon_days = 0.0}).empty());
}

TEST_CASE("journeys: a weight too large or too small to share out is refused") {
  for (const double strength : {1e200, 1e-155}) {
    auto study = bob_buys();
    study.touch({.from = "ann", .to = "bob", .t = "2020-03-01", .role = "r", .strength = strength});
    CHECK(error_of([&] {
            build_journeys(study.build(), {.roles = {{"r", strength}}});
          }).starts_with("BadInput touches: "));
  }
  auto ties = tied();
  ties.tie({"bob", "cat", 1e-310});
  CHECK(error_of([&] { build_journeys(ties.build(), {}); }) ==
        "BadInput ties: a weight of a tie that implies a touch is 1e-310; keep it between 1e-300 "
        "and 1e300");
}

/// The rules of the header, one after the other, in the plainest words.
class PlainSieve {
 public:
  /// Of what counts, and of what does not with the reason; by seq, where it was recorded.
  using Line =
      std::tuple<ContextId, NodeId, Time, std::int64_t, NodeId, double, bool, bool, std::string>;
  using Left = std::tuple<ContextId, NodeId, Time, NodeId, std::string, Exclusion, bool>;

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
      if (!named) ++not_an_acquisition;
    }
    const std::vector<Line> recorded = lines;
    if (options.exclude_cycles) drop_rings(recorded, false);
    imply();
    if (options.exclude_cycles) {
      std::vector<Line> all = recorded;
      for (const Line& line : lines)
        if (std::get<7>(line)) all.push_back(line);
      drop_rings(all, true);
    }
    std::ranges::sort(lines);
    std::ranges::sort(left);
  }

  std::vector<Line> lines;
  std::vector<Left> left;
  std::uint64_t not_an_acquisition = 0;
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

  std::uint32_t payer(NodeId p) const { return network_.payer.empty() ? kNoId : network_.payer[p]; }

  bool one_pays(NodeId a, NodeId b) const { return payer(a) != kNoId && payer(a) == payer(b); }

  bool too_old(Time time, const Purchase& joined) const {
    return options_.lookback_days && days(time, joined.time) > *options_.lookback_days;
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
    const auto leave = [&](Exclusion reason) {
      left.emplace_back(joined.context, joined.person, touch.time, touch.from, role, reason, false);
    };
    if (touch.status == TouchStatus::Failed)
      leave(Exclusion::Failed);
    else if (touch.status == TouchStatus::Expired || touch.expires < joined.time)
      leave(Exclusion::Expired);
    else if (touch.time > joined.time)
      leave(Exclusion::AfterAcquisition);
    else if (undated &&
             (options_.lookback_days || (touch.purchase == kNoId && network_.touches.have_times)))
      leave(Exclusion::Undated);
    else if (too_old(touch.time, joined))
      leave(Exclusion::OutsideLookback);
    else if (touch.from == joined.person)
      leave(Exclusion::SelfReferral);
    else if (one_pays(touch.from, joined.person))
      leave(Exclusion::SamePayer);
    else if (weight == 0.0)
      leave(Exclusion::NoWeight);
    else if (senior_needed && !senior)
      leave(Exclusion::NotSenior);
    else
      lines.emplace_back(joined.context, joined.person, touch.time, touch.seq, touch.from, weight,
                         touch.incentivised != YesNo::No, false, role);
  }

  /// Tie by tie, both ways round where influence runs both ways.
  void imply() {
    if (options_.implied_touches == ImpliedTouches::Never) return;
    if (options_.implied_touches == ImpliedTouches::WithoutTouches &&
        !network_.touches.rows.empty())
      return;
    std::set<std::pair<ContextId, NodeId>> recorded;
    for (const Line& line : lines) recorded.emplace(std::get<0>(line), std::get<1>(line));
    const Graph& ties = network_.ties;
    for (NodeId u = 0; u < ties.num_nodes(); ++u) {
      EdgeId e = ties.first_out_edge(u);
      for (const NodeId v : ties.out_neighbors(u)) {
        for (ContextId c = 0; c < network_.num_contexts(); ++c) {
          if (network_.influence != Influence::TargetToSource) imply(u, v, e, c, recorded);
          if (network_.influence != Influence::SourceToTarget) imply(v, u, e, c, recorded);
        }
        ++e;
      }
    }
  }

  void imply(NodeId from, NodeId to, EdgeId e, ContextId context,
             const std::set<std::pair<ContextId, NodeId>>& recorded) {
    const GraphColumns& columns = network_.ties.columns();
    const Purchase *own = acquisition(context, from), *joined = acquisition(context, to);
    if (!own || !joined || recorded.contains({context, to})) return;
    if (own->time >= joined->time) return;
    if (!columns.sign.empty() && columns.sign[e] < 0) return;
    if (!columns.context.empty() && columns.context[e] != kEveryContext &&
        columns.context[e] != context)
      return;
    Time time = own->time;
    if (!columns.time.empty() && columns.time[e] != kUndated) {
      if (columns.time[e] > joined->time) return;
      time = std::max(time, columns.time[e]);
    }
    if (!columns.end.empty() && columns.end[e] != kUndated && columns.end[e] < own->time) return;
    const double weight = columns.weight.empty() ? 1.0 : columns.weight[e];
    const auto leave = [&](Exclusion reason) {
      left.emplace_back(context, to, time, from, "", reason, true);
    };
    if (too_old(time, *joined))
      leave(Exclusion::OutsideLookback);
    else if (one_pays(from, to))
      leave(Exclusion::SamePayer);
    else if (weight == 0.0)
      leave(Exclusion::NoWeight);
    else
      lines.emplace_back(context, to, time, 0, from, weight, true, true, "");
  }

  /// Drops the recorded, or the implied, that lie in a ring of `edges`. Warshall 1962: who reaches
  /// whom, context by context.
  void drop_rings(const std::vector<Line>& edges, bool of_implied) {
    const std::size_t n = network_.num_people();
    std::vector<std::vector<std::vector<char>>> direct(network_.num_contexts(),
                                                       std::vector(n, std::vector<char>(n)));
    for (const Line& line : edges)
      direct[std::get<0>(line)][std::get<4>(line)][std::get<1>(line)] = 1;
    auto reach = direct;
    for (auto& r : reach)
      for (std::size_t k = 0; k < n; ++k)
        for (std::size_t i = 0; i < n; ++i)
          for (std::size_t j = 0; j < n; ++j)
            if (r[i][k] && r[k][j]) r[i][j] = 1;
    std::erase_if(lines, [&](const Line& line) {
      const auto& [c, to, time, seq, from, weight, rewarded, implied, role] = line;
      if (!reach[c][to][from] || implied != of_implied) return false;
      rings.emplace(c, from, to);
      left.emplace_back(c, to, time, from, role,
                        direct[c][to][from] ? Exclusion::Mutual : Exclusion::Cycle, implied);
      return true;
    });
  }

  const Network& network_;
  const JourneyOptions& options_;
};

/// Touches and ties at random; every third one has no touch at all.
Network random_network(std::uint64_t seed) {
  return testing::random_study(
             {.seed = seed, .people = 9, .touches = seed % 3 == 1 ? 0U : 60U, .ties = 40})
      .influence(std::array{Influence::SourceToTarget, Influence::TargetToSource,
                            Influence::Both}[seed / 3 % 3])
      .build();
}

JourneyOptions some_options(std::uint64_t seed) {
  JourneyOptions options;
  if (seed % 2 == 0) options.roles = {{"brought", 1.0}, {"helped", 0.5}, {"together", 0.0}};
  if (seed % 3 == 0) options.senior_roles = {"helped"};
  if (seed % 4 == 0) options.lookback_days = 12.0;
  options.exclude_cycles = seed % 5 != 0;
  options.implied_touches =
      std::array{ImpliedTouches::WithoutTouches, ImpliedTouches::WithoutTouches,
                 ImpliedTouches::PerAcquisition, ImpliedTouches::PerAcquisition,
                 ImpliedTouches::Never}[seed % 7 % 5];
  return options;
}

TEST_CASE("journeys: equal to a plain reading of the rules, on random networks") {
  Counts met{};
  std::uint64_t implied = 0, implied_left_out = 0;
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    CAPTURE(seed);
    const Network network = random_network(seed);
    const JourneyOptions options = some_options(seed);
    const Journeys journeys = build_journeys(network, options);
    const PlainSieve plain(network, options);
    CHECK(journeys.not_an_acquisition == plain.not_an_acquisition);
    std::vector<std::tuple<ContextId, NodeId, Time, NodeId, double, bool, bool>> lines, expected;
    for (const auto& [c, p, t, seq, from, weight, rewarded, by_tie, role] : plain.lines)
      expected.emplace_back(c, p, t, from, weight, rewarded, by_tie);
    std::uint64_t next = 0, rest_on_ties = 0;
    for (const Acquisition& a : journeys.acquisitions) {
      CHECK(a.first_touch == next);
      next += a.num_touches;
      for (std::uint64_t k = a.first_touch; k < next; ++k) {
        const JourneyTouch& t = journeys.touches[k];
        lines.emplace_back(a.context, a.person, t.time, t.referrer, t.weight, t.incentivised,
                           t.implied);
        CHECK(t.implied == journeys.touches[a.first_touch].implied);
      }
      rest_on_ties += a.num_touches > 0 && journeys.touches[a.first_touch].implied;
    }
    CHECK(next == journeys.touches.size());
    CHECK(rest_on_ties == journeys.implied_acquisitions);
    std::ranges::sort(expected);
    std::ranges::sort(lines);
    CHECK((lines == expected));
    std::vector<PlainSieve::Left> left;
    for (const ExcludedTouch& t : journeys.excluded) {
      left.emplace_back(t.context, t.newcomer, t.time, t.referrer, network.touches.roles[t.role],
                        t.reason, t.implied);
      implied_left_out += t.implied;
    }
    const auto order = [](const ExcludedTouch& t) {
      return std::tuple(t.context, t.newcomer, t.time);
    };
    CHECK(std::ranges::is_sorted(journeys.excluded, {}, order));
    std::ranges::sort(left);
    CHECK((left == plain.left));
    std::set<std::tuple<ContextId, NodeId, NodeId>> rings;
    for (const CycleEdge& e : journeys.cycle_edges)
      rings.emplace(e.context, e.referrer, e.newcomer);
    CHECK((rings == plain.rings));
    CHECK(rings.size() == journeys.cycle_edges.size());
    for (std::size_t i = 0; i < met.size(); ++i) met[i] += counts_of(journeys)[i];
    implied += rest_on_ties;
  }
  for (const std::uint64_t times : met) CHECK(times > 100);
  CHECK(implied > 100);
  CHECK(implied_left_out > 100);
}

bool equal(const Journeys& a, const Journeys& b) {
  const auto touch = [](const JourneyTouch& t) {
    return std::tuple(t.referrer, t.weight, t.time, t.incentivised, t.implied);
  };
  const auto acquisition = [](const Acquisition& x) {
    return std::tuple(x.person, x.context, x.time, x.purchase, x.first_touch, x.num_touches);
  };
  const auto left_out = [](const ExcludedTouch& t) {
    return std::tuple(t.context, t.referrer, t.newcomer, t.time, t.role, t.reason, t.implied);
  };
  return std::ranges::equal(a.touches, b.touches, {}, touch, touch) &&
         std::ranges::equal(a.acquisitions, b.acquisitions, {}, acquisition, acquisition) &&
         std::ranges::equal(a.excluded, b.excluded, {}, left_out, left_out) &&
         a.not_an_acquisition == b.not_an_acquisition;
}

/// The touches of acquisitions before `time`, each as (context, newcomer, t, referrer, weight,
/// incentivised), in their order, and the shares of every model that looks at them.
struct Credited {
  std::vector<std::tuple<ContextId, NodeId, Time, NodeId, double, bool>> touches;
  std::vector<std::vector<double>> shares;
  std::size_t acquisitions = 0;

  Credited(const Network& network, const Journeys& journeys, Time time) {
    const auto models = {"first", "last", "linear", "position", "time_decay"};
    std::vector<std::vector<double>> all;
    for (const char* model : models)
      all.push_back(find_algorithm(model)->on_journeys(journeys, {}));
    shares.resize(all.size());
    for (const Acquisition& a : journeys.acquisitions) {
      if (a.time >= time) continue;
      ++acquisitions;
      for (std::uint64_t k = a.first_touch; k < a.first_touch + a.num_touches; ++k) {
        const JourneyTouch& t = journeys.touches[k];
        touches.emplace_back(number_in(network.contexts.name(a.context)),
                             number_in(network.people->name(a.person)), t.time,
                             number_in(network.people->name(t.referrer)), t.weight, t.incentivised);
        for (std::size_t model = 0; model < all.size(); ++model)
          shares[model].push_back(all[model][k]);
      }
    }
  }

 private:
  /// Of the ids of random studies, which are a letter and a number.
  static NodeId number_in(const std::string& id) {
    return static_cast<NodeId>(std::stoul(id.substr(1)));
  }
};

TEST_CASE("journeys: nothing after a moment moves the credit of an acquisition before it") {
  std::size_t seen = 0, touches = 0;
  for (std::uint64_t seed = 0; seen < testing::cases(10'000); ++seed) {
    CAPTURE(seed);
    const Network whole =
        testing::random_study({.seed = seed, .touches = 60, .undated = false}).build();
    const Time time = Time{} + std::chrono::days{10 + seed % 25};
    const Network early = cut_at(whole, time).network;
    JourneyOptions options = some_options(seed);
    options.exclude_cycles = false;
    const Credited known(whole, build_journeys(whole, options), time),
        then(early, build_journeys(early, options), time);
    CHECK((known.touches == then.touches));
    CHECK((known.shares == then.shares));
    seen += known.acquisitions;
    touches += known.touches.size();
  }
  CHECK(touches > testing::cases(1'000));
}

TEST_CASE("journeys: what comes later takes away only what it shows to be a ring") {
  std::size_t taken = 0;
  for (std::uint64_t seed = 0; seed < testing::cases(1'000); ++seed) {
    CAPTURE(seed);
    const Network whole =
        testing::random_study({.seed = seed, .touches = 60, .undated = false}).build();
    const Time time = Time{} + std::chrono::days{10 + seed % 25};
    const Network early = cut_at(whole, time).network;
    const Journeys journeys = build_journeys(whole, {});
    const Credited known(whole, journeys, time), then(early, build_journeys(early, {}), time);
    std::set<std::tuple<std::string, std::string, std::string>> rings;
    for (const CycleEdge& e : journeys.cycle_edges)
      rings.emplace(whole.contexts.name(e.context), whole.people->name(e.newcomer),
                    whole.people->name(e.referrer));
    auto next = known.touches.begin();
    for (const auto& touch : then.touches) {
      if (next != known.touches.end() && *next == touch) {
        ++next;
        continue;
      }
      ++taken;
      const auto& [context, newcomer, t, referrer, weight, rewarded] = touch;
      CHECK(rings.contains({"c" + std::to_string(context), "p" + std::to_string(newcomer),
                            "p" + std::to_string(referrer)}));
    }
    CHECK((next == known.touches.end()));
  }
  CHECK(taken > 0);  // so the law of the test above does not hold with this rule
}

TEST_CASE("journeys: shuffled rows and 1 or 8 threads give the same journeys") {
  for (std::uint64_t seed = 0; seed < testing::cases(500); ++seed) {
    const auto study = testing::random_study({.seed = seed, .ties = 60});
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
                                               .days = 900,
                                               .ties = 60'000})
                            .build();
  Journeys journeys[2];
  for (const std::size_t threads : {1U, 8U}) {
    const ThreadLimit limit(threads);
    journeys[threads / 8] =
        build_journeys(large, {.implied_touches = ImpliedTouches::PerAcquisition});
  }
  CHECK(equal(journeys[0], journeys[1]));
  CHECK(journeys[0].touches.size() > 1000);
  CHECK(journeys[0].implied_acquisitions > 1000);
  CHECK(journeys[0].excluded.size() > 1000);
}

}  // namespace
}  // namespace grapevine
