#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "engine/registry/registry.hpp"
#include "study/study_file.hpp"

namespace grapevine {

/// The section of a study that holds options of lifetime value; its models are those registered
/// for it.
inline constexpr std::string_view kClvSection = "clv";

/// The models that forecast customers, the first is taken where none is named.
std::vector<const Algorithm*> clv_models();

/// All options that they take.
std::vector<OptionInfo> clv_option_infos();

/// A table of purchases by itself, as a study. Others may stand beside it: empty paths are none.
struct PurchaseFiles {
  std::string purchases, people, touches;
  std::string currency;  ///< Empty: value is counted in units.
  int value_decimals = 2;
};
StudyFile study_of_purchases(const PurchaseFiles& files);

/// Customers with what is expected of them, and what the model tells besides.
struct ClvRun {
  std::string model, unit;
  Table customers;
  std::vector<NamedTable> tables;  ///< Fits, tracking, conditional purchases.
  Facts facts;
  std::vector<std::string> notes, warnings;

  const Table& table(std::string_view name) const;
};

/// Loads the tables and fits the model of that name (empty: the one that the study names, else the
/// first). `options` go before those of the study. Errors: those of loading; InvalidOption for an
/// unknown model or option; BadInput where nobody bought again, so that there is nothing to fit.
ClvRun run_clv(const StudyFile& study, const std::string& model, const OptionMap& options);

/// Fits, conditional purchases and the customers with most, for a terminal.
std::string clv_text(const ClvRun& run);
std::string clv_json(const ClvRun& run);

}  // namespace grapevine
