#include "algorithms/attribution/markov.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "algorithms/attribution/markov_chain.hpp"
#include "algorithms/attribution/markov_order.hpp"
#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/table/table.hpp"

namespace grapevine {
namespace {

/// What a conversion counts and brings, expected of a walk from each state.
struct Expected {
  Resolved conversions, value;
};

Expected expected_of(const MarkovChain& chain) {
  std::vector<double> converts = chain.converts, value = chain.value;
  for (std::size_t s = 0; s < chain.states.size(); ++s) {
    converts[s] /= chain.leaves[s];
    value[s] /= chain.leaves[s];
  }
  return {resolvent_solve(chain.steps, converts), resolvent_solve(chain.steps, value)};
}

bool holds(const Gram& gram, NodeId player) { return std::ranges::count(gram, player) > 0; }

/// Of order 1 a state is a player, reached by visits / (visits of a walk that begins there) of all
/// walks; the visits of a chain made of paths are those of the paths.
void effects_of_order_1(const MarkovChain& chain, const Expected& expected, MarkovResult& result) {
  std::vector<std::uint32_t> all(chain.states.size());
  std::iota(all.begin(), all.end(), 0);
  const auto visits = resolvent_diagonal(chain.steps, all);
  for (const std::uint32_t s : all) {
    const NodeId player = chain.states[s].front();
    const double reached = chain.leaves[s] / visits[s];
    result.removal_effect[player] = reached * expected.conversions.x[s];
    result.removal_effect_value[player] = reached * expected.value.x[s];
  }
}

/// For some players at once the expected visits of each state by walks that drop out on reaching a
/// state which holds the player; these hand over there what was expected of them.
class Avoiders {
 public:
  static constexpr std::size_t kPlayers = 10;
  static constexpr int kMaxSweeps = 2'000;

  /// `into`: the chain's steps, transposed. `players` ascend.
  Avoiders(const MarkovChain& chain, const SparseRows& into, std::span<const NodeId> players)
      : chain_(chain), into_(into), players_(players), visits_(chain.states.size() * kPlayers) {}

  /// Until no entry changes by more than 1e-14 of itself; whether that came.
  bool sweep_until_settled(std::span<const std::uint32_t> order) {
    for (sweeps_ = 1; sweeps_ <= kMaxSweeps; ++sweeps_) {
      bool settled = true;
      for (const std::uint32_t s : order) settled &= update(s);
      if (settled) return true;
    }
    return false;
  }

  int sweeps() const { return sweeps_; }

  void add_effects(const Expected& expected, MarkovResult& result) const {
    for (std::uint32_t s = 0; s < chain_.states.size(); ++s) {
      const Lanes arrivals = arrivals_at(s);
      for_each_held(s, [&](std::size_t p) {
        result.removal_effect[players_[p]] += arrivals[p] * expected.conversions.x[s];
        result.removal_effect_value[players_[p]] += arrivals[p] * expected.value.x[s];
      });
    }
  }

 private:
  using Lanes = std::array<double, kPlayers>;

  /// Those that begin in the state or come from another, times the visits that each makes in a row.
  Lanes arrivals_at(std::uint32_t s) const {
    Lanes sum;
    sum.fill(chain_.enters[s]);
    double stays = 0.0;
    for (std::uint64_t e = into_.first[s]; e < into_.first[s + 1]; ++e) {
      const double* from = &visits_[into_.column[e] * kPlayers];
      if (into_.column[e] == s)
        stays = into_.value[e];
      else
        for (std::size_t p = 0; p < kPlayers; ++p) sum[p] += into_.value[e] * from[p];
    }
    const Lanes first = sum;
    for (double& visits : sum) visits /= 1.0 - stays;
    for_each_held(s, [&](std::size_t p) { sum[p] = first[p]; });  // once is enough to drop out
    return sum;
  }

  bool update(std::uint32_t s) {
    Lanes next = arrivals_at(s);
    for_each_held(s, [&](std::size_t p) { next[p] = 0.0; });
    bool settled = true;
    double* own = &visits_[s * kPlayers];
    for (std::size_t p = 0; p < kPlayers; ++p) {
      settled &= next[p] - own[p] <= 1e-14 * next[p];
      own[p] = next[p];
    }
    return settled;
  }

  /// Of the players at hand those that the state holds, each once.
  template <class Visit>
  void for_each_held(std::uint32_t s, const Visit& visit) const {
    const Gram& gram = chain_.states[s];
    for (auto held = gram.begin(); held != gram.end(); ++held) {
      if (*held < players_.front() || *held > players_.back()) continue;
      const auto found = std::ranges::lower_bound(players_, *held);
      if (*found == *held && std::find(gram.begin(), held, *held) == held)
        visit(static_cast<std::size_t>(found - players_.begin()));
    }
  }

  const MarkovChain& chain_;
  const SparseRows& into_;
  std::span<const NodeId> players_;
  std::vector<double> visits_;
  int sweeps_ = 0;
};

/// The same for one player whose walks are too slow for sweeps; returns the larger residual.
double solve_alone(const MarkovChain& chain, const Expected& expected, NodeId player,
                   MarkovResult& result) {
  SparseRows outside;
  std::vector<double> conversions(chain.states.size()), value(chain.states.size());
  for (std::size_t s = 0; s < chain.states.size(); ++s) {
    if (holds(chain.states[s], player)) {
      conversions[s] = expected.conversions.x[s];
      value[s] = expected.value.x[s];
    } else {
      for (std::uint64_t e = chain.steps.first[s]; e < chain.steps.first[s + 1]; ++e) {
        outside.column.push_back(chain.steps.column[e]);
        outside.value.push_back(chain.steps.value[e]);
      }
    }
    outside.first.push_back(outside.column.size());
  }
  const Resolved a = resolvent_solve(outside, conversions), b = resolvent_solve(outside, value);
  for (std::size_t s = 0; s < chain.states.size(); ++s) {
    result.removal_effect[player] += chain.enters[s] * a.x[s];
    result.removal_effect_value[player] += chain.enters[s] * b.x[s];
  }
  return std::max(a.residual, b.residual);
}

void effects_of_higher_order(const MarkovChain& chain, const Expected& expected,
                             MarkovResult& result) {
  std::vector<NodeId> players;
  for (const Gram& gram : chain.states)
    for (const NodeId player : gram)
      if (player != kNoNode) players.push_back(player);
  std::ranges::sort(players);
  players.erase(std::unique(players.begin(), players.end()), players.end());
  const SparseRows into = transposed(chain.steps);
  auto order = successors_first(chain.steps);
  std::ranges::reverse(order);
  const std::size_t blocks = (players.size() + Avoiders::kPlayers - 1) / Avoiders::kPlayers;
  std::vector<int> sweeps(blocks);
  std::vector<double> residuals(blocks);
  for_each_block(
      players.size(),
      [&](std::size_t begin, std::size_t end) {
        const auto own = std::span<const NodeId>(players).subspan(begin, end - begin);
        const std::size_t block = begin / Avoiders::kPlayers;
        Avoiders walks(chain, into, own);
        if (walks.sweep_until_settled(order)) {
          walks.add_effects(expected, result);
        } else {
          for (const NodeId player : own)
            residuals[block] =
                std::max(residuals[block], solve_alone(chain, expected, player, result));
        }
        sweeps[block] = walks.sweeps();
      },
      Avoiders::kPlayers);
  for (std::size_t b = 0; b < blocks; ++b) {
    result.iterations = std::max(result.iterations, sweeps[b]);
    result.residual = std::max(result.residual, residuals[b]);
  }
}

void refuse_unsettled(const MarkovResult& result) {
  if (result.residual <= 1e-12) return;
  throw Error(ErrorCode::BadInput, "paths",
              fmt::format("walks through the {} states of a chain of order {} are too long to "
                          "settle: the residual is {}",
                          result.states, result.order, to_text(result.residual)),
              "merge players, or cut long paths");
}

/// Weights of walks that visit each player become shares of `total`, and `credits` of it.
void share_out(double total, std::vector<double>& effects, std::vector<double>& credits) {
  if (total <= 0.0) return;
  double sum = 0.0;
  for (double& effect : effects) sum += effect = std::min(effect / total, 1.0);
  for (std::size_t p = 0; p < effects.size(); ++p) credits[p] = effects[p] / sum * total;
}

class Transitions {
 public:
  Transitions(const MarkovChain& chain, const IdIndex& players) {
    for (const Gram& gram : chain.states) names_.push_back(gram_name(gram, players));
    for (std::size_t s = 0; s < names_.size(); ++s)
      add("(start)", names_[s], chain.enters[s], chain.total);
    for (std::size_t s = 0; s < names_.size(); ++s) {
      for (std::uint64_t e = chain.steps.first[s]; e < chain.steps.first[s + 1]; ++e)
        add(names_[s], names_[chain.steps.column[e]], chain.weight[e], chain.leaves[s]);
      add(names_[s], "(conversion)", chain.converts[s], chain.leaves[s]);
      add(names_[s], "(null)", chain.fails[s], chain.leaves[s]);
    }
  }

  NamedTable table() const {
    const auto info = [](const char* name, const char* unit, const char* meaning) {
      return ColumnInfo{name, unit, meaning, std::string(kMarkovDoc.name), "paths"};
    };
    TableBuilder builder;
    builder.add(info("from", "", "the last players met"), from_);
    builder.add(info("to", "", "the same after the next step"), to_);
    builder.add(info("probability", "probability", "share of the journeys that leave `from`"),
                probability_);
    builder.add(info("weight", "1", "how often journeys went that way"), weight_);
    return {"transitions", builder.finish()};
  }

 private:
  void add(const std::string& from, const std::string& to, double weight, double all) {
    if (weight == 0.0) return;
    from_.push_back(from);
    to_.push_back(to);
    probability_.push_back(weight / all);
    weight_.push_back(weight);
  }

  std::vector<std::string> names_, from_, to_;
  std::vector<double> probability_, weight_;
};

NamedTable orders_table(const MarkovOrderChoice& choice) {
  const std::vector<std::int64_t> orders = {1, 2, 3, 4};
  const auto info = [](const char* name, const char* meaning) {
    return ColumnInfo{name, "1", meaning, std::string(kMarkovDoc.name), "paths"};
  };
  TableBuilder builder;
  builder.add(info("order", "players that the next step depends on"),
              std::span<const std::int64_t>(orders));
  builder.add(info("log_likelihood", "mean of a step of a journey held out, the larger the better"),
              choice.log_likelihood);
  return {"orders", builder.finish()};
}

}  // namespace

Facts MarkovResult::facts() const {
  return {{"order", std::to_string(order)},
          {"states", std::to_string(states)},
          {"p_conversion", to_text(p_conversion)},
          {"iterations", std::to_string(iterations)},
          {"residual", to_text(residual)}};
}

MarkovResult markov(const Paths& paths, const MarkovOptions& options) {
  MarkovResult result{.order = options.order};
  if (options.order == 0) {
    const MarkovOrderChoice choice = choose_markov_order(paths, options.nulls);
    result.order = choice.best;
    result.tables.push_back(orders_table(choice));
  }
  const MarkovChain chain = markov_chain(paths, result.order, options.nulls);
  result.states = chain.states.size();
  for (auto* column :
       {&result.conversions, &result.value, &result.removal_effect, &result.removal_effect_value})
    column->resize(paths.num_players());
  if (chain.total > 0.0) result.p_conversion = chain.total_conversions / chain.total;
  if (chain.total_conversions > 0.0) {
    const Expected expected = expected_of(chain);
    result.iterations = expected.conversions.iterations;
    result.residual = std::max(expected.conversions.residual, expected.value.residual);
    refuse_unsettled(result);
    if (result.order == 1)
      effects_of_order_1(chain, expected, result);
    else
      effects_of_higher_order(chain, expected, result);
    refuse_unsettled(result);
    share_out(chain.total_conversions, result.removal_effect, result.conversions);
    share_out(chain.total_value, result.removal_effect_value, result.value);
  }
  result.tables.push_back(Transitions(chain, *paths.players).table());
  return result;
}

}  // namespace grapevine
