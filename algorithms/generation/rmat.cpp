#include "algorithms/generation/rmat.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <optional>

#include "algorithms/generation/node_permutation.hpp"
#include "engine/parallel/random_words.hpp"
#include "engine/parallel/vector_clones.hpp"

namespace grapevine {
namespace {

/// Levels that one word decides: the table of six, 32 KiB, stays in the nearest cache.
constexpr int kMostLevels = 6;
constexpr int kAliasBits = 2 * kMostLevels, kChanceBits = 64 - kAliasBits;
constexpr std::uint64_t kChanceMask = (std::uint64_t{1} << kChanceBits) - 1;
constexpr std::uint64_t kAliasMask = (std::uint64_t{1} << kAliasBits) - 1;

/// What one item of random numbers is for.
enum Stream : std::uint64_t { kArcs, kIds };

/// Arcs drawn at a time: even, as fill_random_words wants it.
constexpr std::uint64_t kAtOnce = 256;

/// Both ends of an arc while they grow: the source in the upper half, the target in the lower.
using Ends = std::array<std::uint64_t, kAtOnce>;

/// Draws `levels` more bits of both ends for each arc, from one of its `stride` words. Branch-free:
/// a processor would guess wrong every few draws.
GRAPEVINE_VECTOR_CLONES void draw_levels(const std::uint64_t* cells, int levels,
                                         const std::uint64_t* words, std::uint64_t stride,
                                         std::uint64_t* ends, std::uint64_t count) {
  const std::uint64_t low = (std::uint64_t{1} << levels) - 1;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t word = words[i * stride], cell = word >> (64 - 2 * levels);
    const std::uint64_t entry = cells[cell], alias = entry & kAliasMask;
    const std::uint64_t keep = (word & kChanceMask) < entry >> kAliasBits ? ~std::uint64_t{0} : 0;
    const std::uint64_t outcome = alias ^ ((cell ^ alias) & keep);
    ends[i] = ends[i] << levels | outcome >> levels << 32 | (outcome & low);
  }
}

/// The joint draw of some levels by the alias method (Walker 1977; set up as Vose 1991). An outcome
/// is the levels' bits of the source, then those of the target. A cell keeps its own outcome with a
/// chance (upper bits, of 2^kChanceBits), and gives its alias (lower bits) otherwise.
class LevelTable {
 public:
  LevelTable(int levels, const RmatOptions& options)
      : levels_(levels), cells_(std::size_t{1} << (2 * levels)) {
    std::vector<double> chance(cells_.size());
    for (std::uint64_t outcome = 0; outcome < cells_.size(); ++outcome)
      chance[outcome] = joint_chance(outcome, options) * static_cast<double>(cells_.size());
    pair_cells(chance);
  }

  /// For `count` arcs of `stride` words each.
  void draw(const std::uint64_t* words, std::uint64_t stride, Ends& ends,
            std::uint64_t count) const {
    draw_levels(cells_.data(), levels_, words, stride, ends.data(), count);
  }

 private:
  double joint_chance(std::uint64_t outcome, const RmatOptions& options) const {
    const double d = std::max(0.0, 1.0 - options.a - options.b - options.c);
    const std::array<double, 4> quadrant{options.a, options.b, options.c, d};
    double chance = 1.0;
    for (int level = 0; level < levels_; ++level) {
      const std::uint64_t source = outcome >> (levels_ + level) & 1, target = outcome >> level & 1;
      chance *= quadrant[2 * source + target];
    }
    return chance;
  }

  /// Cells with less than their share are filled up from those with more.
  void pair_cells(std::vector<double>& chance) {
    std::vector<std::uint64_t> small, large;
    for (std::uint64_t cell = 0; cell < cells_.size(); ++cell) {
      cells_[cell] = cell;  // its own alias: what rounding leaves over
      (chance[cell] < 1.0 ? small : large).push_back(cell);
    }
    while (!small.empty() && !large.empty()) {
      const std::uint64_t less = small.back(), more = large.back();
      small.pop_back();
      const auto kept = static_cast<std::uint64_t>(std::ldexp(chance[less], kChanceBits));
      cells_[less] = kept << kAliasBits | more;
      chance[more] -= 1.0 - chance[less];
      if (chance[more] >= 1.0) continue;
      large.pop_back();
      small.push_back(more);
    }
  }

  int levels_;
  std::vector<std::uint64_t> cells_;
};

constexpr int words_of(int scale) { return (scale + kMostLevels - 1) / kMostLevels; }

class Rmat : public ArcSource {
 public:
  explicit Rmat(const RmatOptions& options)
      : scale_(options.scale),
        words_(static_cast<std::uint64_t>(words_of(options.scale))),
        longer_(static_cast<std::uint64_t>(options.scale % words_of(options.scale))),
        seed_(options.seed),
        arcs_(options.edge_factor << options.scale),
        short_(options.scale / words_of(options.scale), options),
        long_(std::min(kMostLevels, options.scale / words_of(options.scale) + 1), options) {
    if (options.permute) permutation_.emplace(options.scale, options.seed, kIds);
  }

  std::uint64_t num_nodes() const override { return std::uint64_t{1} << scale_; }
  std::uint64_t num_blocks() const override { return (arcs_ + kArcsPerBlock - 1) / kArcsPerBlock; }
  double expected_arcs() const override { return static_cast<double>(arcs_); }

  void fill(std::uint64_t block, ArcBlock& arcs) const override {
    assert(block < num_blocks());
    const std::uint64_t begin = block * kArcsPerBlock;
    const std::uint64_t count = std::min(kArcsPerBlock, arcs_ - begin);
    arcs.resize(count);
    for (std::uint64_t first = 0; first < count; first += kAtOnce) {
      const std::uint64_t now = std::min(kAtOnce, count - first);
      const Ends ends = draw(begin + first, now);
      for (std::uint64_t i = 0; i < now; ++i) {
        arcs.sources[first + i] = static_cast<NodeId>(ends[i] >> 32);
        arcs.targets[first + i] = static_cast<NodeId>(ends[i]);
      }
    }
    if (!permutation_) return;
    permutation_->apply(arcs.sources);
    permutation_->apply(arcs.targets);
  }

 private:
  /// The arcs first .. first + count - 1.
  Ends draw(std::uint64_t first, std::uint64_t count) const {
    std::array<std::uint64_t, kAtOnce * words_of(32)> words;
    fill_random_words(seed_, kArcs, first * words_, {words.data(), count * words_});
    Ends ends{};
    for (std::uint64_t i = 0; i < words_; ++i)
      (i < longer_ ? long_ : short_).draw(words.data() + i, words_, ends, count);
    return ends;
  }

  int scale_;
  std::uint64_t words_, longer_;  ///< Words of an arc; the first of them decide one level more.
  std::uint64_t seed_, arcs_;
  LevelTable short_, long_;
  std::optional<NodePermutation> permutation_;
};

}  // namespace

std::unique_ptr<const ArcSource> rmat(const RmatOptions& options) {
  validate(options);
  if (options.a + options.b + options.c > 1.0 + 1e-12)
    throw Error(ErrorCode::InvalidOption, "a, b, c",
                "their sum is " + to_text(options.a + options.b + options.c),
                "give chances that sum to 1 or less");
  return std::make_unique<Rmat>(options);
}

}  // namespace grapevine
