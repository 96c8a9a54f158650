#include "algorithms/generation/registry.hpp"

#include <array>

#include "algorithms/generation/barabasi_albert.hpp"
#include "algorithms/generation/rmat.hpp"
#include "algorithms/generation/stochastic_block.hpp"

namespace grapevine {

std::span<const Generator> generators() {
  static const std::array kGenerators{
      generator(kRmatDoc, rmat),
      generator(kBarabasiAlbertDoc, barabasi_albert),
      generator(kStochasticBlockDoc, stochastic_block),
  };
  return kGenerators;
}

}  // namespace grapevine
