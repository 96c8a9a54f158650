#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "algorithms/simulation/shop_options.hpp"
#include "engine/base/memory_estimate.hpp"
#include "study/simulated_rows.hpp"

namespace grapevine {

/// Also the mark of a folder that a later simulation may replace. It is not the name of a run's
/// manifest, so that neither can take the other's folder.
inline constexpr const char* kSimulatedManifest = "SIMULATED-manifest.json";

/// How large a simulated shop became.
struct Simulated {
  std::array<std::uint64_t, kNumSimulatedFiles> rows{};
  std::uint64_t type1 = 0, type2 = 0;

  std::uint64_t of(SimulatedFile file) const { return rows[static_cast<std::size_t>(file)]; }
  /// What has a date: purchases, touches and answers.
  std::uint64_t events() const;
};

/// Writes a shop and its truth into `out`, whole or not at all; an earlier shop there is replaced.
/// Contexts follow one another, and files are written in parts, so memory is in proportion to
/// people and ties, not to events. The same bytes at any number of threads. Errors: InvalidOption,
/// BadInput when the folder holds something else, Storage.
Simulated simulate_to_folder(const ShopOptions& options, const std::filesystem::path& out);

/// What there is now, and what to do with it.
std::string simulated_text(const ShopOptions& options, const Simulated& shop,
                           const std::filesystem::path& out);

/// The manifest of the shop in `folder`, as JSON text. Errors: NotFound.
std::string read_simulated_manifest(const std::filesystem::path& folder);

/// What simulating will hold, stage by stage.
void add_simulation_stages(const ShopOptions& options, MemoryEstimate& estimate);

}  // namespace grapevine
