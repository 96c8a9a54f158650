#include "algorithms/forecast/referral_worth.hpp"

#include <cmath>
#include <limits>

namespace grapevine {
namespace {

/// Sums over members of one group.
struct Group {
  double value = 0.0, referrals = 0.0;
  double mean() const { return value / referrals; }
};

/// The means of some members, and how many referrals each rests on, beside their group's mean.
class Credibility {
 public:
  void add(double mean, double referrals, double of_group) {
    const double squared = (mean - of_group) * (mean - of_group), inverse = 1.0 / referrals;
    count_ += 1.0;
    sum_x_ += inverse;
    sum_y_ += squared;
    sum_xx_ += inverse * inverse;
    sum_xy_ += inverse * squared;
  }

  /// Referrals at which a member's own mean weighs as much as its group's; infinite where members
  /// do not differ.
  double half_weight() const {
    const double determinant = count_ * sum_xx_ - sum_x_ * sum_x_;
    // Members with equal numbers of referrals do not tell a from s^2: all is taken for chance.
    if (count_ < 3.0 || !(determinant > 1e-9 * count_ * sum_xx_)) return kNever;
    const double within = (count_ * sum_xy_ - sum_x_ * sum_y_) / determinant;
    const double between = (sum_y_ - within * sum_x_) / count_;
    if (!(between > 0.0)) return kNever;
    return within > 0.0 ? within / between : 0.0;
  }

  static double weight(double referrals, double half_weight) {
    return half_weight == kNever ? 0.0 : referrals / (referrals + half_weight);
  }

 private:
  static constexpr double kNever = std::numeric_limits<double>::infinity();
  double count_ = 0.0, sum_x_ = 0.0, sum_y_ = 0.0, sum_xx_ = 0.0, sum_xy_ = 0.0;
};

}  // namespace

std::vector<double> expected_worth(const ReferralRecord& record) {
  const std::size_t rows = record.value.size(), people = record.people;
  std::vector<Group> contexts(people == 0 ? 0 : rows / people);
  Group all;
  for (std::size_t row = 0; row < rows; ++row) {
    if (!(record.referrals[row] > 0.0)) continue;
    for (Group* group : {&contexts[row / people], &all}) {
      group->value += record.value[row];
      group->referrals += record.referrals[row];
    }
  }
  std::vector<double> worth(rows, std::numeric_limits<double>::quiet_NaN());
  if (all.referrals == 0.0) return worth;
  Credibility of_contexts, of_people;
  for (const Group& context : contexts)
    if (context.referrals > 0.0) of_contexts.add(context.mean(), context.referrals, all.mean());
  for (std::size_t row = 0; row < rows; ++row)
    if (record.referrals[row] > 0.0)
      of_people.add(record.value[row] / record.referrals[row], record.referrals[row],
                    contexts[row / people].mean());
  const double context_half = of_contexts.half_weight(), person_half = of_people.half_weight();
  for (std::size_t row = 0; row < rows; ++row) {
    const Group& context = contexts[row / people];
    double expected = all.mean();
    if (context.referrals > 0.0)
      expected +=
          Credibility::weight(context.referrals, context_half) * (context.mean() - all.mean());
    if (record.referrals[row] > 0.0)
      expected += Credibility::weight(record.referrals[row], person_half) *
                  (record.value[row] / record.referrals[row] - expected);
    worth[row] = expected;
  }
  return worth;
}

}  // namespace grapevine
