#include "algorithms/influence_learning/follow_delays.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace grapevine {
namespace {

/// Sums over the ties that anybody followed along.
struct Moments {
  double ties = 0.0, times = 0.0, sum = 0.0, squared_times = 0.0;
  double within = 0.0, repeats = 0.0;  ///< Squares around own means, and their degrees of freedom.
};

Moments moments_of(std::span<const DelayTally> tallies) {
  Moments m;
  for (const auto& [times, sum, squares] : tallies) {
    if (times == 0.0) continue;
    ++m.ties;
    m.times += times;
    m.sum += sum;
    m.squared_times += times * times;
    m.within += std::max(0.0, squares - sum * sum / times);
    m.repeats += times - 1.0;
  }
  return m;
}

/// How many delays what is known of all ties counts for; infinite: it is all there is.
double weight_of_all(std::span<const DelayTally> tallies, const Moments& m) {
  const double all = std::numeric_limits<double>::infinity();
  if (m.repeats == 0.0) return all;
  const double mean = m.sum / m.times, within = m.within / m.repeats;
  double apart = 0.0;
  for (const auto& [times, sum, squares] : tallies)
    if (times > 0.0) apart += times * std::pow(sum / times - mean, 2);
  const double between = (apart - (m.ties - 1.0) * within) / (m.times - m.squared_times / m.times);
  return between > 0.0 ? within / between : all;
}

}  // namespace

std::vector<double> pulled_delays(std::span<const DelayTally> tallies) {
  const Moments m = moments_of(tallies);
  const double general = m.sum / m.times, weight = weight_of_all(tallies, m);
  std::vector<double> tau(tallies.size(), general);
  if (std::isinf(weight)) return tau;
  for (std::size_t e = 0; e < tau.size(); ++e)
    if (tallies[e].times > 0.0)
      tau[e] = (tallies[e].sum + weight * general) / (tallies[e].times + weight);
  return tau;
}

void add_delays(const Followings& followings, std::vector<DelayTally>& tallies) {
  followings.for_each_follower([&](std::size_t, std::span<const Following> own) {
    for (const Following& f : own) {
      ++tallies[f.tie].times;
      tallies[f.tie].sum += f.delay_days;
      tallies[f.tie].squares += f.delay_days * f.delay_days;
    }
  });
}

void add_influenced(const Followings& followings, std::span<const double> tau_days,
                    std::vector<Tally>& people) {
  for (NodeId v = 0; v < people.size(); ++v) people[v].trials += followings.actions(v);
  followings.for_each_follower([&](std::size_t, std::span<const Following> own) {
    people[own.front().follower].successes += std::ranges::any_of(
        own, [&](const Following& f) { return is_within(f.delay_days, tau_days[f.tie]); });
  });
}

double left_after(double delay_days, double tau_days) {
  return delay_days > 0.0 ? std::exp(-delay_days / tau_days) : 1.0;
}

}  // namespace grapevine
