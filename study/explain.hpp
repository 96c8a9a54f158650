#pragma once
#include <string>
#include <utility>
#include <vector>

#include "algorithms/customer_value/discounted_flows.hpp"
#include "study/run_study.hpp"
#include "study/study_file.hpp"

namespace grapevine {

/// One touch of a journey.
struct ExplainedTouch {
  std::string referrer;
  Time time;
  double weight;  ///< Of its role x strength.
  bool own;       ///< Of the person whose score is explained.
  bool implied;   ///< By a tie: nobody recorded it.
};

/// Why one acquisition counts for the person.
struct ExplainedAcquisition {
  std::string newcomer;
  Time time;
  std::vector<ExplainedTouch> journey;  ///< Every touch that counts, in order.
  std::vector<double> shares;           ///< The person's, under each of Explanation::models.
  double margin = 0.0;                  ///< Undiscounted, of the newcomer, in major units.
  double p_type1 = 1.0;                 ///< Chance that the newcomer would not have come.
  double type1 = 0.0;                   ///< PV(A - M + ACQ1), as of joining.
  double type2 = 0.0;                   ///< PV(ACQ2).
  double incentive = 0.0;               ///< PV(a).
  std::vector<PeriodFlow> flows;        ///< What these present values are made of.
  std::vector<std::pair<std::string, double>> amounts;  ///< Of the ledger: crv_amount.

  double amount() const;  ///< All of `amounts`.
};

/// A person's score in one context, taken apart.
struct Explanation {
  std::string person, context, unit;
  std::vector<std::string> models;    ///< The one that the score rests on comes first.
  std::vector<std::string> left_out;  ///< "MODEL: why it cannot share out these journeys".
  std::vector<ExplainedAcquisition> acquisitions;      ///< Those that move the score most first.
  std::vector<std::pair<std::string, double>> scores;  ///< As the score table has them.
  double sum = 0.0;      ///< Of the `crv_amount` of all acquisitions; equals the score.
  double civ_sum = 0.0;  ///< The same of `civ_amount`.
};

/// Runs the study and takes one person's referral value in one context apart: each acquisition with
/// its journey, the person's share under every attribution model that can share it out, type, and
/// discounted flows. The amounts are the ledger's, and their sum is the score. Errors: those of
/// running; InvalidOption for a person or context that the study does not have.
Explanation explain_score(const StudyFile& study, const std::string& person,
                          const std::string& context);

/// The same of a study that has been run. Errors: InvalidOption.
Explanation explain_score(const StudyFile& study, const StudyRun& run, const std::string& person,
                          const std::string& context);

std::string explanation_text(const Explanation& explanation);
std::string explanation_json(const Explanation& explanation);

}  // namespace grapevine
