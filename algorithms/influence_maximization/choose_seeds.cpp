#include "algorithms/influence_maximization/choose_seeds.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "algorithms/diffusion/signed_cascade.hpp"
#include "algorithms/influence_maximization/certificate.hpp"
#include "algorithms/influence_maximization/one_step.hpp"
#include "algorithms/influence_maximization/signed_seeds.hpp"
#include "algorithms/influence_maximization/sketch_greedy.hpp"
#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"
#include "engine/base/progress.hpp"

namespace grapevine {
namespace {

/// The ways of choosing, in the order of their groups in `Meetings`.
enum Engine : std::size_t { kReverseSets, kSketches, kFirstStep, kTopDegree };
constexpr std::string_view kEngineNames[] = {"reverse_sets", "sketches", "first_step",
                                             "top_degree"};
constexpr std::size_t kEngines = std::size(kEngineNames);

/// Independent samples of each use.
enum Stream : std::uint64_t { kPilot, kChoosing, kJudging, kAdding };

/// Relative error, on average, to which samples must tell what each of the chosen adds.
constexpr double kGainError = 0.05;
constexpr std::uint64_t kFirstSamples = 1 << 17, kPilotSamples = 1 << 10;
/// Sets and members looked at for that, and at most for the ratio.
constexpr double kFloorWork = 1 << 22, kMostWork = 1 << 25;
/// Sets are large when they have so many members on average; then larger ones count as met.
constexpr std::uint64_t kLargeSet = 64;
constexpr std::size_t kCountedSet = 256, kPilotSet = 1 << 14;
/// Who is in one of so many sets of the pilot is chosen before all others where sets are large.
constexpr std::uint64_t kSureShare = 20;
/// Samples that judge at first, and at least.
constexpr std::uint64_t kFirstJudging = 1 << 9, kLeastJudging = 1 << 15;
/// Members looked at in judging, beyond which nothing more is asked.
constexpr std::uint64_t kJudgingWork = 1 << 26;
/// Samples that the best must meet before it is judged, and when it is near another.
constexpr std::uint64_t kFirstMet = 5'000, kMostMet = 80'000;
/// Numbers of samples that may come to choose and to judge: chances of error are split over all, as
/// which it will be depends on what samples say.
constexpr double kChoosings = 128.0, kJudgings = 32.0;

/// The next lower number of three binary digits; of these there are 88 up to 2^30.
std::uint64_t of_three_digits(std::uint64_t samples) {
  const int others = std::max(0, static_cast<int>(std::bit_width(samples)) - 3);
  return samples >> others << others;
}

SeedLimits limits_of(const SeedInputs& inputs, const SeedOptions& options, NodeId people) {
  SeedLimits limits{.budget = options.budget, .costs = inputs.costs, .excluded = inputs.excluded};
  std::size_t eligible = 0;
  double cheapest = std::numeric_limits<double>::infinity();
  for (NodeId v = 0; v < people; ++v) {
    if (!limits.may_choose(v)) continue;
    ++eligible;
    cheapest = std::min(cheapest, limits.cost(v));
  }
  if (eligible == 0 && people > 0)
    throw Error(ErrorCode::InvalidOption, "exclude", "nobody is left to choose",
                "leave somebody in");
  if (eligible > 0 && options.budget && *options.budget < cheapest)
    throw Error(
        ErrorCode::InvalidOption, "budget",
        to_text(*options.budget) + " is below the cheapest person's cost, " + to_text(cheapest),
        "give a larger one");
  limits.most = std::min(eligible, static_cast<std::size_t>(options.k));
  return limits;
}

/// Samples to choose from, and the choice.
class Chooser {
 public:
  Chooser(const ReverseSampler& sampler, const SeedLimits& limits, const SeedOptions& options)
      : sampler_(sampler),
        limits_(limits),
        most_samples_(static_cast<std::uint64_t>(options.most_samples)) {
    ReverseSets pilot;
    sampler_.add(pilot, std::min(kPilotSamples, most_samples_), kPilot,
                 {.largest = kPilotSet, .cut = true});
    work_of_sample_ = work_of(pilot);
    if (pilot.members > kLargeSet * pilot.count) choose_sure(pilot);
    choose_from(kFirstSamples, kFloorWork);
    while (gain_error() > kGainError && choose_from(samples_wanted(), kFloorWork)) {
    }
  }

  const Cover& cover() const { return cover_; }
  std::uint64_t samples() const { return sets_.count; }

  /// Chooses again from twice as many samples; false when there are enough.
  bool grow() { return choose_from(2 * sets_.count, kMostWork); }

 private:
  void choose_sure(const ReverseSets& pilot) {
    const Cover cover = greedy_cover(pilot, sampler_.graph(), limits_);
    for (std::size_t i = 0; i < cover.chosen.size(); ++i)
      if (cover.gains[i] * kSureShare >= pilot.count) sure_.push_back(cover.chosen[i]);
    if (sure_.empty()) return;
    largest_ = kCountedSet;
    work_of_sample_ = 1.0 + kLargeSet;
  }

  /// Chooses from about so many samples, or as many as the work allows; false when these would be
  /// no more than there are.
  bool choose_from(std::uint64_t samples, double work) {
    const auto allowed = static_cast<std::uint64_t>(work / work_of_sample_);
    samples = std::min(samples, std::max(allowed, kPilotSamples));
    samples = samples >= most_samples_ ? most_samples_ : of_three_digits(samples);
    if (samples <= sets_.count) return false;
    sampler_.add(sets_, samples - sets_.count, kChoosing, {.sure = sure_, .largest = largest_});
    work_of_sample_ = work_of(sets_);
    cover_ = greedy_cover(sets_, sampler_.graph(), limits_, sure_);
    report_progress("samples", sets_.count, most_samples_);
    return true;
  }

  static double work_of(const ReverseSets& sets) {
    return 1.0 + static_cast<double>(sets.members) / static_cast<double>(sets.count);
  }
  /// Numbers of sets are known to their square roots.
  double gain_error() const {
    if (cover_.covered == sets_.count) return 0.0;
    double errors = 0.0;
    for (std::size_t i = sure_.size(); i < cover_.gains.size(); ++i)
      errors += std::sqrt(static_cast<double>(cover_.gains[i]));
    return errors / static_cast<double>(std::max<std::uint64_t>(1, cover_.covered));
  }
  std::uint64_t samples_wanted() const {
    const double ratio = gain_error() / kGainError;
    return static_cast<std::uint64_t>(std::clamp(1.05 * ratio * ratio, 1.25, 8.0) *
                                      static_cast<double>(sets_.count));
  }

  const ReverseSampler& sampler_;
  const SeedLimits& limits_;
  std::uint64_t most_samples_;
  std::vector<NodeId> sure_;
  std::size_t largest_ = ~std::size_t{0};
  double work_of_sample_ = 1.0;  ///< A set and its members.
  ReverseSets sets_;
  Cover cover_;
};

/// Which of the groups meets most; those with the most ties, unless another is better beyond noise.
struct Verdict {
  std::size_t best = kTopDegree;
  bool is_clear = false;
};

Verdict verdict_of(const Meetings& meetings) {
  Verdict verdict;
  for (std::size_t group = 0; group < kTopDegree; ++group)
    if (meetings.of(group) > meetings.of(verdict.best)) verdict.best = group;
  if (verdict.best == kTopDegree) return {kTopDegree, true};
  const auto more = static_cast<double>(meetings.of_first_alone(verdict.best, kTopDegree)),
             less = static_cast<double>(meetings.of_first_alone(kTopDegree, verdict.best));
  const double noise = std::sqrt(more + less);
  verdict.is_clear = more - less > 3.0 * noise;
  if (more - less <= 2.0 * noise) verdict.best = kTopDegree;
  return verdict;
}

Meetings judged(const ReverseSampler& sampler, std::span<const std::vector<NodeId>> groups,
                std::uint64_t most_samples) {
  Meetings meetings;
  for (std::uint64_t samples = kFirstJudging;; samples = 2 * meetings.sets) {
    sampler.look(meetings, groups, std::min(samples, most_samples) - meetings.sets, kJudging);
    const Verdict verdict = verdict_of(meetings);
    const std::uint64_t met = meetings.of(verdict.best);
    const bool enough = met >= (verdict.is_clear ? kFirstMet : kMostMet);
    const bool tired = meetings.sets >= most_samples || meetings.members >= kJudgingWork;
    if ((enough && meetings.sets >= kLeastJudging) || tired) return meetings;
  }
}

/// Told from `met` of so many sets.
RunMean spread_of(std::uint64_t met, std::uint64_t of_sets, double total_value) {
  const auto sets = static_cast<double>(of_sets);
  const double share = static_cast<double>(met) / sets;
  return {total_value * share, total_value * std::sqrt(share * (1.0 - share) / sets)};
}

/// The best of the groups, with its certificate.
SeedChoice choice_of(std::span<const std::vector<NodeId>> groups, const Meetings& meetings,
                     const Chooser& chooser, const ReverseSampler& sampler) {
  const double people = std::max(2.0, static_cast<double>(sampler.graph().num_nodes()));
  // Ways that `engine` leaves out have no group; which these are hangs on no sample.
  const auto tried = static_cast<double>(
      std::ranges::count_if(groups, [](const auto& group) { return !group.empty(); }));
  const double upper_error = std::log(2.0 * kChoosings * people),
               lower_error = std::log(2.0 * kChoosings * kJudgings * tried * people);
  const std::size_t best = verdict_of(meetings).best;
  const double total = sampler.total_value();
  SeedChoice choice{.seeds = groups[best],
                    .engine = std::string(kEngineNames[best]),
                    .spread = spread_of(meetings.of(best), meetings.sets, total),
                    .top_degree = spread_of(meetings.of(kTopDegree), meetings.sets, total),
                    .total_value = total,
                    .samples = chooser.samples(),
                    .evaluated = meetings.sets};
  choice.certain_spread = total * certain_share(meetings.of(best), meetings.sets, lower_error);
  choice.largest_spread = total * largest_share(static_cast<double>(chooser.cover().most),
                                                chooser.samples(), upper_error);
  return choice;
}

}  // namespace

void validate_signs(const SeedOptions& options) {
  validate_signs(options.with_signs, options.detractors, options.model, "model");
  if (options.with_signs && options.engine != SeedEngine::ReverseSets)
    throw Error(ErrorCode::InvalidOption, "engine", "sketches know no signs",
                "give reverse_sets, or leave signed out");
}

SeedChoice choose_seeds(const TieChances& chances, const SeedInputs& inputs,
                        const SeedOptions& options) {
  validate(options);
  validate_signs(options);
  const Graph& graph = chances.graph();
  const SeedLimits limits = limits_of(inputs, options, graph.num_nodes());
  if (graph.num_nodes() == 0) return {.engine = std::string(kEngineNames[kTopDegree])};
  if (options.with_signs) return choose_signed_seeds(chances, inputs, limits, options);
  const ReverseSampler sampler(chances, options.model, inputs.values, options.seed,
                               inputs.own_word);
  std::vector<std::vector<NodeId>> groups(kEngines);
  groups[kFirstStep] =
      choose_by_one_step(chances, options.model, limits, inputs.values, inputs.own_word);
  groups[kTopDegree] = choose_by_degree(graph, limits);
  if (options.engine != SeedEngine::ReverseSets)
    groups[kSketches] = choose_by_sketches(chances, options.model, limits, inputs.values,
                                           {.seed = options.seed, .own_word = inputs.own_word});
  Chooser chooser(sampler, limits, options);
  const double wanted = 1.0 - std::exp(-1.0) - options.epsilon;
  for (;;) {
    // With sketches alone these samples still bound what the best choice reaches.
    if (options.engine != SeedEngine::Sketches) groups[kReverseSets] = chooser.cover().chosen;
    const Meetings meetings =
        judged(sampler, groups, static_cast<std::uint64_t>(options.most_samples));
    SeedChoice choice = choice_of(groups, meetings, chooser, sampler);
    if (choice.certified_ratio() >= wanted || !chooser.grow()) return choice;
  }
}

std::vector<RunMean> values_added(const TieChances& chances, const SeedInputs& inputs,
                                  const SeedOptions& options, const SeedChoice& choice) {
  if (choice.evaluated == 0) return std::vector<RunMean>(choice.seeds.size());
  if (options.with_signs) return signed_values_added(chances, inputs, options, choice);
  const ReverseSampler sampler(chances, options.model, inputs.values, options.seed,
                               inputs.own_word);
  std::vector<RunMean> added;
  for (const std::uint64_t met : sampler.first_met(choice.seeds, choice.evaluated, kAdding))
    added.push_back(spread_of(met, choice.evaluated, sampler.total_value()));
  return added;
}

std::uint64_t choose_seeds_bytes(const GraphSize& size, const SeedOptions& options,
                                 std::size_t threads) {
  if (options.with_signs) return signed_seeds_bytes(size.nodes, threads);
  // Told for people who are much alike, whom it takes most samples to tell apart.
  const double samples = std::min(static_cast<double>(options.most_samples), kFloorWork / 2.0);
  const auto members = static_cast<std::uint64_t>(kFloorWork - samples);
  const std::uint64_t sets =
      members * sizeof(NodeId) + static_cast<std::uint64_t>(samples * sizeof(std::uint32_t));
  const std::uint64_t reverse_sets =
      sets + set_cover_bytes(size.nodes, members) + threads * size.nodes / 4;
  if (options.engine == SeedEngine::ReverseSets) return reverse_sets;
  const ChanceRule rule = read_chance_rule(options.weights, "weights");
  // With shares one tie into each person is live on average; what other weights sum to is not
  // known.
  const auto ties = static_cast<double>(size.edges);
  const double live = rule.kind == ChanceRule::Kind::Uniform ? rule.chance * ties
                      : rule.kind == ChanceRule::Kind::WeightedCascade
                          ? static_cast<double>(size.nodes)
                          : 0.1 * ties;
  // Sketches are let go of before sets are drawn.
  return std::max(reverse_sets, sketch_greedy_bytes(size.nodes, live));
}

}  // namespace grapevine
