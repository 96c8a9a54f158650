#pragma once
#include <nlohmann/json.hpp>

#include "study/report/report.hpp"

namespace grapevine {

/// A report as the page and other programs read it: tables column by column, numbers to seven
/// digits, null for what is not there; edges of the network as parallel lists.
nlohmann::ordered_json report_json(const Report& report);

}  // namespace grapevine
