#include "algorithms/generation/barabasi_albert.hpp"

#include <algorithm>
#include <cassert>

#include "engine/parallel/random.hpp"

namespace grapevine {
namespace {

class BarabasiAlbert : public ArcSource {
 public:
  explicit BarabasiAlbert(const BarabasiAlbertOptions& options)
      : nodes_(options.nodes),
        ties_(options.ties_per_node),
        seed_(options.seed),
        arcs_((options.nodes - 1) * options.ties_per_node) {}

  std::uint64_t num_nodes() const override { return nodes_; }
  std::uint64_t num_blocks() const override { return (arcs_ + kArcsPerBlock - 1) / kArcsPerBlock; }
  double expected_arcs() const override { return static_cast<double>(arcs_); }

  void fill(std::uint64_t block, ArcBlock& arcs) const override {
    assert(block < num_blocks());
    const std::uint64_t begin = block * kArcsPerBlock;
    arcs.resize(std::min(kArcsPerBlock, arcs_ - begin));
    for (std::uint64_t i = 0; i < arcs.size(); ++i) {
      arcs.sources[i] = static_cast<NodeId>(source_of(begin + i));
      arcs.targets[i] = static_cast<NodeId>(target_of(begin + i));
    }
  }

 private:
  std::uint64_t source_of(std::uint64_t arc) const { return 1 + arc / ties_; }

  /// Arc k has its source at place 2k of the list of ends and its target at 2k + 1. A newcomer
  /// copies one of the places that were filled before it came.
  std::uint64_t target_of(std::uint64_t arc) const {
    while (arc >= ties_) {
      const std::uint64_t filled = 2 * (arc / ties_) * ties_;
      const std::uint64_t place = Random(seed_, arc).below(filled);
      arc = place / 2;
      if (place % 2 == 0) return source_of(arc);
    }
    return 0;
  }

  std::uint64_t nodes_, ties_, seed_, arcs_;
};

}  // namespace

std::unique_ptr<const ArcSource> barabasi_albert(const BarabasiAlbertOptions& options) {
  validate(options);
  return std::make_unique<BarabasiAlbert>(options);
}

}  // namespace grapevine
