#include "algorithms/customer_value/ledger.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "algorithms/customer_value/realised_margin.hpp"
#include "engine/parallel/blocks.hpp"
#include "tests/support/plain_value.hpp"
#include "tests/support/sanitizer.hpp"
#include "tests/support/study_builder.hpp"

namespace grapevine {
namespace {

__extension__ using Wide = __int128;

using testing::journeys_of;
using testing::Study;
using testing::StudyBuilder;
using testing::touch_of;

const std::vector<std::string> kModels = {"linear",     "first",    "last",
                                          "time_decay", "position", "credit_distribution"};

TEST_CASE("ledger: several touches of one referrer add up, in the order of first touches") {
  const Journeys journeys =
      journeys_of({{touch_of(7, 1), touch_of(3, 2), touch_of(7, 3), touch_of(4, 4)}, {}});
  const AcquisitionValue values[] = {{.margin = 101}, {.margin = 55}};
  const double shares[] = {0.25, 0.25, 0.5, 0.0};
  const auto ledger = build_ledger(journeys, shares, values, {});
  REQUIRE(ledger.size() == 3);  // 4 earned nothing, so it has no row
  CHECK(ledger[0].referrer == 7);
  CHECK(ledger[0].share == 0.75);
  CHECK(ledger[0].parts == 750'000'000'000'000);
  CHECK(ledger[0].margin == 76);  // 75.75 has the larger remainder
  CHECK(ledger[1].referrer == 3);
  CHECK(ledger[1].margin == 25);
  CHECK(ledger[2].acquisition == 1);
  CHECK(ledger[2].referrer == kNoNode);
  CHECK(ledger[2].parts == kWholeShare);
  CHECK(ledger[2].share == 1.0);
  CHECK(ledger[2].margin == 55);
  CHECK(ledger[2].value() == 0.0);
}

TEST_CASE("ledger: what a model leaves of a touched acquisition is nobody's, and stands last") {
  const Journeys journeys = journeys_of({{touch_of(7, 1), touch_of(3, 2)}, {touch_of(7, 1)}});
  const AcquisitionValue values[] = {{.margin = 100}, {.margin = 55}};
  const double shares[] = {0.5, 0.125, 1.0 - 1e-15};
  const auto ledger = build_ledger(journeys, shares, values, {});
  REQUIRE(ledger.size() == 4);
  CHECK(ledger[2].referrer == kNoNode);
  CHECK(ledger[2].share == 0.375);
  CHECK(ledger[2].parts == 375'000'000'000'000);
  CHECK(ledger[2].margin == 37);  // 50 and 12.5, of which the earlier has the rest
  CHECK(ledger[2].value() == 0.0);
  CHECK(ledger[3].referrer == 7);  // rounding is not left to anybody
  CHECK(ledger[3].parts == kWholeShare);
}

TEST_CASE("ledger: cents of equal shares go to the earlier referrer, of a refund as well") {
  const Journeys journeys = journeys_of({{touch_of(9, 1), touch_of(5, 2), touch_of(1, 3)}});
  const std::vector<double> shares(3, 1.0 / 3);
  const auto margins = [&](Money margin) {
    const AcquisitionValue values[] = {{.margin = margin}};
    std::vector<Money> amounts;
    for (const Credit& c : build_ledger(journeys, shares, values, {})) amounts.push_back(c.margin);
    return amounts;
  };
  CHECK(margins(100) == std::vector<Money>{34, 33, 33});
  CHECK(margins(-100) == std::vector<Money>{-34, -33, -33});
  CHECK(margins(0) == std::vector<Money>{0, 0, 0});
}

TEST_CASE("ledger: crv = share x (p (type 1 - a) + (1 - p) (type 2 - a where charged))") {
  const Journeys journeys = journeys_of({{touch_of(1, 1), touch_of(2, 2)}});
  const AcquisitionValue values[] = {
      {.margin = 1, .type1 = 100.0, .type2 = 40.0, .incentive = 8.0, .p_type1 = 0.75}};
  const double shares[] = {0.5, 0.5};
  const auto printed = build_ledger(journeys, shares, values, {});
  CHECK(printed[0].type1 == 0.5 * 0.75 * 92.0);
  CHECK(printed[0].type2 == 0.5 * 0.25 * 40.0);
  CHECK(printed[0].value() == printed[0].type1 + printed[0].type2);
  const auto charged =
      build_ledger(journeys, shares, values, {.type2_incentive = Type2Incentive::Charge});
  CHECK(charged[0].type1 == printed[0].type1);
  CHECK(charged[0].type2 == 0.5 * 0.25 * 32.0);
}

TEST_CASE("ledger: the incentive is not charged for who was not rewarded by any touch") {
  Journeys journeys =
      journeys_of({{touch_of(1, 1), touch_of(2, 2), touch_of(2, 3), touch_of(3, 4)}});
  journeys.touches[0].incentivised = false;
  journeys.touches[1].incentivised = false;
  const AcquisitionValue values[] = {
      {.margin = 1, .type1 = 100.0, .type2 = 40.0, .incentive = 8.0, .p_type1 = 0.5}};
  const std::vector<double> shares(4, 0.25);
  const auto ledger =
      build_ledger(journeys, shares, values, {.type2_incentive = Type2Incentive::Charge});
  CHECK(ledger[0].value() == 0.25 * (50.0 + 20.0));
  CHECK(ledger[1].value() == 0.5 * (46.0 + 16.0));  // one of two touches was rewarded
  CHECK(ledger[2].value() == 0.25 * (46.0 + 16.0));
  CHECK_FALSE(ledger[0].incentivised);
  CHECK(ledger[1].incentivised);
}

TEST_CASE("ledger: where nothing is said of p, newcomers would not have come otherwise") {
  const Journeys journeys = journeys_of({{touch_of(1, 1)}});
  const AcquisitionValue values[] = {{.type1 = 100.0, .type2 = 40.0}};
  CHECK(build_ledger(journeys, std::vector<double>{1.0}, values, {})[0].value() == 100.0);
}

TEST_CASE("ledger: what nobody earned is not influence without a reward") {
  const AcquisitionValue values[] = {{.margin = 1}};
  const auto ledger = build_ledger(journeys_of({{}}), {}, values, {});
  CHECK(ledger[0].incentivised);
}

std::vector<Credit> ledger_of(const Study& study, std::size_t model,
                              const EconomicsOptions& options) {
  return build_ledger(study.journeys, study.attributions[model].share,
                      value_acquisitions(study.network, study.journeys, options), options);
}

Study random_study(std::uint64_t seed, testing::RandomStudy drawn = {},
                   JourneyOptions options = {}) {
  drawn.seed = seed;
  drawn.undated = false;
  return Study(testing::random_study(drawn).build(), options, kModels);
}

TEST_CASE("ledger: parts sum to the whole and margins to the margin, exactly, in every model") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    JourneyOptions options;
    if (seed % 2 == 0) options.horizon_days = 15.0;
    const Study study = random_study(seed, {}, options);
    const auto values = value_acquisitions(study.network, study.journeys, {});
    for (std::size_t model = 0; model < kModels.size(); ++model) {
      std::vector<std::int64_t> parts(values.size());
      std::vector<Money> margins(values.size());
      bool signs = true;
      for (const Credit& c : ledger_of(study, model, {})) {
        parts[c.acquisition] += c.parts;
        margins[c.acquisition] += c.margin;
        const Money margin = values[c.acquisition].margin;
        signs =
            signs && c.parts >= 0 && c.share > 0.0 && (margin >= 0 ? c.margin >= 0 : c.margin <= 0);
        // Each amount is its exact part of the margin, to the unit.
        const Wide error = Wide{c.margin} * kWholeShare - Wide{margin} * c.parts;
        signs = signs && error < kWholeShare && -error < kWholeShare;
      }
      CAPTURE(seed, kModels[model]);
      CHECK(signs);
      for (std::size_t i = 0; i < values.size(); ++i) {
        CHECK(parts[i] == kWholeShare);
        CHECK(margins[i] == values[i].margin);
      }
    }
  }
}

TEST_CASE("ledger: whole margins and the rest are all the margin there is, to the last unit") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Study study = random_study(seed, {}, {.horizon_days = 20.0});
    Money sum = 0, total = 0;
    for (const Money m : margin_without_acquisition(study.network, study.journeys)) sum += m;
    for (const auto& v : value_acquisitions(study.network, study.journeys, {})) sum += v.outside;
    for (const Credit& c : ledger_of(study, seed % kModels.size(), {})) sum += c.margin;
    for (const Purchase& p : study.network.purchases.rows) total += p.margin;
    CHECK(sum == total);
  }
}

TEST_CASE("ledger: equals a plain second reckoning in long double, on random networks") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Study study = random_study(seed, {.days = 600});
    const EconomicsOptions options = testing::random_economics(seed);
    for (std::size_t model = 0; model < kModels.size(); ++model) {
      std::map<std::pair<std::size_t, NodeId>, long double> plain, found;
      for (std::size_t i = 0; i < study.journeys.acquisitions.size(); ++i) {
        const Acquisition& a = study.journeys.acquisitions[i];
        const auto worth = testing::plain_value(study.network, a, {}, options);
        for (std::uint64_t k = a.first_touch; k < a.first_touch + a.num_touches; ++k) {
          const JourneyTouch& touch = study.journeys.touches[k];
          bool rewarded = false;
          for (std::uint64_t j = a.first_touch; j < a.first_touch + a.num_touches; ++j)
            rewarded |= study.journeys.touches[j].referrer == touch.referrer &&
                        study.journeys.touches[j].incentivised;
          const long double p = options.p_type1.number, reward = rewarded ? worth.incentive : 0.0L;
          const bool charged = options.type2_incentive == Type2Incentive::Charge;
          plain[{i, touch.referrer}] +=
              study.attributions[model].share[k] *
              (p * (worth.type1 - reward) + (1 - p) * (worth.type2 - (charged ? reward : 0.0L)));
        }
      }
      for (const Credit& c : ledger_of(study, model, options))
        if (c.referrer != kNoNode) found[{c.acquisition, c.referrer}] = c.value();
      CAPTURE(seed, kModels[model]);
      for (const auto& [key, crv] : plain)
        CHECK(std::abs(found[key] - crv) <= 1e-11L * (1.0L + std::abs(crv)));
    }
  }
}

TEST_CASE("ledger: type 2 never gets margin, and crv falls when r rises") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const Study study = random_study(seed, {.days = 900, .refunds = false});
    EconomicsOptions options{.acquisition_saving_type2 = 40.0, .p_type1 = 0.0};
    for (const Credit& c : ledger_of(study, 0, options))
      if (c.referrer != kNoNode) CHECK(c.value() == Approx(c.share * 40.0).epsilon(1e-14));

    options.p_type1 = 0.6;
    options.acquisition_saving_type1 = 10.0;
    auto higher = options;
    for (const double r : {0.0, 0.01, 0.1, 1.0}) {
      options.discount_per_period = r;
      higher.discount_per_period = r + 0.01;
      const auto low = ledger_of(study, 0, options), high = ledger_of(study, 0, higher);
      for (std::size_t i = 0; i < low.size(); ++i)
        CHECK((low[i].referrer == kNoNode || high[i].value() < low[i].value()));
    }
  }
}

TEST_CASE("ledger: a person without touches that count has no row, equal touches earn equally") {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const Study study = random_study(seed);
    for (std::size_t model = 0; model < kModels.size(); ++model)
      for (const Credit& c : ledger_of(study, model, {})) {
        const Acquisition& a = study.journeys.acquisitions[c.acquisition];
        bool touched = c.referrer == kNoNode;
        for (std::uint32_t k = 0; k < a.num_touches; ++k)
          touched |= study.journeys.touches[a.first_touch + k].referrer == c.referrer;
        CHECK(touched);
      }
  }
  const auto twins = StudyBuilder()
                         .purchase({"bob", "2020-03-10", 100})
                         .touch({.from = "ann", .to = "bob", .t = "2020-03-01"})
                         .touch({.from = "zoe", .to = "bob", .t = "2020-03-01"})
                         .build();
  const Study study(twins, {}, {"linear", "time_decay", "position"});
  for (std::size_t model = 0; model < 3; ++model) {
    const auto ledger = ledger_of(study, model, {});
    CHECK(ledger[0].parts == ledger[1].parts);
    CHECK(ledger[0].margin == 50);
    CHECK(ledger[1].margin == 50);
  }
}

TEST_CASE("ledger: no coalition is credited more than outsiders pay and its own members paid") {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Study study = random_study(seed, {.refunds = false}, {.exclude_cycles = seed % 2 == 0});
    Random random(seed, 9);
    std::vector<bool> member(study.network.num_people());
    for (std::size_t p = 0; p < member.size(); ++p) member[p] = random.below(3) == 0;
    Money paid = 0;
    for (const Purchase& p : study.network.purchases.rows)
      if (member[p.person]) paid += p.margin;
    for (std::size_t model = 0; model < kModels.size(); ++model) {
      Money rewards = 0, from_outside = 0;
      for (const Credit& c : ledger_of(study, model, {})) {
        if (c.referrer == kNoNode || !member[c.referrer]) continue;
        rewards += c.margin;
        if (!member[study.journeys.acquisitions[c.acquisition].person]) from_outside += c.margin;
      }
      CHECK(rewards - paid <= from_outside);
    }
  }
}

TEST_CASE("ledger: whose identities made which touch does not change what they earn together") {
  const std::set<NodeId> identities = {0, 1, 2};
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Study apart = random_study(seed, {.payers = false}, {.exclude_cycles = false});
    Study merged = apart;
    for (JourneyTouch& t : merged.journeys.touches)
      if (identities.contains(t.referrer)) t.referrer = 0;
    for (std::size_t model = 0; model < kModels.size(); ++model) {
      std::map<std::uint32_t, std::int64_t> parts;
      for (const Credit& c : ledger_of(apart, model, {}))
        if (identities.contains(c.referrer)) parts[c.acquisition] += c.parts;
      for (const Credit& c : ledger_of(merged, model, {}))
        if (c.referrer == 0) parts[c.acquisition] -= c.parts;
      for (const auto& [acquisition, difference] : parts) CHECK(std::abs(difference) <= 2);
    }
  }
}

TEST_CASE(
    "ledger: who refers a second self is paid for it, until the two are one or have one payer") {
  const auto credited = [](const StudyBuilder& study) {
    Money sum = 0;
    for (const Credit& c : ledger_of(Study(study.build()), 0, {}))
      if (c.referrer != kNoNode) sum += c.margin;
    return sum;
  };
  const auto fraud = [](const char* second) {
    return StudyBuilder()
        .purchase({"ann", "2020-01-01", 100})
        .purchase({second, "2020-03-10", 70, second == std::string("ann") ? "d" : "c"})
        .touch({.from = "ann", .to = second, .t = "2020-03-01"});
  };
  CHECK(credited(fraud("ann2")) == 70);  // no more than the second self paid
  CHECK(credited(fraud("ann2").person("ann", "card1").person("ann2", "card1")) == 0);
  CHECK(credited(fraud("ann")) == 0);
}

bool equal(const std::vector<Credit>& a, const std::vector<Credit>& b) {
  const auto all = [](const Credit& c) {
    return std::tuple(c.acquisition, c.referrer, c.parts, c.share, c.margin, c.type1, c.type2,
                      c.incentivised);
  };
  return std::ranges::equal(a, b, {}, all, all);
}

TEST_CASE("ledger: shuffled rows and 1 or 8 threads give equal bits") {
  std::size_t seen = 0;
  for (std::uint64_t seed = 0; seen < testing::cases(10'000); ++seed) {
    const auto rows = testing::random_study({.seed = seed, .undated = false});
    const EconomicsOptions options = testing::random_economics(seed);
    const Study study(rows.build(), {}, kModels),
        shuffled(rows.shuffled(seed).build(), {}, kModels);
    CAPTURE(seed);
    for (std::size_t model = 0; model < kModels.size(); ++model)
      CHECK(equal(ledger_of(study, model, options), ledger_of(shuffled, model, options)));
    seen += study.journeys.acquisitions.size();
  }
  std::vector<Credit> ledger[2];
  for (const std::size_t threads : {1U, 8U}) {
    const ThreadLimit limit(threads);
    const Study study = random_study(2, {.people = 4'000, .purchases = 20'000, .touches = 40'000});
    ledger[threads / 8] = ledger_of(study, 3, testing::random_economics(2));
  }
  CHECK(equal(ledger[0], ledger[1]));
  CHECK(ledger[0].size() > 4'000);
}

}  // namespace
}  // namespace grapevine
