#include "algorithms/attribution/journeys.hpp"

#include <algorithm>
#include <span>

#include "algorithms/attribution/referral_rings.hpp"
#include "algorithms/attribution/touch_sieve.hpp"
#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

void sort_canonically(std::vector<Candidate>& candidates) {
  parallel_sort(candidates,
                [](const Candidate& a, const Candidate& b) { return a.order() < b.order(); });
}

/// First purchases that are no refunds, in the order (context, person).
std::vector<Acquisition> find_acquisitions(const Network& network) {
  const auto& purchases = network.purchases.rows;
  std::vector<Acquisition> acquisitions;
  for (std::uint32_t i = 0; i < purchases.size(); ++i)
    if (purchases[i].margin >= 0)
      acquisitions.push_back({purchases[i].person, purchases[i].context, purchases[i].time, i});
  const auto key = [](const Acquisition& a) { return std::tuple(a.context, a.person, a.purchase); };
  parallel_sort(acquisitions,
                [&](const Acquisition& a, const Acquisition& b) { return key(a) < key(b); });
  const auto repeated = std::ranges::unique(
      acquisitions, {}, [](const Acquisition& a) { return std::tuple(a.context, a.person); });
  acquisitions.erase(repeated.begin(), repeated.end());
  return acquisitions;
}

std::vector<Referral> referrals_of(const Journeys& journeys, std::span<const Candidate> touches) {
  std::vector<Referral> referrals;
  for (const Candidate& c : touches) {
    const Acquisition& acquisition = journeys.acquisitions[c.acquisition];
    referrals.push_back({acquisition.context, c.referrer, acquisition.person});
  }
  return referrals;
}

/// Moves the touches that lie in rings from `sieved.kept` to `sieved.left_out`. `beside`: other
/// touches that can close one; they stay.
void leave_out_rings(const Network& network, Journeys& journeys, std::span<const Candidate> beside,
                     Sieved& sieved) {
  std::vector<Referral> referrals = referrals_of(journeys, sieved.kept);
  const auto others = referrals_of(journeys, beside);
  referrals.insert(referrals.end(), others.begin(), others.end());
  const std::vector<Ring> rings = rings_of(network, referrals);
  std::vector<Candidate> kept;
  for (std::size_t i = 0; i < sieved.kept.size(); ++i) {
    if (rings[i].people == 0) {
      kept.push_back(sieved.kept[i]);
      continue;
    }
    sieved.left_out.push_back(sieved.kept[i]);
    sieved.left_out.back().reason = rings[i].mutual ? Exclusion::Mutual : Exclusion::Cycle;
    journeys.cycle_edges.push_back(
        {referrals[i].context, referrals[i].referrer, referrals[i].newcomer});
  }
  sieved.kept = std::move(kept);
}

void refuse_bad_weight(const Sieved& sieved, const char* table, const char* what) {
  if (sieved.bad_weight)
    throw Error(ErrorCode::BadInput, table, what + to_text(*sieved.bad_weight),
                "keep it between 1e-300 and 1e300");
}

/// The acquisitions whose ties imply touches.
std::vector<bool> acquisitions_to_fill(const Network& network, const JourneyOptions& options,
                                       const Journeys& journeys, const Sieved& recorded) {
  const bool all =
      options.implied_touches == ImpliedTouches::WithoutTouches && network.touches.rows.empty();
  const bool each = options.implied_touches == ImpliedTouches::PerAcquisition;
  std::vector<bool> wanted(journeys.acquisitions.size(), all || each);
  for (const Candidate& c : recorded.kept) wanted[c.acquisition] = false;
  return wanted;
}

/// The touches that count, and all that do not. What is recorded is judged as if nothing were
/// implied; a recorded touch earns nothing in a ring, but still closes one for an implied touch.
Sieved sieve_touches(const Network& network, const JourneyOptions& options, Journeys& journeys) {
  Sieved touches = sieve_recorded(network, options, journeys.acquisitions);
  refuse_bad_weight(touches, "touches", "a role's weight times a strength is ");
  const bool beside = options.implied_touches == ImpliedTouches::PerAcquisition;
  const std::vector<Candidate> recorded = beside ? touches.kept : std::vector<Candidate>();
  if (options.exclude_cycles) leave_out_rings(network, journeys, {}, touches);
  Sieved implied = sieve_implied(network, options, journeys.acquisitions,
                                 acquisitions_to_fill(network, options, journeys, touches));
  refuse_bad_weight(implied, "ties", "a weight of a tie that implies a touch is ");
  // Implied touches close no ring without recorded ones.
  if (options.exclude_cycles && !recorded.empty() && !implied.kept.empty())
    leave_out_rings(network, journeys, recorded, implied);
  touches.append(implied);
  sort_canonically(touches.kept);
  sort_canonically(touches.left_out);
  return touches;
}

void sort_cycle_edges(std::vector<CycleEdge>& edges) {
  const auto order = [](const CycleEdge& e) {
    return std::tuple(e.context, e.referrer, e.newcomer);
  };
  std::ranges::sort(edges, {}, order);
  const auto repeated = std::ranges::unique(edges, {}, order);
  edges.erase(repeated.begin(), repeated.end());
}

void add_touches(const std::vector<Candidate>& kept, Journeys& journeys) {
  for (const Candidate& c : kept) {
    Acquisition& acquisition = journeys.acquisitions[c.acquisition];
    if (acquisition.num_touches++ == 0 && c.implied) ++journeys.implied_acquisitions;
    journeys.touches.push_back({c.referrer, c.weight, c.time, c.incentivised, c.implied});
  }
  std::uint64_t first = 0;
  for (Acquisition& acquisition : journeys.acquisitions) {
    acquisition.first_touch = first;
    first += acquisition.num_touches;
  }
}

}  // namespace

Journeys build_journeys(const Network& network, const JourneyOptions& options) {
  validate(options);
  Journeys journeys;
  journeys.horizon_days = options.horizon_days;
  journeys.acquisitions = find_acquisitions(network);
  const Sieved touches = sieve_touches(network, options, journeys);
  journeys.not_an_acquisition = touches.not_an_acquisition;
  journeys.touches_of_such_roles = touches.of_unnamed_roles;
  journeys.roles_without_weight = roles_without_weight(network.touches, options);
  sort_cycle_edges(journeys.cycle_edges);
  add_touches(touches.kept, journeys);
  for (const Candidate& c : touches.left_out) {
    const Acquisition& acquisition = journeys.acquisitions[c.acquisition];
    journeys.excluded.push_back(
        {acquisition.context, c.referrer, acquisition.person, c.time, c.role, c.reason, c.implied});
  }
  return journeys;
}

}  // namespace grapevine
