#include "study/study_memory.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "algorithms/registry.hpp"
#include "engine/base/distinct_count.hpp"
#include "engine/parallel/blocks.hpp"
#include "loaders/columnar/table_sample.hpp"
#include "study/manifest.hpp"
#include "study/study_seeds.hpp"
#include "study/tie_ages.hpp"

namespace grapevine {
namespace {

/// An acquisition, its forecast, its row of the ledger and that of the split of value; measured.
constexpr double kAcquisitionBytes = 200.0;
/// The same in a backtest, whose cut leaves some of them out; measured.
constexpr double kCutAcquisitionBytes = 170.0;
/// A row of scores on both sides of a what-if, and their comparison; measured.
constexpr double kWhatIfRowBytes = 250.0;
/// What is known of a person in one of the contexts that are learnt from, in the windows of a
/// forecast and in what it is fitted to; measured. And at most so many.
constexpr double kLearntRowBytes = 760.0, kLearntContexts = 12.0, kLearntRows = 1 << 20;
/// A tie or touch as an edge of the walks of that; measured.
constexpr double kLearntEdgeBytes = 175.0;
/// Of the bytes of a row of scores, those that are there while it is learnt.
constexpr double kScoresWhileLearning = 0.3;
/// A customer: his history, forecast and row of the table; a purchase on the way to it; measured.
constexpr double kCustomerBytes = 500.0, kHistoryBytes = 32.0;
/// A tie that was tried in a context: its row, and that of the table; measured.
constexpr double kLearnedTieBytes = 111.0;
/// A row of scores, and a line of the ledger, as a report reads them; measured.
constexpr double kReportRowBytes = 120.0, kReportLineBytes = 300.0;
constexpr std::uint64_t kWritingCode = 4 << 20;
constexpr double kKeptTieBytes = 50.0;
/// A tie of the graphs of two walks, and a row of their scores on both sides; measured.
constexpr double kWalkArcBytes = 150.0, kWalkRowBytes = 360.0;

/// What the loader does with one table. Bytes of a row beside its cells were measured: what stands
/// for it in the network, and names of kinds and vectors that grow; some of it stays.
struct TableMemory {
  std::string_view name;
  std::span<const std::string_view> columns;  ///< Read into std::string, all at once.
  std::span<const std::string_view> people;   ///< Of these, those that name persons.
  double row_bytes, kept_row_bytes;
};

using Names = std::string_view;
constexpr Names kPeople[] = {"person_id", "payer_id", "same_as", "holdout"};
constexpr Names kContexts[] = {"context_id", "company", "topic", "margin_rate"};
constexpr Names kTies[] = {"src", "dst", "type", "weight", "sign", "t", "context_id"};
constexpr Names kTouches[] = {"from_person",  "to_person", "purchase_id", "t",
                              "seq",          "role",      "context_id",  "strength",
                              "incentivised", "status",    "expires"};
constexpr Names kPurchases[] = {"person_id", "t",     "purchase_id", "context_id",
                                "amount",    "units", "margin",      "cost"};
constexpr Names kEvents[] = {"person_id", "kind", "t", "context_id", "by"};
constexpr Names kSurveys[] = {"person_id", "item", "value", "context_id", "t"};
constexpr Names kMentions[] = {"person_id", "polarity", "context_id", "t"};
constexpr Names kContributions[] = {"person_id", "context_id"};

constexpr Names kPerson[] = {"person_id"};
constexpr Names kEnds[] = {"src", "dst"};
constexpr Names kTouched[] = {"from_person", "to_person"};
constexpr Names kInEvents[] = {"person_id", "by"};

const std::array<TableMemory, 9> kTables{{{"people", kPeople, kPerson, 64.0, 0.0},
                                          {"contexts", kContexts, {}, 64.0, 64.0},
                                          {"ties", kTies, kEnds, 80.0, kKeptTieBytes},
                                          {"touches", kTouches, kTouched, 140.0, 120.0},
                                          {"purchases", kPurchases, kPerson, 65.0, 58.0},
                                          {"events", kEvents, kInEvents, 80.0, 64.0},
                                          {"surveys", kSurveys, kPerson, 80.0, 64.0},
                                          {"mentions", kMentions, kPerson, 48.0, 32.0},
                                          {"contributions", kContributions, kPerson, 0.0, 0.0}}};

/// Sums over the tables of a study.
class StudyMemory {
 public:
  explicit StudyMemory(const StudyFile& study) : study_(study) {
    for (const TableMemory& table : kTables)
      if (const auto spec = study.tables.tables.find(table.name); spec != study.tables.tables.end())
        add(table, spec->second);
  }

  void add_loading(MemoryEstimate& estimate) const {
    estimate.add("tables as text", static_cast<std::uint64_t>(text_ + table_));
    estimate.add("tables loaded",
                 static_cast<std::uint64_t>(text_ + table_ + cells_ + id_heap_ + rows_));
  }

  void add_scores(MemoryEstimate& estimate) const {
    const double scores = people() * contexts();
    const double learnt = std::min(people() * std::min(contexts(), kLearntContexts), kLearntRows);
    estimate.add("forecast",
                 static_cast<std::uint64_t>(
                     table_ + kept_ + scores * score_row_bytes() * kScoresWhileLearning +
                     acquisitions() * kAcquisitionBytes + learnt * kLearntRowBytes +
                     (tie_rows_ + touch_rows_) * kLearntEdgeBytes));
    estimate.add("scores", static_cast<std::uint64_t>(table_ + kept_ + aged_bytes() +
                                                      scores * score_row_bytes() +
                                                      acquisitions() * kAcquisitionBytes));
  }

  /// The run as it was made, what the report reads of it, and the backtests that it asks for.
  void add_report(MemoryEstimate& estimate) const {
    const double scores = people() * contexts();
    const double run = scores * score_row_bytes() / 2.0 + acquisitions() * kAcquisitionBytes;
    estimate.add("report",
                 static_cast<std::uint64_t>(table_ + kept_ + run + scores * kReportRowBytes +
                                            acquisitions() * kReportLineBytes));
    if (study_.report_backtests.empty()) return;
    add_backtest(estimate);
    // Some of the run is let go of by then (measured).
    estimate.stages.back().bytes += static_cast<std::uint64_t>(0.75 * run);
  }

  void add_attribution(MemoryEstimate& estimate) const {
    estimate.add("credits",
                 static_cast<std::uint64_t>(table_ + kept_ + acquisitions() * kAcquisitionBytes));
  }

  void add_customer_value(MemoryEstimate& estimate) const {
    constexpr double kColumns = 4.0 * sizeof(double);
    const double scores = people() * contexts();
    estimate.add("customers", static_cast<std::uint64_t>(table_ + kept_ + scores * kColumns +
                                                         purchases_ * kHistoryBytes +
                                                         acquisitions() * kCustomerBytes));
  }

  /// After scores: of the ties those whose source entered a context.
  void add_learning(MemoryEstimate& estimate) const {
    add_scores(estimate);
    const double tried = tie_rows_ * acquisitions() / std::max(1.0, people());
    estimate.stages.back().bytes += static_cast<std::uint64_t>(tried * kLearnedTieBytes);
  }

  /// With all rows, then without some: at most as many.
  void add_what_if(MemoryEstimate& estimate) const {
    const double scores = people() * contexts();
    // Some six tenths of what the second network keeps are there at the peak (measured).
    estimate.add(
        "tables without the rows",
        static_cast<std::uint64_t>(2.0 * table_ + 1.6 * kept_ + text_ + cells_ + id_heap_ + rows_));
    estimate.add("what-if", static_cast<std::uint64_t>(
                                2.0 * (table_ + kept_ + acquisitions() * kAcquisitionBytes) +
                                scores * kWhatIfRowBytes));
  }

  /// A graph of everybody in each context, with the ties of it or of every one.
  void add_seeds(const SeedOptions& options, bool one_context, MemoryEstimate& estimate) const {
    const double in_contexts = one_context ? 1.0 : contexts(), nodes = people() * in_contexts;
    const double ties = tie_rows_ * (tie_contexts_ && !one_context ? 1.0 : in_contexts);
    const GraphSize size{static_cast<std::uint64_t>(nodes), static_cast<std::uint64_t>(ties), true};
    const double held = table_ + kept_ + nodes * 3.0 * sizeof(double);
    estimate.add("scores", static_cast<std::uint64_t>(
                               table_ + kept_ + acquisitions() * kAcquisitionBytes +
                               people() * contexts() * score_row_bytes(&seeds_rest_on())));
    const std::uint64_t graph = Graph::bytes_of(size), chances = 2 * sizeof(float) * size.edges;
    estimate.add("ties of contexts",
                 static_cast<std::uint64_t>(held) + Graph::build_bytes_of(size, {}));
    SeedOptions of_graph = options;
    of_graph.weights = "column=chance";
    estimate.add("seeds", static_cast<std::uint64_t>(held) + graph + chances +
                              choose_seeds_bytes(size, of_graph, thread_count()));
  }

  /// The graphs of both walks, while they are built, and their scores.
  void add_walks(MemoryEstimate& estimate) const {
    estimate.add("walks", static_cast<std::uint64_t>(2.0 * (table_ + kept_) +
                                                     (tie_rows_ + touch_rows_) * kWalkArcBytes +
                                                     people() * contexts() * kWalkRowBytes));
  }

  /// The whole, what is known at the latest cut and until its horizon, scored and ranked. At most:
  /// as if nothing lay after the cut.
  void add_backtest(MemoryEstimate& estimate) const {
    const double scores = people() * contexts();
    estimate.add("backtest", static_cast<std::uint64_t>(table_ + 3.0 * kept_ + aged_bytes() +
                                                        scores * score_row_bytes() +
                                                        acquisitions() * kCutAcquisitionBytes));
  }

 private:
  /// Of so many purchases at random this many are the first of their person and context.
  double acquisitions() const {
    const double scores = people() * contexts();
    return scores * -std::expm1(-purchases_ / scores);
  }

  /// Where ties lose weight with their age, a second network for the walks, which shares their
  /// rows.
  double aged_bytes() const {
    const bool age =
        options_of(study_, kWalkSection, describe<TieAgeOptions>()).contains("half_life");
    return age ? kept_ - tie_rows_ * kKeptTieBytes + tie_rows_ * sizeof(double) : 0.0;
  }

  void add(const TableMemory& table, const TableSpec& spec) {
    const TableSample sample = sample_table(spec.files, spec.format);
    const auto rows = static_cast<double>(sample.rows);
    text_ += static_cast<double>(sample.text_bytes);
    table_ += static_cast<double>(sample.arrow_bytes);
    rows_ += rows * table.row_bytes;
    kept_ += rows * table.kept_row_bytes;
    if (table.name == "purchases") purchases_ = rows;
    if (table.name == "ties") tie_rows_ = rows;
    if (table.name == "touches") touch_rows_ = rows;
    const auto column_of = [&](Names name) {
      const auto absent = spec.columns_where_absent.find(name);
      if (absent != spec.columns_where_absent.end() && !sample.find(name))
        if (const ColumnSample* column = sample.find(absent->second)) return column;
      const auto mapped = spec.columns.find(name);
      return sample.find(mapped == spec.columns.end() ? name : std::string_view(mapped->second));
    };
    for (const Names name : table.columns) {
      const ColumnSample* column = column_of(name);
      if (!column) continue;
      if (table.name == "ties" && name == "context_id") tie_contexts_ = true;
      cells_ += rows * (sizeof(std::string) + column->beside_bytes);
      if (std::ranges::find(table.people, name) != table.people.end()) {
        people_.add(*column);
        // Copied to make the index; what the heap gets back it keeps.
        id_heap_ += rows * column->beside_bytes;
      }
      if (name == "context_id" && (table.name == "contexts" || !listed_contexts_)) {
        if (table.name == "contexts") contexts_ = {};
        listed_contexts_ = table.name == "contexts";
        contexts_.add(*column);
      }
    }
  }

  /// Different values of several columns, the share of what was not seen included.
  struct Union {
    DistinctCount seen;
    double of_seen = 0.0, of_all = 0.0;

    void add(const ColumnSample& column) {
      seen.add_all_of(column.seen);
      of_seen += column.seen.estimate();
      of_all += column.different;
    }
    double estimate() const {
      return std::max(1.0, seen.estimate() * (of_seen > 0.0 ? of_all / of_seen : 1.0));
    }
  };

  double people() const { return people_.estimate(); }
  double contexts() const { return contexts_.estimate(); }

  /// One row of the score table while it is made: each column as the algorithm gave it, and as it
  /// goes into the table; the two ids, with the places they are taken from. With `last` none after
  /// it.
  double score_row_bytes(const Algorithm* last = nullptr) const {
    constexpr double kId = 4.0 + 8.0, kNumber = 8.0 + 8.0, kMoney = 8.0 + 16.0;
    constexpr double kText = sizeof(std::string) + 4.0 + 8.0, kValidity = 0.125;
    double bytes = 2.0 * kId;
    for (const Algorithm& algorithm : algorithms()) {
      if (algorithm.doc.by_request && !is_named(algorithm)) continue;
      for (const ColumnInfo& column : algorithm.score_columns)
        bytes += kValidity + (column.unit == "money" ? kMoney
                              : column.unit.empty()  ? kText
                                                     : kNumber);
      if (&algorithm == last) break;
    }
    return bytes;
  }

  bool is_named(const Algorithm& algorithm) const {
    const auto section = study_.sections.find(algorithm.doc.section);
    return section != study_.sections.end() &&
           std::ranges::count(section->second.models, algorithm.doc.name) > 0;
  }

  const StudyFile& study_;
  double text_ = 0.0, table_ = 0.0, cells_ = 0.0, id_heap_ = 0.0;
  double rows_ = 0.0, kept_ = 0.0, purchases_ = 0.0, tie_rows_ = 0.0, touch_rows_ = 0.0;
  Union people_, contexts_;
  bool listed_contexts_ = false, tie_contexts_ = false;
};

}  // namespace

void add_study_stages(const StudyFile& study, StudyStages stages, MemoryEstimate& estimate) {
  estimate.place = study.path.string();
  const StudyMemory memory(study);
  memory.add_loading(estimate);
  const bool report = stages == StudyStages::Report || (stages == StudyStages::All && study.report);
  if (report || stages == StudyStages::All || stages == StudyStages::Scores)
    memory.add_scores(estimate);
  if (report) memory.add_report(estimate);
  if (stages == StudyStages::Learning) memory.add_learning(estimate);
  if (stages == StudyStages::Attribution) memory.add_attribution(estimate);
  if (stages == StudyStages::WhatIf || stages == StudyStages::WhatIfWalks)
    memory.add_what_if(estimate);
  if (stages == StudyStages::WhatIfWalks) memory.add_walks(estimate);
  if (stages == StudyStages::CustomerValue) memory.add_customer_value(estimate);
  if (stages == StudyStages::Backtest) memory.add_backtest(estimate);
  // The code that writes tables, and what small a study has, in each.
  for (MemoryStage& stage : estimate.stages) stage.bytes += kWritingCode;
}

void add_seed_stage(const StudyFile& study, const SeedOptions& options, bool one_context,
                    MemoryEstimate& estimate) {
  StudyMemory(study).add_seeds(options, one_context, estimate);
}

std::filesystem::path study_of_run(const std::filesystem::path& folder) {
  return read_manifest(folder)["study_path"].get<std::string>();
}

}  // namespace grapevine
