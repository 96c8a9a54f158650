#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "algorithms/influence_learning/action_log.hpp"
#include "engine/graph/graph_view.hpp"

namespace grapevine {

/// What those who acted before somebody are credited for that act, of whom there are d.
enum class CreditRule {
  Even,    ///< 1 / d each.
  Decayed  ///< infl(u) / d exp(-delay / tau): the more, the sooner and the easier u is moved.
};
inline constexpr std::string_view kCreditRuleNames[] = {"even", "decayed"};

/// What decayed credit rests on: tau by EdgeId, infl(u) by NodeId (`follow_delays.hpp`).
struct CreditTerms {
  CreditRule rule = CreditRule::Even;
  double window_days = 0.0;  ///< Who acted longer ago has no credit; 0: however long.
  std::span<const double> tau_days = {};
  std::span<const double> influenceability = {};  ///< In [0, 1].
};

/// Somebody whom choosing adds, and by how much the spread grows.
struct CreditSeed {
  NodeId person;
  double gain;
};

/// What one person is credited for another's act in an action.
struct PassedCredit {
  std::size_t action;
  NodeId from, to;
  double direct;  ///< gamma: 0 where the two have no tie.
  double credit;  ///< Gamma: along all paths.
};

struct PassedCredits {
  std::vector<PassedCredit> credits;  ///< By action, time of `to`, then of `from`.
  double most_missing = 0.0;          ///< No credit is more than this below the exact one.
};

/// Credit distribution (Goyal, Bonchi, Lakshmanan 2011, A Data-Based Approach to Social Influence
/// Maximization, PVLDB 5(1)): each act gives direct credit to the people with a tie to its actor
/// who acted before, and these pass it on to those before them: the credit of v for the act of u is
/// the sum over all paths of the action from v to u of the product of direct credits. What a set of
/// people is credited for everybody's acts, kappa_{S,u} = (1 / A_u) sum over actions, A_u the acts
/// of u, is what it is said to spread; members have their own acts. Nothing is simulated, and no
/// chance of a tie is needed: the log itself says what came of whom.
///
/// Direct credits of an act sum to at most 1. Totals need not: who passes credit on keeps it, too.
///
/// What the paper keeps of every pair of people (cut off at a threshold) is not kept: credits of a
/// set go forward through an action, and gains back, in one pass each, exactly. Memory 24
/// bytes a person, 20 an act and 16 a direct credit.
class CreditFlow {
 public:
  explicit CreditFlow(NodeId num_people) : acts_of_(num_people) {}

  /// Adds the actions of a log. Ties of the view lead from who influences to who is influenced and
  /// count as in `learn_ties`; of parallel ones each has its part of their source's credit.
  /// O(out-ties of all acts).
  void add(const GraphView& ties, const ActionLog& log, const CreditTerms& terms = {});

  /// sigma_cd of a set, repeats counting once. O(acts + credits).
  double spread(std::span<const NodeId> seeds) const;

  /// The same of each person alone, by NodeId. O(people + acts + credits) for all of them.
  std::vector<double> spreads() const;

  /// Greedily the people whose spread together is largest, until `most` are chosen or nothing is
  /// gained: at least 1 - 1/e of the best, as the spread is submodular (theorem 2 of the paper);
  /// ties go to the lower NodeId. Gains are looked at again only when they come up (CELF; Leskovec
  /// and others 2007). O(acts log acts + the credits of the actions of each chosen person).
  std::vector<CreditSeed> choose(std::size_t most) const;

  /// Credits of at least `truncation`, person by person. Those below are left out, and what they
  /// would have passed on: at most `truncation` times the length of the longest path in all.
  /// O(sum over direct credits of the credits kept of their source).
  PassedCredits passed(double truncation) const;

 private:
  /// Direct credit of one act for another one, later in the same action.
  struct Direct {
    std::uint32_t from, to;
    double credit;
  };
  class Gains;

  std::span<const Direct> direct_of(std::size_t act) const {
    return std::span(direct_).subspan(first_direct_[act],
                                      first_direct_[act + 1] - first_direct_[act]);
  }
  double weight(std::size_t act) const {
    return 1.0 / static_cast<double>(acts_of_[person_[act]].size());
  }
  std::size_t num_actions() const { return first_act_.size() - 1; }
  void add_direct(std::span<Direct> found);

  std::vector<std::size_t> first_act_ = {0};  ///< Of each action, its acts by time; actions + 1.
  std::vector<NodeId> person_;                ///< Of each act.
  std::vector<std::vector<std::uint32_t>> acts_of_;  ///< Of each person.
  std::vector<Direct> direct_;                       ///< By `to`, then `from`.
  std::vector<std::size_t> first_direct_ = {0};      ///< Of each act; acts + 1.
};

}  // namespace grapevine
