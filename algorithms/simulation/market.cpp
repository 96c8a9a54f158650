#include "algorithms/simulation/market.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

#include "engine/parallel/loops.hpp"

namespace grapevine {
namespace {

constexpr double kYear = 365.25, kPeakDay = 355.0;
/// No attempt comes sooner: every cause lies before what it causes.
constexpr double kLeastDelay = 1.0 / 1440.0;

/// The cumulative rate at `day`, for a mean rate of 1.
double cumulative(double day, double season) {
  constexpr double kTurn = 2.0 * std::numbers::pi / kYear;
  return day + season / kTurn * (std::sin(kTurn * (day - kPeakDay)) + std::sin(kTurn * kPeakDay));
}

bool in_ring(const ShopOptions& options, ContextId context, NodeId person) {
  const auto place = ring_place(options, person);
  return place && place->context == context;
}

/// The attempts on people of one block, one row after another.
struct BlockOfAttempts {
  std::vector<Attempt> in;
  std::vector<EdgeId> lengths;
};

class MarketBuilder {
 public:
  MarketBuilder(const Town& town, ContextId context)
      : town_(town),
        context_(context),
        influence_(town.options, context),
        attempts_(town.options, Draw::Attempt, context),
        organic_(town.options, Draw::Organic, context),
        per_day_(traits_of(town.options, context).organic_per_day) {}

  double organic_day(NodeId person) const {
    const ShopOptions& options = town_.options;
    const auto end = static_cast<double>(options.days);
    if (const auto place = ring_place(options, person); place && place->context == context_)
      return place->joined < end ? place->joined : kNever;
    Random random = organic_.of(person);
    const double rate = per_day_ * taste_of(options, context_, person);
    return seasonal_day(exponential(random), rate, options.season, end);
  }

  BlockOfAttempts attempts_on(std::size_t begin, std::size_t end) const {
    BlockOfAttempts block;
    block.lengths.reserve(end - begin);
    for (std::size_t v = begin; v != end; ++v) {
      const std::size_t before = block.in.size();
      add_attempts_on(static_cast<NodeId>(v), block.in);
      block.lengths.push_back(block.in.size() - before);
    }
    return block;
  }

 private:
  void add_attempts_on(NodeId person, std::vector<Attempt>& in) const {
    if (in_ring(town_.options, context_, person) || held_out(town_.options, person)) return;
    for (const NodeId from : town_.ties.in_neighbors(person))
      if (const auto attempt = attempt_of(from, person)) in.push_back(*attempt);
  }

  std::optional<Attempt> attempt_of(NodeId from, NodeId to) const {
    const ShopOptions& options = town_.options;
    Attempt attempt{.from = from, .warns = influence_.warns(from, to)};
    const double w = attempt.warns ? 1.0 : influence_.w(from, to);
    if (w <= 0.0) return std::nullopt;
    Random random = attempts_.of_tie(from, to);
    attempt.threshold = random.uniform() / w;
    if (attempt.threshold >= 1.0 || in_ring(options, context_, from)) return std::nullopt;
    attempt.delay = kLeastDelay + options.delay_days * exponential(random);
    return attempt;
  }

  const Town& town_;
  ContextId context_;
  TieInfluence influence_;
  Draws attempts_, organic_;
  double per_day_;
};

/// Puts the blocks one behind the other, and lets go of each.
void join_blocks(std::vector<BlockOfAttempts>& blocks, Market& market) {
  const std::size_t people = market.organic.size();
  market.first_in.assign(1, 0);
  market.first_in.reserve(people + 1);
  for (const BlockOfAttempts& block : blocks)
    for (const EdgeId length : block.lengths)
      market.first_in.push_back(market.first_in.back() + length);
  market.in.reserve(market.first_in.back());
  for (BlockOfAttempts& block : blocks) {
    market.in.insert(market.in.end(), block.in.begin(), block.in.end());
    block = {};
  }
}

/// The targets of each source, ascending: the rows of `in` turned round.
void fill_out_rows(Market& market) {
  const NodeId people = market.num_people();
  market.first_out.assign(std::size_t{people} + 1, 0);
  for (const Attempt& attempt : market.in) ++market.first_out[attempt.from];
  exclusive_scan_in_place(std::span(market.first_out));
  market.out.resize(market.in.size());
  for (NodeId v = 0; v < people; ++v)
    for (const Attempt& attempt : market.attempts_on(v))
      market.out[market.first_out[attempt.from]++] = v;
  for (NodeId u = people; u > 0; --u) market.first_out[u] = market.first_out[u - 1];
  market.first_out[0] = 0;
}

double expected_attempts(const ShopOptions& options, std::uint64_t ties) {
  const double positive = (1.0 - options.negative) * options.influential * options.influence;
  return static_cast<double>(ties) * (options.negative + positive);
}

double bytes_of_people(const ShopOptions& options) {
  return static_cast<double>(options.people) * (sizeof(double) + 2 * sizeof(EdgeId));
}

}  // namespace

TieInfluence::TieInfluence(const ShopOptions& options, ContextId context)
    : options_(options),
      sign_(options, Draw::Sign),
      influence_(options, Draw::Influence, context) {}

bool TieInfluence::warns(NodeId from, NodeId to) const {
  return sign_.of_tie(from, to).uniform() < options_.negative;
}

double TieInfluence::w(NodeId from, NodeId to) const {
  Random random = influence_.of_tie(from, to);
  if (random.uniform() >= options_.influential || warns(from, to)) return 0.0;
  return beta(random, options_.influence, options_.influence_concentration);
}

Rewards::Rewards(const ShopOptions& options, ContextId context)
    : share_(options.incentivised), draws_(options, Draw::Reward, context) {}

bool Rewards::made_for_one(NodeId from, NodeId to) const {
  return draws_.of_tie(from, to).uniform() < share_;
}

double seasonal_day(double level, double per_day, double season, double end) {
  if (per_day <= 0.0) return kNever;
  const double wanted = level / per_day;
  if (!(wanted < cumulative(end, season))) return kNever;
  double low = 0.0, high = end;
  // Newton's steps, kept inside what is known to hold the day; halving where the rate is near 0.
  for (double day = std::min(wanted, 0.5 * end);;) {
    const double off = cumulative(day, season) - wanted;
    (off < 0.0 ? low : high) = day;
    if (high - low < 1e-9 || std::abs(off) < 1e-9) return std::min(day, std::nextafter(end, 0.0));
    const double rate = 1.0 + season * std::cos(2.0 * std::numbers::pi * (day - kPeakDay) / kYear);
    const double next = day - off / rate;
    day = next > low && next < high ? next : 0.5 * (low + high);
  }
}

Market build_market(const Town& town, ContextId context) {
  const auto people = static_cast<std::size_t>(town.options.people);
  const MarketBuilder builder(town, context);
  Market market{.context = context, .end = static_cast<double>(town.options.days)};
  market.organic.resize(people);
  for_each_index(people, [&](std::size_t v) {
    market.organic[v] = builder.organic_day(static_cast<NodeId>(v));
  });
  std::vector<BlockOfAttempts> blocks((people + kBlockSize - 1) / kBlockSize);
  for_each_block(people, [&](std::size_t begin, std::size_t end) {
    blocks[begin / kBlockSize] = builder.attempts_on(begin, end);
  });
  join_blocks(blocks, market);
  fill_out_rows(market);
  return market;
}

std::uint64_t market_bytes(const ShopOptions& options, std::uint64_t ties) {
  return static_cast<std::uint64_t>(bytes_of_people(options) +
                                    expected_attempts(options, ties) *
                                        (sizeof(Attempt) + sizeof(NodeId)));
}

std::uint64_t market_build_bytes(const ShopOptions& options, std::uint64_t ties) {
  // Rows of blocks grow by doubling: a half more than they hold; then both copies are there.
  return static_cast<std::uint64_t>(bytes_of_people(options) +
                                    expected_attempts(options, ties) * 2.5 * sizeof(Attempt));
}

}  // namespace grapevine
