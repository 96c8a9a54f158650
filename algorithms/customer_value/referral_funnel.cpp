#include "algorithms/customer_value/referral_funnel.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "algorithms/customer_value/funnel_steps.hpp"
#include "algorithms/customer_value/funnel_tables.hpp"
#include "algorithms/customer_value/rounding_noise.hpp"
#include "engine/network/answers.hpp"

namespace grapevine {
namespace {

constexpr double kPromoter = 9.0, kDetractor = 6.0;  // of 0 to 10, both inclusive

/// The first is everybody's, the last is of who has none.
constexpr std::array<std::string_view, 7> kSegments = {"all",   "champion",  "affluent", "advocate",
                                                       "miser", "detractor", "none"};

/// What one person adds to a row.
struct Person {
  unsigned steps = 0;
  double nps = std::numeric_limits<double>::quiet_NaN();
  double referrals = 0.0, crv = 0.0;
};

/// A row, and what those who were asked say beside what came of it.
class Group {
 public:
  void add(const Person& person) {
    if (person.steps == 0) return;
    add_steps(person.steps);
    if (!std::isnan(person.nps)) {
      ++row_.nps_people;
      row_.promoters += person.nps >= kPromoter;
      row_.detractors += person.nps <= kDetractor;
      by_nps_.add(person.nps, person);
    }
    if (person.steps & kAskedIntent) by_intent_.add((person.steps & kIntends) ? 1.0 : 0.0, person);
  }

  bool empty() const { return row_.people == 0; }

  void finish(ContextId context, std::string_view segment, bool have_touches,
              ReferralFunnelResult& result) {
    row_.context = context;
    row_.segment = segment;
    row_.have_touches = have_touches;
    correlate("intends", by_intent_, true, result);
    correlate("nps", by_nps_, false, result);
    result.rows.push_back(row_);
  }

 private:
  /// Answers beside referrals_made and crv, a value of each for everybody who gave one.
  struct Answers {
    std::vector<double> answer, referrals, crv;

    void add(double value, const Person& person) {
      answer.push_back(value);
      referrals.push_back(person.referrals);
      crv.push_back(without_rounding_noise(person.crv));
    }
  };

  void add_steps(unsigned steps) {
    const auto has = [&](unsigned step) { return (steps & step) ? 1 : 0; };
    const int intends = has(kIntends);
    ++row_.people;
    row_.asked += has(kAskedIntent);
    row_.asked_did += has(kAskedIntent) * has(kDid);
    row_.intends += intends;
    row_.intends_says_did += intends * has(kSaysDid);
    row_.intends_did += intends * has(kDid);
    row_.intends_joined += intends * has(kJoined);
    row_.intends_profitable += intends * has(kProfitable);
    row_.did += has(kDid);
    row_.joined += has(kJoined);
    row_.profitable += has(kProfitable);
    row_.asked_whether += has(kAskedWhether);
    row_.says_did += has(kSaysDid);
  }

  void correlate(const char* answer, const Answers& answers, bool yes_or_no,
                 ReferralFunnelResult& result) const {
    if (answers.answer.empty()) return;
    const auto add = [&](const char* outcome, const char* measure, CorrelationInterval found) {
      result.correlations.push_back({row_.context, row_.segment, answer, outcome, measure, found});
    };
    add("referrals_made", "spearman", spearman_interval(answers.answer, answers.referrals));
    add("crv", "spearman", spearman_interval(answers.answer, answers.crv));
    if (!yes_or_no) return;
    add("referrals_made", "point_biserial", pearson_interval(answers.answer, answers.referrals));
    add("crv", "point_biserial", pearson_interval(answers.answer, answers.crv));
  }

  FunnelRow row_;
  Answers by_intent_, by_nps_;
};

using Groups = std::array<Group, kSegments.size()>;

/// What is known of each (context, person).
class Funnel {
 public:
  Funnel(const ScoreInputs& inputs, const ReferralFunnelOptions& options)
      : network_(inputs.network),
        steps_(funnel_steps(inputs, options.roles)),
        nps_(latest_answers(inputs.network, "nps")),
        referrals_(inputs.earlier.doubles("referrals_made")),
        crv_(inputs.earlier.doubles("crv")),
        segment_(steps_.size(), kSegments.size() - 1) {
    referrals_.resize(steps_.size());
    crv_.resize(steps_.size());
    const ScoreColumn* column = inputs.earlier.find("segment");
    if (column == nullptr) return;
    const auto& names = std::get<std::vector<std::string>>(column->values);
    for (std::size_t row = 0; row < names.size(); ++row)
      if (const auto found = std::ranges::find(kSegments, names[row]); found != kSegments.end())
        segment_[row] = static_cast<std::uint8_t>(found - kSegments.begin());
  }

  ReferralFunnelResult result() const {
    ReferralFunnelResult result;
    for (ContextId c = 0; c < network_.num_contexts(); ++c) {
      Groups groups;
      for (NodeId p = 0; p < network_.num_people(); ++p) {
        const std::size_t row = network_.row(c, p);
        const Person person{steps_[row], nps_[row], referrals_[row], crv_[row]};
        groups.front().add(person);
        groups[segment_[row]].add(person);
      }
      finish(c, groups, result);
    }
    Groups groups;
    for (NodeId p = 0; p < network_.num_people(); ++p)
      for (std::size_t s = 0; s < groups.size(); ++s) groups[s].add(in_all_contexts(p, s));
    finish(kEveryContext, groups, result);
    return result;
  }

 private:
  /// Over the contexts in which the person is in the segment.
  Person in_all_contexts(NodeId p, std::size_t segment) const {
    Person person{.nps = 0.0};
    int answers = 0;
    for (ContextId c = 0; c < network_.num_contexts(); ++c) {
      const std::size_t row = network_.row(c, p);
      if (segment != 0 && segment_[row] != segment) continue;
      person.steps |= steps_[row];
      person.referrals += referrals_[row];
      person.crv += crv_[row];
      if (std::isnan(nps_[row])) continue;
      person.nps += nps_[row];
      ++answers;
    }
    person.nps /= answers;
    return person;
  }

  void finish(ContextId context, Groups& groups, ReferralFunnelResult& result) const {
    for (std::size_t s = 0; s < groups.size(); ++s)
      if (s == 0 || !groups[s].empty())
        groups[s].finish(context, kSegments[s], !network_.touches.rows.empty(), result);
  }

  const Network& network_;
  std::vector<std::uint8_t> steps_;
  std::vector<double> nps_, referrals_, crv_;
  std::vector<std::uint8_t> segment_;
};

}  // namespace

std::string FunnelRow::not_asked() const {
  std::vector<std::string> missing;
  if (asked == 0) missing.emplace_back("intends");
  if (asked_whether == 0) missing.emplace_back("did_recommend");
  if (nps_people == 0) missing.emplace_back("nps");
  if (!have_touches) missing.emplace_back("touches");
  return grapevine::joined(missing);
}

double FunnelRow::gap() const {
  if (!have_touches || asked == 0) return std::numeric_limits<double>::quiet_NaN();
  return static_cast<double>(intends - asked_did) / static_cast<double>(asked);
}

DifferenceInterval FunnelRow::gap_interval() const {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  if (!have_touches || asked == 0) return {kNone, kNone};
  return paired_difference(asked, intends - intends_did, asked_did - intends_did);
}

double FunnelRow::nps() const {
  return 100.0 * static_cast<double>(promoters - detractors) / static_cast<double>(nps_people);
}

ReferralFunnelResult referral_funnel(const ScoreInputs& inputs,
                                     const ReferralFunnelOptions& options) {
  validate(options);
  ReferralFunnelResult result = Funnel(inputs, options).result();
  result.tables.push_back(funnel_table(inputs.network, result.rows));
  result.tables.push_back(correlations_table(inputs.network, result.correlations));
  return result;
}

}  // namespace grapevine
