#include "study/explain_picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>

#include "engine/base/numbers.hpp"
#include "study/svg.hpp"

namespace grapevine {
namespace {

constexpr std::size_t kMostRows = 25, kMostTouches = 13;
constexpr double kWidth = 1000.0, kLeft = 24.0, kRight = 976.0, kRow = 44.0;
constexpr double kNewcomer = kLeft, kJourney = 152.0, kShares = 356.0, kType = 562.0,
                 kFlows = 700.0, kBars = 722.0, kBarsWidth = 168.0;
constexpr double kSharesWidth = kType - kShares - 20.0;

constexpr std::string_view kInk = "#1c2733", kGrey = "#5b6876", kRule = "#dfe4e9",
                           kTrack = "#eef1f4", kOwn = "#0b6e8f", kOther = "#9aa7b3",
                           kBeside = "#c07a00", kMinus = "#b3261e";

/// As people read it: two decimals, and four of what is below 1.
std::string number(double value) {
  if (std::abs(value) >= 1e15) return fmt::format("{:.6g}", value);
  std::string text = fmt::format("{:.{}f}", value, std::abs(value) >= 1.0 ? 2 : 4);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  if (text == "0" || text == "-0") return value == 0.0 ? "0" : fmt::format("{:.2g}", value);
  return grouped(text);
}

/// Where the bars of the amounts begin and end.
class Scale {
 public:
  explicit Scale(const Explanation& e) {
    double sum = 0.0;
    for (const ExplainedAcquisition& a : e.acquisitions) include(sum += a.amount());
    include(e.sum);
    include(e.sum + e.civ_sum);
    if (high_ == low_) high_ = low_ + 1.0;
  }

  double x(double amount) const {
    return kBars + (amount / 2.0 - low_ / 2.0) / (high_ / 2.0 - low_ / 2.0) * kBarsWidth;
  }

 private:
  void include(double amount) {
    low_ = std::min(low_, amount);
    high_ = std::max(high_, amount);
  }

  double low_ = 0.0, high_ = 0.0;
};

class Picture {
 public:
  explicit Picture(const Explanation& e) : e_(e), scale_(e) {}

  std::string draw() {
    draw_score();
    draw_head();
    const std::size_t all = e_.acquisitions.size();
    // One row for one acquisition says more than "1 more".
    const std::size_t shown = all <= kMostRows + 1 ? all : kMostRows;
    for (std::size_t i = 0; i < shown; ++i) draw_acquisition(e_.acquisitions[i]);
    if (shown < all) draw_rest(std::span(e_.acquisitions).subspan(shown));
    if (all == 0) draw_nothing();
    draw_sums();
    draw_legend();
    return svg_.finish(y_ + 12.0,
                       fmt::format("{} in context {}: {}", e_.person, e_.context, headline()),
                       fmt::format("{} acquisitions with a touch of {}; their amounts sum to {}.",
                                   all, e_.person, number(e_.sum + e_.civ_sum)));
  }

 private:
  std::string headline() const {
    return fmt::format("{} {} {}", e_.scores.front().first, number(e_.scores.front().second),
                       e_.unit);
  }

  void draw_score() {
    svg_.clipped_text(kLeft, 42.0, 640.0, e_.person, {.size = 24.0, .bold = true});
    svg_.clipped_text(kLeft, 64.0, 640.0, "in context " + e_.context, {14.0, kGrey});
    svg_.text(kRight, 42.0, headline(), {.size = 24.0, .anchor = "end", .bold = true});
    std::string parts;
    for (std::size_t i = 1; i < e_.scores.size(); ++i)
      if (!std::isnan(e_.scores[i].second))  // else the study does not tell it of anybody
        parts += fmt::format("{}{} {}", parts.empty() ? "" : "  \xC2\xB7  ", e_.scores[i].first,
                             number(e_.scores[i].second));
    svg_.text(kRight, 64.0, parts, {.size = 12.0, .color = kGrey, .anchor = "end"});
    y_ = 148.0;
  }

  double share_step() const {
    return std::min(36.0, kSharesWidth / static_cast<double>(e_.models.size()));
  }

  void draw_head() {
    const auto head = [&](double x, double y, const char* text, std::string_view anchor = "start") {
      svg_.text(x, y, text, {.size = 11.0, .color = kGrey, .anchor = anchor, .bold = true});
    };
    head(kNewcomer, y_ - 10.0, "newcomer");
    head(kJourney, y_ - 10.0, "journey, in order");
    for (std::size_t m = 0; m < e_.models.size(); ++m)
      svg_.text(kShares + (static_cast<double>(m) + 0.5) * share_step(), y_ - 10.0, e_.models[m],
                {.size = 11.0, .color = m == 0 ? kOwn : kGrey, .bold = m == 0, .rotate = -40.0});
    head(kType, y_ - 22.0, "type 1");
    head(kType, y_ - 10.0, "chance");
    head(kFlows, y_ - 22.0, "value, less", "end");
    head(kFlows, y_ - 10.0, "incentive", "end");
    head(kBars, y_ - 10.0, "amount");
    head(kRight, y_ - 10.0, e_.unit.c_str(), "end");
    svg_.line(kLeft, y_, kRight, y_, kInk);
  }

  void draw_acquisition(const ExplainedAcquisition& a) {
    const double middle = y_ + kRow / 2.0;
    svg_.clipped_text(kNewcomer, middle - 3.0, kJourney - kNewcomer - 12.0, a.newcomer,
                      {.size = 13.0, .bold = true});
    svg_.text(kNewcomer, middle + 13.0, time_text(a.time).substr(0, 10), {11.0, kGrey});
    draw_journey(a, middle - 6.0);
    draw_shares(a, middle);
    svg_.text(kType, middle - 1.0, fmt::format("{:.2f}", a.p_type1), {12.0});
    svg_.rect(kType, middle + 5.0, 32.0, 5.0, kTrack);
    svg_.rect(kType, middle + 5.0, 32.0 * std::clamp(a.p_type1, 0.0, 1.0), 5.0, kOwn);
    draw_flows(a, middle);
    draw_amount(a.amount(), color_of(a), middle,
                a.amounts.empty() ? "no share under " + e_.models.front() : "");
    end_row();
  }

  void draw_flows(const ExplainedAcquisition& a, double middle) {
    const SvgText under{.size = 11.0, .color = kGrey, .anchor = "end"};
    svg_.text(kFlows, middle - 3.0, number(a.type1), {.size = 12.0, .anchor = "end"});
    if (a.p_type1 < 1.0 && a.type2 != 0.0)
      svg_.text(kFlows, middle + 13.0,
                fmt::format("\xE2\x88\x92 {}, else {}", number(a.incentive), number(a.type2)),
                under);
    else
      svg_.text(kFlows, middle + 13.0, "\xE2\x88\x92 " + number(a.incentive), under);
  }

  void draw_journey(const ExplainedAcquisition& a, double y) {
    const std::size_t all = a.journey.size();
    const bool cut = all > kMostTouches;
    const std::size_t ends = cut ? kMostTouches / 2 : all;
    const double step = 13.5;
    double x = kJourney + 6.0;
    svg_.line(x, y, x + step * static_cast<double>(std::min(all, kMostTouches)), y, kOther);
    for (std::size_t i = 0; i < ends; ++i, x += step) draw_touch(a.journey[i], x, y);
    if (cut) {
      draw_hidden(std::span(a.journey).subspan(ends, all - 2 * ends), x, y);
      x += step;
      for (std::size_t i = all - ends; i < all; ++i, x += step) draw_touch(a.journey[i], x, y);
    }
    svg_.arrow(x - 4.0, y, 6.0, kInk, a.newcomer + " joined, " + time_text(a.time));
    const auto own = std::ranges::count_if(a.journey, &ExplainedTouch::own);
    const Time first = a.journey.front().time;
    svg_.text(kJourney, y + 19.0,
              fmt::format("{} of {} touch{}{}", own, all, all == 1 ? "" : "es",
                          first == kUndated ? "" : ", from " + time_text(first).substr(0, 10)),
              {11.0, kGrey});
  }

  void draw_touch(const ExplainedTouch& touch, double x, double y) {
    std::string tip = touch.referrer;
    if (touch.time != kUndated) tip += ", " + time_text(touch.time);
    if (touch.weight != 1.0) tip += ", weight " + number(touch.weight);
    if (touch.implied) tip += ", implied by a tie";
    svg_.circle(x, y, 5.0, touch.own ? kOwn : "#ffffff", touch.own ? kOwn : kOther, tip);
  }

  /// In place of the touches in the middle of a long journey.
  void draw_hidden(std::span<const ExplainedTouch> touches, double x, double y) {
    const auto own = std::ranges::count_if(touches, &ExplainedTouch::own);
    svg_.rect(x - 6.0, y - 6.0, 12.0, 12.0, "#ffffff");
    svg_.text(x, y + 3.0, "\xE2\x8B\xAF",
              {.size = 12.0, .color = own > 0 ? kOwn : kGrey, .anchor = "middle", .bold = true},
              fmt::format("{} more touches, {} of {}", touches.size(), own, e_.person));
  }

  void draw_shares(const ExplainedAcquisition& a, double middle) {
    constexpr double kHeight = 22.0;
    const double step = share_step(), width = std::min(14.0, step - 4.0);
    const double bottom = middle + 4.0;
    for (std::size_t m = 0; m < a.shares.size(); ++m) {
      const double center = kShares + (static_cast<double>(m) + 0.5) * step;
      const double height = kHeight * std::clamp(a.shares[m], 0.0, 1.0);
      const std::string tip = fmt::format("{} {:.6f}", e_.models[m], a.shares[m]);
      svg_.rect(center - width / 2.0, bottom - kHeight, width, kHeight, kTrack, "", tip);
      svg_.rect(center - width / 2.0, bottom - height, width, height, m == 0 ? kOwn : kOther, "",
                tip);
      if (step >= 22.0)
        svg_.text(center, bottom + 12.0, fmt::format("{:.2f}", a.shares[m]),
                  {.size = 10.0, .color = m == 0 ? kInk : kGrey, .anchor = "middle"});
    }
  }

  static std::string_view color_of(const ExplainedAcquisition& a) {
    const bool beside = !a.amounts.empty() && a.amounts.front().first == "civ_amount";
    return beside ? kBeside : kOwn;
  }

  /// A bar from where the one before it ended.
  void draw_amount(double amount, std::string_view color, double middle,
                   std::string_view nothing = "") {
    const double from = scale_.x(sum_), to = scale_.x(sum_ + amount);
    svg_.line(from, y_ + 4.0, from, middle - 9.0, kOther, "stroke-dasharray=\"2 2\"");
    draw_bar(from, to, middle, amount < 0.0 ? kMinus : color);
    sum_ += amount;
    svg_.text(kRight, middle + 4.0, nothing.empty() ? number(amount) : "-",
              {.size = 13.0, .color = amount < 0.0 ? kMinus : kInk, .anchor = "end", .bold = true},
              nothing);
  }

  /// Hollow where it takes away: that can be told in print, too.
  void draw_bar(double from, double to, double middle, std::string_view color) {
    const bool minus = color == kMinus;
    const double width = std::max(1.5, std::abs(to - from));
    svg_.rect(std::min(from, to), middle - 9.0, width, 18.0, minus ? "#ffffff" : color,
              minus ? "stroke=\"#b3261e\" stroke-width=\"1.5\"" : "");
  }

  void draw_rest(std::span<const ExplainedAcquisition> rest) {
    double sum = 0.0;
    for (const ExplainedAcquisition& a : rest) sum += a.amount();
    const double middle = y_ + kRow / 2.0;
    svg_.text(kNewcomer, middle + 4.0,
              fmt::format("{} more acquisitions, together {}",
                          grouped(static_cast<std::int64_t>(rest.size())), number(sum)),
              {.size = 13.0, .color = kGrey, .bold = true});
    draw_amount(sum, kOther, middle);
    end_row();
  }

  void draw_nothing() {
    svg_.text(kNewcomer, y_ + kRow / 2.0 + 4.0,
              "No acquisition of this context has a touch of this person: nothing to share out.",
              {13.0, kGrey});
    end_row();
  }

  void end_row() {
    y_ += kRow;
    svg_.line(kLeft, y_, kRight, y_, kRule);
  }

  /// The bars again, from 0: what they sum to.
  void draw_sums() {
    svg_.line(kLeft, y_, kRight, y_, kInk);
    const auto draw = [&](const std::string& name, double from, double amount,
                          std::string_view color) {
      const double middle = y_ + 18.0;
      svg_.text(kFlows, middle + 4.0, name, {.size = 13.0, .anchor = "end", .bold = true});
      draw_bar(scale_.x(from), scale_.x(from + amount), middle, amount < 0.0 ? kMinus : color);
      svg_.text(
          kRight, middle + 5.0, number(amount),
          {.size = 15.0, .color = amount < 0.0 ? kMinus : kInk, .anchor = "end", .bold = true});
      y_ += 30.0;
    };
    const bool both = e_.civ_sum != 0.0;
    draw(both ? "sum of amounts with a reward = crv" : "sum of amounts = crv", 0.0, e_.sum, kOwn);
    if (both) draw("sum of amounts without a reward = civ", e_.sum, e_.civ_sum, kBeside);
    svg_.line(scale_.x(0.0), 148.0, scale_.x(0.0), y_, kInk, "stroke-width=\"0.75\"");
    y_ += 14.0;
  }

  void draw_legend() {
    const SvgText small{11.0, kGrey};
    const double y = y_ + 4.0;
    svg_.circle(kLeft + 6.0, y - 4.0, 5.0, kOwn, kOwn, "");
    svg_.clipped_text(kLeft + 18.0, y, 180.0, "touch of " + e_.person, small);
    svg_.circle(kLeft + 216.0, y - 4.0, 5.0, "#ffffff", kOther, "");
    svg_.text(kLeft + 228.0, y, "touch of another", small);
    svg_.arrow(kLeft + 330.0, y - 4.0, 6.0, kInk, "");
    svg_.text(kLeft + 346.0, y, "joined", small);
    svg_.rect(kLeft + 400.0, y - 9.0, 14.0, 10.0, kOwn);
    svg_.text(kLeft + 420.0, y, "with a reward, or not said", small);
    svg_.rect(kLeft + 570.0, y - 9.0, 14.0, 10.0, kBeside);
    svg_.text(kLeft + 590.0, y, "without a reward", small);
    svg_.rect(kLeft + 694.0, y - 9.0, 14.0, 10.0, "#ffffff", "stroke=\"#b3261e\"");
    svg_.text(kLeft + 714.0, y, "negative", small);
    y_ += 22.0;
    svg_.text(kLeft, y_,
              fmt::format("amount = share under {} x [chance x (value - incentive) + (1 - chance) "
                          "x saving]; value, incentive and saving are present values as of "
                          "joining.",
                          e_.models.front()),
              small);
    y_ += 16.0;
    for (const std::string& model : e_.left_out) {
      svg_.clipped_text(kLeft, y_, kRight - kLeft, "not shown: " + model, small);
      y_ += 16.0;
    }
  }

  const Explanation& e_;
  Scale scale_;
  Svg svg_{kWidth};
  double y_ = 0.0;
  double sum_ = 0.0;  ///< Of the amounts drawn so far.
};

}  // namespace

std::string explanation_picture(const Explanation& explanation) {
  return Picture(explanation).draw();
}

}  // namespace grapevine
