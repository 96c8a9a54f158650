#include "algorithms/attribution/trust_flags.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>

#include "algorithms/attribution/newcomer_burst.hpp"
#include "algorithms/attribution/referral_acts.hpp"
#include "engine/base/days.hpp"
#include "engine/base/numbers.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/table/rows_table.hpp"

namespace grapevine {
namespace {

std::string counted(std::int64_t n, const char* one, const char* more) {
  return grouped(n) + " " + (n == 1 ? one : more);
}
std::string touches_text(std::int64_t n) { return counted(n, "touch", "touches"); }
std::string newcomers_text(std::int64_t n) { return counted(n, "newcomer", "newcomers"); }

/// All acts of one referrer in one context; flags from them.
class Referrer {
 public:
  Referrer(const Network& network, const Stakes& stakes, std::span<const Act> acts)
      : network_(network), stakes_(stakes), acts_(acts) {}

  void add_flags(std::vector<TrustFlag>& found) const {
    add_reciprocal(found);
    add_ring(found);
    add_same_payer(found);
    add_self(found);
  }

  /// When those came whom the referrer brought, ascending, each once, and who they are.
  std::vector<std::pair<Time, NodeId>> newcomers() const {
    std::vector<std::pair<Time, NodeId>> all;
    for (const Act& act : acts_)
      if (act.kind == ActKind::Referral && (all.empty() || all.back().second != act.newcomer))
        all.emplace_back(stakes_.time(act.context, act.newcomer), act.newcomer);
    std::ranges::sort(all);
    return all;
  }

  /// A flag of those touches that `is_flagged` marks; its reason is still to be said.
  template <class IsFlagged>
  TrustFlag flag_of(const char* flag, const IsFlagged& is_flagged) const {
    TrustFlag result{.context = acts_.front().context,
                     .person = acts_.front().referrer,
                     .flag = flag,
                     .reason = {}};
    NodeId last = kNoNode;
    for (const Act& act : acts_) {
      if (!is_flagged(act)) continue;
      ++result.touches;
      if (act.newcomer == last) continue;
      last = act.newcomer;
      ++result.people;
      result.at_stake = add_money(result.at_stake, stakes_.margin(act.context, act.newcomer));
    }
    return result;
  }

 private:
  static void add(TrustFlag flag, std::string reason, std::vector<TrustFlag>& found) {
    if (flag.touches == 0) return;
    flag.reason = std::move(reason);
    found.push_back(std::move(flag));
  }

  void add_reciprocal(std::vector<TrustFlag>& found) const {
    const TrustFlag flag = flag_of("reciprocal", [](const Act& act) { return act.ring.mutual; });
    add(flag,
        fmt::format("brought {} who brought this person too, by {}",
                    counted(flag.people, "person", "people"), touches_text(flag.touches)),
        found);
  }

  void add_ring(std::vector<TrustFlag>& found) const {
    std::uint32_t people = 0;
    for (const Act& act : acts_) people = std::max(people, act.ring.people);
    if (people < 3) return;
    const TrustFlag flag = flag_of("ring", [](const Act& act) { return act.ring.people > 0; });
    add(flag,
        fmt::format("one of {} people who brought each other round in a ring, by {} of {}", people,
                    touches_text(flag.touches), newcomers_text(flag.people)),
        found);
  }

  std::uint32_t payer(NodeId person) const {
    return network_.payer.empty() ? kNoId : network_.payer[person];
  }

  void add_same_payer(std::vector<TrustFlag>& found) const {
    std::map<std::uint32_t, std::int64_t> paid_for;  // of each payer, newcomers who differ
    NodeId last = kNoNode;
    for (const Act& act : acts_)
      if (act.kind == ActKind::Referral && act.newcomer != last && payer(act.newcomer) != kNoId) {
        ++paid_for[payer(act.newcomer)];
        last = act.newcomer;
      }
    const auto shares_payer = [&](const Act& act) {
      const auto own = paid_for.find(payer(act.newcomer));
      return act.kind == ActKind::Referral && own != paid_for.end() && own->second >= 2;
    };
    const auto own_payer = [](const Act& act) { return act.kind == ActKind::SamePayer; };
    const TrustFlag flag =
        flag_of("same_payer", [&](const Act& act) { return own_payer(act) || shares_payer(act); });
    const std::int64_t with_own = flag_of("", own_payer).people;
    const std::int64_t together = flag_of("", shares_payer).people;
    std::string reason;
    if (with_own > 0)
      reason = fmt::format("{} and this person have one payer", newcomers_text(with_own));
    if (together > 0)
      reason += fmt::format("{}{} of this person share payers with one another",
                            reason.empty() ? "" : "; ", newcomers_text(together));
    add(flag, reason, found);
  }

  void add_self(std::vector<TrustFlag>& found) const {
    const TrustFlag flag =
        flag_of("self", [](const Act& act) { return act.kind == ActKind::Self; });
    add(flag,
        fmt::format("{} of this person's own acquisition, by the person or an identity merged "
                    "with it",
                    touches_text(flag.touches)),
        found);
  }

  const Network& network_;
  const Stakes& stakes_;
  std::span<const Act> acts_;
};

/// Those of one context.
class Bursts {
 public:
  Bursts(const Stakes& stakes, const TrustFlagsOptions& options)
      : stakes_(stakes), options_(options) {
    const Days days(options.burst_window_days);
    window_ = std::chrono::ceil<Time::duration>(days);
  }

  void add_flags(std::span<const Referrer> referrers, ContextId context,
                 std::vector<TrustFlag>& found) const {
    const auto least = static_cast<std::size_t>(options_.burst_min);
    const std::vector<Time> all = stakes_.times_of(context);
    std::vector<const Referrer*> tested;
    for (const Referrer& referrer : referrers)
      if (referrer.newcomers().size() >= least) tested.push_back(&referrer);
    if (tested.empty()) return;
    const LogFactorials log_factorial(all.size());
    std::vector<std::optional<TrustFlag>> flags(tested.size());
    for_each_index(
        tested.size(),
        [&](std::size_t i) {
          flags[i] = flag_of(*tested[i], all, static_cast<double>(tested.size()), log_factorial);
        },
        1);
    for (auto& flag : flags)
      if (flag) found.push_back(std::move(*flag));
  }

 private:
  std::optional<TrustFlag> flag_of(const Referrer& referrer, std::span<const Time> all,
                                   double tests, const LogFactorials& log_factorial) const {
    const auto newcomers = referrer.newcomers();
    std::vector<Time> times;
    for (const auto& [time, person] : newcomers) times.push_back(time);
    const Burst burst = least_expected_burst(
        times, {all, window_}, static_cast<std::size_t>(options_.burst_min), log_factorial);
    const double chance = std::min(1.0, tests * burst.chance);
    if (burst.newcomers == 0 || chance > options_.burst_chance) return std::nullopt;
    const auto in_burst = std::span(newcomers).subspan(burst.first, burst.newcomers);
    std::vector<NodeId> people;
    for (const auto& [time, person] : in_burst) people.push_back(person);
    std::ranges::sort(people);
    TrustFlag flag = referrer.flag_of("burst", [&](const Act& act) {
      return act.kind == ActKind::Referral && std::ranges::binary_search(people, act.newcomer);
    });
    flag.reason = fmt::format(
        "{} of this person's {} newcomers came within {} days from {}, where {:.2g} were to be "
        "expected; the chance of such a burst is at most {:.1g}",
        grouped(static_cast<std::int64_t>(burst.newcomers)),
        grouped(static_cast<std::int64_t>(newcomers.size())), to_text(options_.burst_window_days),
        time_text(in_burst.front().first), burst.expected, std::max(chance, 1e-300));
    return flag;
  }

  const Stakes& stakes_;
  const TrustFlagsOptions& options_;
  Time::duration window_;
};

std::vector<TrustFlag> find_flags(const ScoreInputs& inputs, const TrustFlagsOptions& options) {
  const std::vector<Act> acts = acts_of(inputs.network, inputs.journeys);
  const Stakes stakes(inputs.network, inputs.journeys);
  const Bursts bursts(stakes, options);
  const auto groups = by_referrer(acts);
  std::vector<TrustFlag> found;
  for (std::size_t begin = 0, end = 0; begin < groups.size(); begin = end) {
    const ContextId context = groups[begin].front().context;
    std::vector<Referrer> referrers;
    for (; end < groups.size() && groups[end].front().context == context; ++end)
      referrers.emplace_back(inputs.network, stakes, groups[end]);
    for (const Referrer& referrer : referrers) referrer.add_flags(found);
    bursts.add_flags(referrers, context, found);
  }
  parallel_sort(found, [](const TrustFlag& a, const TrustFlag& b) {
    return std::tie(a.context, a.person, a.flag) < std::tie(b.context, b.person, b.flag);
  });
  return found;
}

Table to_table(const Network& network, const std::vector<TrustFlag>& found) {
  const auto info = [](const char* name, const char* unit, const char* meaning) {
    return ColumnInfo{name, unit, meaning, std::string(kTrustFlagsDoc.name),
                      "touches purchases people.payer_id"};
  };
  using F = TrustFlag;
  return RowsTable<F>(found)
      .add_ids(info("person_id", "", "the referrer"), *network.people,
               [](const F& f) { return f.person; })
      .add_ids(info("context_id", "", "the context"), network.contexts,
               [](const F& f) { return std::uint32_t{f.context}; })
      .add(info("flag", "", "burst, reciprocal, ring, same_payer or self"),
           [](const F& f) { return f.flag; })
      .add(info("reason", "", "what was found, with its numbers"),
           [](const F& f) { return f.reason; })
      .add(info("touches", "touches", "recorded touches that it rests on"),
           [](const F& f) { return f.touches; })
      .add(info("people", "people", "newcomers whom these are about"),
           [](const F& f) { return f.people; })
      .add_money(info("value_at_stake", "money", "margin of these newcomers' acquisitions"),
                 network.purchases.decimals, [](const F& f) { return f.at_stake; })
      .finish();
}

}  // namespace

TrustFlagsResult trust_flags(const ScoreInputs& inputs, const TrustFlagsOptions& options) {
  validate(options);
  TrustFlagsResult result{.flags = std::vector<std::string>(inputs.network.num_rows()),
                          .found = find_flags(inputs, options)};
  for (const TrustFlag& flag : result.found) {
    std::string& flags = result.flags[inputs.network.row(flag.context, flag.person)];
    flags += (flags.empty() ? "" : " ") + flag.flag;
  }
  result.tables.push_back({"trust_flags", to_table(inputs.network, result.found)});
  return result;
}

}  // namespace grapevine
