#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "algorithms/simulation/records.hpp"
#include "algorithms/simulation/true_value.hpp"

namespace grapevine {

/// What a simulated shop is written to, in the order of `kSimulatedFiles`.
enum class SimulatedFile : std::size_t {
  People,
  Contexts,
  Ties,
  Purchases,
  Touches,
  Surveys,
  TrueContexts,
  TrueRings,
  TrueAcquisitions,
  TrueTouches,
  TrueInfluence,
  TrueValue
};

/// A CSV file of the folder; each says SIMULATED in its name, as CSV knows no comments.
struct SimulatedFileDoc {
  std::string_view path, header;
};
inline constexpr SimulatedFileDoc kSimulatedFiles[] = {
    {"SIMULATED-people.csv", "person_id,community,holdout"},
    {"SIMULATED-contexts.csv", "context_id,company,topic,margin_rate"},
    {"SIMULATED-ties.csv", "src,dst,type,sign,t"},
    {"SIMULATED-purchases.csv", "purchase_id,person_id,context_id,t,amount,margin"},
    {"SIMULATED-touches.csv", "from_person,to_person,context_id,t,incentivised"},
    {"SIMULATED-surveys.csv", "person_id,context_id,item,value,t"},
    {"truth/SIMULATED-contexts.csv", "context_id,organic_per_year,referred_spending"},
    {"truth/SIMULATED-rings.csv", "ring,shape,person_id,context_id"},
    {"truth/SIMULATED-acquisitions.csv", "person_id,context_id,t,organic_t,type,caused_by,margin"},
    {"truth/SIMULATED-touches.csv", "from_person,to_person,context_id,truth"},
    {"truth/SIMULATED-influence.csv", "src,dst,context_id,w"},
    {"truth/SIMULATED-value.csv",
     "person_id,context_id,taste,margin,true_crv,true_crv_type1,true_crv_type2,"
     "counterfactual_margin"}};
inline constexpr std::size_t kNumSimulatedFiles = std::size(kSimulatedFiles);

/// Rows that go behind what each file has.
struct SimulatedRows {
  std::array<std::string, kNumSimulatedFiles> text;
  std::array<std::uint64_t, kNumSimulatedFiles> rows{};
  std::uint64_t type1 = 0, type2 = 0;  ///< Of the acquisitions, those by influence.

  std::string& of(SimulatedFile file) { return text[static_cast<std::size_t>(file)]; }
  void end_row(SimulatedFile file);
};

/// One context, whole.
struct SimulatedContext {
  const Town& town;
  const Market& market;
  const Spread& spread;
  const TrueValue& value;
};

/// The rows of the files that no context changes, of people begin .. end-1.
void add_town_rows(const Town& town, NodeId begin, NodeId end, SimulatedRows& rows);
/// The rows of one context's own line.
void add_context_rows(const ShopOptions& options, ContextId context, SimulatedRows& rows);
/// The rows of what people begin .. end-1 did in a context, and of its truth.
void add_people_rows(const SimulatedContext& context, NodeId begin, NodeId end,
                     SimulatedRows& rows);

/// "2023-01-31T10:20:30Z", for days since 2023-01-01; whole seconds, rounded down.
std::string simulated_time(double day);

}  // namespace grapevine
