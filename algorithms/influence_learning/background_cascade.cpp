#include "algorithms/influence_learning/background_cascade.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "algorithms/influence_learning/follow_delays.hpp"
#include "algorithms/influence_learning/followings.hpp"
#include "engine/base/days.hpp"
#include "engine/base/progress.hpp"

namespace grapevine {
namespace {

/// A tie that was tried: for so many days nothing had come along it.
struct Try {
  EdgeId tie;
  double days;
};

/// All tries of an action: those on each person who acted stand together, open ones come last.
class Tries {
 public:
  Tries(const GraphView& ties, std::span<const Act> action, const BackgroundOptions& options) {
    ActionLog log;
    log.add(action);
    const Followings followings(ties, log);
    tried_.resize(ties.graph().num_edges());
    for (EdgeId e = 0; e < tried_.size(); ++e) tried_[e] = followings.at_risk(e);
    delay_.assign(tried_.size(), std::numeric_limits<double>::quiet_NaN());
    followings.for_each_follower([&](std::size_t, std::span<const Following> own) {
      first_.push_back(tries_.size());
      for (const Following& f : own) {
        tries_.push_back({f.tie, f.delay_days});
        delay_[f.tie] = f.delay_days;
        delays_ += f.delay_days;
      }
    });
    open_ = tries_.size();
    person_days_ = ties.num_nodes() * days_of(options.end - options.begin);
    for (const Act& act : action) {
      person_days_ -= days_of(options.end - act.time);
      EdgeId e = ties.graph().first_out_edge(act.person);
      for (const EdgeId end = e + ties.graph().out_degree(act.person); e < end; ++e)
        if (tried_[e] > 0.0 && std::isnan(delay_[e]))
          tries_.push_back({e, days_of(options.end - act.time)});
    }
    alone_ = static_cast<double>(action.size() - first_.size());
  }

  /// Calls `visit(tries)` for everybody who acted after somebody with a tie.
  template <class Visit>
  void for_each_follower(const Visit& visit) const {
    for (std::size_t i = 0; i < first_.size(); ++i) {
      const std::size_t end = i + 1 < first_.size() ? first_[i + 1] : open_;
      visit(std::span(tries_).subspan(first_[i], end - first_[i]));
    }
  }
  std::span<const Try> open() const { return std::span(tries_).subspan(open_); }

  std::vector<double>& tried() { return tried_; }
  std::vector<double>& delay() { return delay_; }
  double count() const { return static_cast<double>(tries_.size()); }
  double followers() const { return static_cast<double>(first_.size()); }
  double mean_delay() const { return delays_ / static_cast<double>(open_); }
  double alone() const { return alone_; }
  double person_days() const { return person_days_; }

 private:
  std::vector<Try> tries_;
  std::vector<std::size_t> first_;
  std::size_t open_ = 0;
  std::vector<double> tried_;  ///< By EdgeId, 1 or 0.
  std::vector<double> delay_;  ///< By EdgeId, of who followed; NaN of others.
  double delays_ = 0.0, person_days_ = 0.0;
  double alone_ = 0.0;  ///< People who acted after nobody with a tie.
};

/// One step of expectation: what the data say under the values so far.
class Expectation {
 public:
  Expectation(const Tries& tries, const BackgroundCascade& now, std::vector<double>& carried)
      : now_(now), carried_(carried) {
    unasked_ = tries.alone();
    log_likelihood_ = -now.unasked_per_day * tries.person_days();
    if (tries.alone() > 0.0) log_likelihood_ += tries.alone() * std::log(now.unasked_per_day);
    tries.for_each_follower([&](std::span<const Try> own) { add_follower(own); });
    for (const Try& t : tries.open()) add(t, 0.0);
  }

  void maximise(const Tries& tries, BackgroundCascade& next) const {
    next.chance = carried_sum_ / tries.count();
    // What is looked for has one peak, so that the nearest allowed value is the best one.
    if (carried_sum_ > 0.0) next.tau_days = std::min(delays_ / carried_sum_, tries.mean_delay());
    next.unasked_per_day = unasked_ / tries.person_days();
  }
  double log_likelihood() const { return log_likelihood_; }

 private:
  /// The chance that something will come along a tie that has been silent so long.
  double to_come(double days) const {
    const double left = left_after(days, now_.tau_days);
    return now_.chance * left / silent(left);
  }
  double silent(double left) const { return 1.0 - now_.chance + now_.chance * left; }

  void add_follower(std::span<const Try> own) {
    double rate = now_.unasked_per_day;
    for (const Try& t : own) rate += to_come(t.days) / now_.tau_days;
    for (const Try& t : own) add(t, to_come(t.days) / now_.tau_days / rate);
    unasked_ += now_.unasked_per_day / rate;
    log_likelihood_ += std::log(rate);
  }

  /// `cause`: the chance that the tie carried the action at this moment.
  void add(const Try& t, double cause) {
    const double later = (1.0 - cause) * to_come(t.days);
    carried_[t.tie] = cause + later;
    carried_sum_ += cause + later;
    delays_ += cause * t.days + later * (t.days + now_.tau_days);
    log_likelihood_ += std::log(silent(left_after(t.days, now_.tau_days)));
  }

  const BackgroundCascade& now_;
  std::vector<double>& carried_;
  double carried_sum_ = 0.0, delays_ = 0.0, unasked_ = 0.0, log_likelihood_ = 0.0;
};

/// Where the steps begin: far from either end.
constexpr double kFirstChance = 0.1;

}  // namespace

BackgroundCascade learn_with_background(const GraphView& ties, std::span<const Act> action,
                                        const BackgroundOptions& options) {
  Tries tries(ties, action, options);
  BackgroundCascade now;
  std::vector<double> carried(tries.tried().size());
  const double nothing = std::numeric_limits<double>::quiet_NaN();
  if (tries.person_days() > 0.0)
    now.unasked_per_day = static_cast<double>(action.size()) / tries.person_days();
  now.tau_days = tries.followers() > 0.0 ? tries.mean_delay() : nothing;
  if (tries.followers() > 0.0 && tries.person_days() > 0.0) {
    now.chance = kFirstChance;
    now.converged = false;
  }
  while (!now.converged && now.iterations < options.max_iterations) {
    const Expectation expected(tries, now, carried);
    const double before = now.chance;
    now.log_likelihood = expected.log_likelihood();
    BackgroundCascade next = now;
    expected.maximise(tries, next);
    now = std::move(next);
    ++now.iterations;
    now.converged = std::abs(now.chance - before) <= options.tolerance;
    if (now.iterations % 64 == 0) check_interrupt();
  }
  now.evidence.followed = std::move(carried);
  now.evidence.tried = std::move(tries.tried());
  now.evidence.mean_delay_days = std::move(tries.delay());
  now.evidence.iterations = now.iterations;
  now.evidence.converged = now.converged;
  return now;
}

}  // namespace grapevine
