#include "study/column_sources.hpp"

#include <catch2/catch.hpp>

using namespace grapevine;

namespace {

StudyFile study_with_provenance() {
  StudyFile study;
  study.currency = "EUR";
  study.tables.purchase_value = "units";
  study.provenance = {
      {"purchases", "observed"}, {"purchases.units", "assumed"}, {"ties", "derived"}};
  return study;
}

}  // namespace

TEST_CASE("column sources: the column's own word, else its table's") {
  const StudyFile study = study_with_provenance();
  const ColumnSources sources(study);
  CHECK(sources.completed({.source = "purchases.value ties.weight purchases.t"}).source ==
        "purchases.units (assumed), ties.weight (derived), purchases.t (observed)");
}

TEST_CASE("column sources: tables of which the study says nothing are named alone") {
  const StudyFile study = study_with_provenance();
  CHECK(ColumnSources(study).completed({.source = "touches"}).source == "touches");
  const StudyFile silent;
  CHECK(ColumnSources(silent).completed({.source = "purchases.value"}).source == "purchases");
}

TEST_CASE("column sources: results are derived, what rests on no input is the study's assumption") {
  const StudyFile study = study_with_provenance();
  const ColumnSources sources(study);
  CHECK(sources.completed({.source = "crv stance"}).source == "crv (derived), stance (derived)");
  CHECK(sources.completed({.source = ""}).source == "study (assumed)");
  CHECK(sources.completed({.source = "input (observed)"}).source == "input (observed)");
}

TEST_CASE("column sources: money is in the study's currency, or in units") {
  StudyFile study = study_with_provenance();
  CHECK(ColumnSources(study).completed({.unit = "money"}).unit == "EUR");
  CHECK(ColumnSources(study).completed({.unit = "rank"}).unit == "rank");
  study.currency.clear();
  CHECK(ColumnSources(study).completed({.unit = "money"}).unit == "units");
}
