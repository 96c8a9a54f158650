#include "study/attribution_truth.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>
#include <tuple>

#include "engine/base/error.hpp"
#include "engine/base/numbers.hpp"
#include "engine/table/rows_table.hpp"
#include "loaders/columnar/source_table.hpp"
#include "study/simulated_rows.hpp"
#include "study/text_table.hpp"

namespace grapevine {
namespace {

constexpr const char* kNobody = "(nobody)";

/// Reads the causes of a study's acquisitions.
class TruthReader {
 public:
  TruthReader(const SourceTable& source, const StudyShares& shares)
      : source_(source), shares_(shares), causes_(shares.journeys.acquisitions.size()) {
    for (const char* column : {"person_id", "context_id", "caused_by"})
      if (!source.table().has(column))
        throw Error(ErrorCode::BadInput, source.files(),
                    fmt::format("there is no column {}", in_quotes(column)),
                    "true causes have person_id, context_id and caused_by");
  }

  TrueCauses read(TruthComparison& comparison) {
    const auto people = source_.table().texts("person_id"),
               contexts = source_.table().texts("context_id"),
               causes = source_.table().texts("caused_by");
    TrueCauses truth;
    truth.known.assign(causes_.size(), 0);
    for (std::size_t row = 0; row < people.size(); ++row) {
      const auto place = acquisition_of(people[row], contexts[row]);
      if (!place) {
        ++comparison.truth_only;
        continue;
      }
      if (truth.known[*place])
        refuse(row, "person_id", in_quotes(people[row]) + " was acquired there before",
               "leave one row for each person and context");
      truth.known[*place] = 1;
      ++comparison.known;
      causes_[*place] = causes_in(row, causes[row]);
    }
    for (const auto& one : causes_) {
      truth.causes.insert(truth.causes.end(), one.begin(), one.end());
      truth.first.push_back(truth.causes.size());
    }
    return truth;
  }

 private:
  [[noreturn]] void refuse(std::size_t row, const char* column, const std::string& what,
                           const char* to_do) const {
    throw Error(ErrorCode::BadInput, source_.place(static_cast<std::int64_t>(row), column), what,
                to_do);
  }

  std::optional<std::size_t> acquisition_of(std::string_view person,
                                            std::string_view context) const {
    const auto who = shares_.network.people->find(person);
    const auto where = shares_.network.contexts.find(context);
    if (!who || !where) return std::nullopt;
    const auto key = [](const Acquisition& a) { return std::tuple(a.context, a.person); };
    const auto& all = shares_.journeys.acquisitions;
    const auto found = std::ranges::lower_bound(all, std::tuple(*where, *who), {}, key);
    if (found == all.end() || key(*found) != std::tuple(*where, *who)) return std::nullopt;
    return static_cast<std::size_t>(found - all.begin());
  }

  std::vector<NodeId> causes_in(std::size_t row, std::string_view text) const {
    std::vector<NodeId> causes;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find(';'), text.size());
      const std::string_view id = text.substr(0, end);
      const auto cause = shares_.network.people->find(id);
      if (!cause)
        refuse(row, "caused_by", "the study has no person " + in_quotes(id),
               "name causes by the ids of the study, with ; between");
      if (std::ranges::find(causes, *cause) != causes.end())
        refuse(row, "caused_by", in_quotes(id) + " is named twice", "name each cause once");
      causes.push_back(*cause);
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return causes;
  }

  const SourceTable& source_;
  const StudyShares& shares_;
  std::vector<std::vector<NodeId>> causes_;  ///< Of each acquisition.
};

/// One decimal more than a percent needs.
std::string percent(double share) { return fmt::format("{:.1f} %", 100.0 * share); }

}  // namespace

std::filesystem::path truth_beside(const StudyFile& study) {
  const auto& doc = kSimulatedFiles[static_cast<std::size_t>(SimulatedFile::TrueAcquisitions)];
  const auto file = study.path.parent_path() / doc.path;
  std::error_code ignored;
  if (std::filesystem::exists(file, ignored)) return file;
  throw Error(ErrorCode::NotFound, study.path.string(),
              "who truly caused whom is not known of this study (there is no " +
                  std::string(doc.path) + " beside it)",
              "only a simulated shop has a truth: see grapevine simulate, or name a table");
}

TruthComparison compare_with_truth(const StudyFile& study, const AttributionRequest& request,
                                   const std::filesystem::path& file) {
  StudyShares shares = share_out_study(study, request, true);
  TruthComparison comparison{.file = file.string(), .unit = study.value_unit()};
  comparison.acquisitions = shares.journeys.acquisitions.size();
  comparison.left_out = shares.left_out;
  const SourceTable source = read_source_table(file, file.string());
  const TrueCauses truth = TruthReader(source, shares).read(comparison);
  if (comparison.known == 0)
    throw Error(ErrorCode::BadInput, comparison.file, "no row is of an acquisition of the study",
                "give the truth of this study, with its ids");
  std::vector<double> value;
  for (const AcquisitionValue& v : shares.values)
    value.push_back(major_units(v.margin, shares.network.purchases.decimals));
  shares.attributions.push_back({kNobody, std::vector<double>(shares.journeys.touches.size())});
  for (const Attribution& attribution : shares.attributions)
    comparison.errors.push_back(attribution_error(shares.journeys, attribution, truth, value));
  std::vector<std::size_t> order(comparison.errors.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(
      order, {}, [&](std::size_t i) { return std::pair(comparison.errors[i].misattributed, i); });
  std::vector<AttributionError> sorted;
  for (const std::size_t i : order) sorted.push_back(comparison.errors[i]);
  comparison.errors = std::move(sorted);
  return comparison;
}

Table truth_table(const TruthComparison& comparison) {
  using E = AttributionError;
  const auto info = [](const char* name, const char* unit, const char* meaning) {
    return ColumnInfo{name, unit, meaning, "attribution_error", "purchases.value touches"};
  };
  RowsTable<E> table{std::span(comparison.errors)};
  table.add(info("model", "", "the attribution model; (nobody): all is nobody's"),
            [](const E& e) { return e.model; });
  table.add(info("total_variation", "1",
                 "mean over acquisitions: the share that stands at the wrong place"),
            [](const E& e) { return e.total_variation; });
  table.add(info("misattributed", "1", "share of all value at the wrong place"),
            [](const E& e) { return e.misattributed; });
  table.add(info("organic_credited", "1",
                 "share of the value of people whom nobody caused, credited to somebody"),
            [](const E& e) { return e.organic_credited; });
  table.add(info("spearman", "1",
                 "rank correlation of value credited and truly caused, per person and context"),
            [](const E& e) { return e.spearman; });
  table.add(info("mean_absolute_error", "money", "of the same two, per person and context"),
            [](const E& e) { return e.mean_absolute_error; });
  table.add(info("people", "people", "persons and contexts with a credit or a cause"),
            [](const E& e) { return e.people; });
  table.add(info("acquisitions", "people", "compared"), [](const E& e) { return e.acquisitions; });
  table.add(info("organic", "people", "of them caused by nobody"),
            [](const E& e) { return e.organic; });
  return table.finish();
}

std::string truth_text(const TruthComparison& comparison) {
  const auto count = [](std::size_t n) { return grouped(static_cast<std::int64_t>(n)); };
  const auto organic = static_cast<std::size_t>(comparison.errors.front().organic);
  std::string text = fmt::format(
      "True causes of {} of {} acquisitions, from {}\n{} of them ({}) are truly nobody's\n",
      count(comparison.known), count(comparison.acquisitions), comparison.file, count(organic),
      percent(static_cast<double>(organic) / static_cast<double>(comparison.known)));
  if (comparison.truth_only > 0)
    text += fmt::format("{} rows of it are of no acquisition of the study\n",
                        count(comparison.truth_only));
  text += "\nThe least value at the wrong place first, value in " + comparison.unit + "\n";
  const Table table = truth_table(comparison);
  std::vector<std::size_t> rows(comparison.errors.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  text += text_table(table,
                     {"model", "total_variation", "misattributed", "organic_credited", "spearman",
                      "mean_absolute_error", "people"},
                     rows);
  for (const std::string& model : comparison.left_out) text += "not shown: " + model + "\n";
  return text;
}

std::string truth_json(const TruthComparison& comparison) {
  using Json = nlohmann::ordered_json;
  Json json = {{"truth", comparison.file},
               {"unit", comparison.unit},
               {"acquisitions", comparison.acquisitions},
               {"known", comparison.known},
               {"organic", comparison.errors.front().organic},
               {"truth_only", comparison.truth_only},
               {"models_left_out", comparison.left_out},
               {"models", Json::array()}};
  for (const AttributionError& e : comparison.errors)
    json["models"].push_back({{"model", e.model},
                              {"total_variation", e.total_variation},
                              {"misattributed", e.misattributed},
                              {"organic_credited", e.organic_credited},
                              {"spearman", std::isnan(e.spearman) ? Json() : Json(e.spearman)},
                              {"mean_absolute_error", e.mean_absolute_error},
                              {"people", e.people}});
  return json.dump(2) + "\n";
}

}  // namespace grapevine
