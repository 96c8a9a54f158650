#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "algorithms/customer_value/value_split.hpp"
#include "engine/table/table.hpp"

namespace grapevine {

/// Where one context's margin went under one attribution model, every minor unit once.
struct AuditRow {
  ContextId context;
  std::string model;
  std::int64_t acquisitions = 0;
  std::int64_t referred = 0;  ///< Acquisitions of which anybody earned a share.
  double shares = 0.0;        ///< Acquisitions credited, by parts; the same number as `referred`.
  Money total = 0;
  Money credited = 0, unattributed = 0, outside = 0;
  Money refunds = 0;  ///< Negative margins, inside the other lines already; <= 0.
  Money split = 0;    ///< All parts of the value split.

  Money difference() const { return total - credited - unattributed - outside; }
};

/// What one model made of the acquisitions.
struct ModelAccounts {
  const std::string& model;
  std::span<const Credit> ledger;
  std::span<const SplitPart> parts;
};

/// One row for each context. Total is summed over purchases, the rest over what was made of them,
/// so a unit that is counted twice or lost shows as a difference. Errors: BadInput when a sum does
/// not fit 64 bits. O(purchases log acquisitions + credits + parts).
std::vector<AuditRow> audit_by_context(const Network& network, const Journeys& journeys,
                                       std::span<const AcquisitionValue> values,
                                       const ModelAccounts& accounts);

/// The table `audit`.
NamedTable audit_table(const Network& network, std::span<const AuditRow> rows);

}  // namespace grapevine
