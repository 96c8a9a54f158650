#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "algorithms/attribution/path_credits.hpp"
#include "engine/base/memory_estimate.hpp"
#include "engine/registry/registry.hpp"
#include "loaders/columnar/column_map.hpp"

namespace grapevine {

/// What to attribute, and how.
struct AttributionRequest {
  std::vector<std::string> models;  ///< Empty: the first that is registered.
  OptionMap options;                ///< Of any of the models.
  Repeats repeats = Repeats::Count;
  std::uint64_t seed = 0;  ///< Of models that draw, where `options` say none.
};

/// Credits of every player under every model, and what was shared out.
struct AttributedPaths {
  Table credits;
  Table shown;  ///< Conversions of the players with most: players in rows, models in columns.
  std::vector<NamedTable> tables;  ///< Of models that make some; "MODEL_TABLE" by name.
  std::vector<std::string> models;
  std::vector<std::pair<std::string, Facts>> facts;  ///< By model, where it says any.
  std::size_t paths = 0, players = 0, touches = 0;
  double conversions = 0.0, value = 0.0, nulls = 0.0, unattributed = 0.0;
};

/// Errors: InvalidOption for an option that none of the models takes.
void refuse_other_options(const std::vector<const Algorithm*>& models, const OptionMap& options);

/// The models that can attribute paths: those for single journeys, then those for all paths.
std::vector<const Algorithm*> path_models();

/// One row for each player and model: `player`, `model`, `conversions`, `value`, and what a model
/// says besides. Models for single journeys take one pass together. A last row of a model without a
/// player holds what nobody earned, if there is any. Errors: InvalidOption for an unknown model or
/// one named twice, or an option that no chosen model takes; those of the models.
AttributedPaths attribute_paths(const Paths& paths, const AttributionRequest& request);

/// The names of columns by `--map`. Errors: InvalidOption for one that names a table.
std::map<std::string, std::string, std::less<>> path_column_names(
    const std::vector<ColumnMapping>& map);

/// Credits as a terminal shows them: players in rows, models in columns, the largest first.
std::string attribution_text(const AttributedPaths& attributed);
std::string attribution_json(const AttributedPaths& attributed);

/// Adds what attributing the paths of a file will hold, stage by stage. `ending`: that of the table
/// written; empty: none is.
void add_attribution_stages(const std::filesystem::path& path,
                            const std::vector<ColumnMapping>& map,
                            const AttributionRequest& request, std::string_view ending,
                            MemoryEstimate& estimate);

}  // namespace grapevine
