#pragma once
#include "engine/network/network.hpp"
#include "loaders/study_tables/identities.hpp"
#include "loaders/study_tables/table_spec.hpp"

namespace grapevine {

/// Reads what people did and said beside buying and referring (events, surveys, mentions,
/// contributions) into the network, in canonical order. Contributions stay in the raw table, as no
/// score reads them yet. Errors: those of rows.
void load_statements(StudyRows& tables, const Identities& ids, const StudyTables& study,
                     Network& network);

}  // namespace grapevine
