#include "study/clv_pictures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/base/numbers.hpp"
#include "study/svg.hpp"

namespace grapevine {
namespace {

constexpr double kWidth = 760.0, kHeight = 360.0;
constexpr double kLeft = 64.0, kRight = 740.0, kTop = 56.0, kBottom = 310.0;
constexpr const char* kActual = "#1c2733";
constexpr const char* kExpected = "#c2571a";
constexpr const char* kGrid = "#e3e7ea";

/// Two series over the same places, in one context.
struct Series {
  std::vector<std::string> labels;
  std::vector<double> actual, expected;
  double held_out_from = -1.0;  ///< Place of the first that is held out; below 0: none.
};

/// A round number of at least `value`: 1, 2 or 5 times a power of ten.
double round_above(double value) {
  if (!(value > 0.0)) return 1.0;
  const double power = std::pow(10.0, std::floor(std::log10(value)));
  for (const double step : {1.0, 2.0, 5.0})
    if (value <= step * power) return step * power;
  return 10.0 * power;
}

class Chart {
 public:
  Chart(const Series& series, const std::string& title, const std::string& across)
      : series_(series), title_(title), svg_(kWidth) {
    double most = 0.0;
    for (const auto* values : {&series.actual, &series.expected})
      for (const double value : *values) most = std::max(most, value);
    most_ = round_above(most);
    draw_frame(across);
    draw_line(series.actual, kActual);
    draw_line(series.expected, kExpected);
  }

  std::string finish() const {
    return svg_.finish(kHeight, title_, "Actual and expected purchases; the table has the numbers");
  }

 private:
  double x(double place) const {
    const double last = std::max<double>(1.0, static_cast<double>(series_.labels.size()) - 1.0);
    return kLeft + (kRight - kLeft) * place / last;
  }
  double y(double value) const { return kBottom - (kBottom - kTop) * value / most_; }

  void draw_frame(const std::string& across) {
    svg_.text(kLeft, 22.0, title_, {.size = 14.0, .bold = true});
    svg_.text(kLeft, 42.0, "actual", {.color = kActual, .bold = true});
    svg_.text(kLeft + 60.0, 42.0, "expected", {.color = kExpected, .bold = true});
    if (series_.held_out_from >= 0.0) {
      const double from = x(std::max(0.0, series_.held_out_from - 0.5));
      svg_.rect(from, kTop, kRight - from, kBottom - kTop, "#f3f5f7");
      svg_.text(kRight, 42.0, "shaded: held out", {.anchor = "end"});
    }
    for (int i = 0; i <= 4; ++i) {
      const double value = most_ * i / 4.0;
      svg_.line(kLeft, y(value), kRight, y(value), kGrid);
      svg_.text(kLeft - 8.0, y(value) + 4.0, to_text(value), {.size = 11.0, .anchor = "end"});
    }
    const std::size_t every = std::max<std::size_t>(1, series_.labels.size() / 12);
    for (std::size_t i = 0; i < series_.labels.size(); i += every)
      svg_.text(x(static_cast<double>(i)), kBottom + 18.0, series_.labels[i],
                {.size = 11.0, .anchor = "middle"});
    svg_.text((kLeft + kRight) / 2.0, kBottom + 38.0, across, {.anchor = "middle"});
  }

  void draw_line(const std::vector<double>& values, const char* color) {
    const bool few = values.size() <= 12;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double place = static_cast<double>(i);
      if (i > 0)
        svg_.line(x(place - 1.0), y(values[i - 1]), x(place), y(values[i]), color,
                  "stroke-width=\"2\"");
      if (few)
        svg_.circle(x(place), y(values[i]), 3.5, color, color, fmt::format("{:.3f}", values[i]));
    }
  }

  const Series& series_;
  std::string title_;
  Svg svg_;
  double most_ = 1.0;
};

/// The context whose rows have most in a column; "" of an empty table.
std::string busiest(const Table& table, const char* column) {
  const auto contexts = table.texts("context_id");
  const auto values = table.doubles(column);
  std::map<std::string, double> sums;
  for (std::size_t i = 0; i < values.size(); ++i) sums[contexts[i]] += values[i];
  const auto most = std::ranges::max_element(sums, {}, [](const auto& s) { return s.second; });
  return most == sums.end() ? "" : most->first;
}

Series series_of(const Table& table, const std::string& context, const char* label,
                 const std::string& suffix) {
  const auto contexts = table.texts("context_id"), labels = table.texts(label);
  const auto actual = table.doubles("actual" + suffix),
             expected = table.doubles("expected" + suffix);
  const auto held = table.has("held_out") ? table.texts("held_out") : std::vector<std::string>();
  Series series;
  for (std::size_t i = 0; i < contexts.size(); ++i) {
    if (contexts[i] != context) continue;
    if (!held.empty() && held[i] == "yes" && series.held_out_from < 0.0)
      series.held_out_from = static_cast<double>(series.labels.size());
    series.labels.push_back(labels[i]);
    series.actual.push_back(actual[i]);
    series.expected.push_back(expected[i]);
  }
  return series;
}

}  // namespace

std::vector<NamedPicture> clv_pictures(const ClvRun& run) {
  std::vector<NamedPicture> pictures;
  const auto add = [&](const std::string& name, const Series& series, const std::string& title,
                       const std::string& across) {
    if (!series.labels.empty())
      pictures.push_back({name + ".svg", Chart(series, title, across).finish()});
  };
  const Table& tracking = run.table("clv_tracking");
  const Table& conditional = run.table("clv_conditional");
  const std::string context = busiest(tracking, "actual");
  const std::string unit = tracking.info("period").unit, where = context + ", " + run.model;
  add("clv_tracking", series_of(tracking, context, "period", ""), "Repeat purchases, " + where,
      unit + " since the first purchase");
  add("clv_cumulative", series_of(tracking, context, "period", "_total"),
      "Repeat purchases so far, " + where, unit + " since the first purchase");
  add("clv_conditional", series_of(conditional, busiest(conditional, "customers"), "frequency", ""),
      "Mean purchases held out, " + where, "repeat purchases observed (7: and more)");
  return pictures;
}

}  // namespace grapevine
