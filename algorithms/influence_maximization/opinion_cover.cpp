#include "algorithms/influence_maximization/opinion_cover.hpp"

#include <queue>
#include <tuple>

#include "algorithms/influence_maximization/purse.hpp"

namespace grapevine {
namespace {

/// A speaker's place in all lists together, by person.
class PlaceIndex {
 public:
  PlaceIndex(const OpinionSets& sets, NodeId people)
      : offsets_(std::size_t{people} + 1), places_(sets.speakers.size()) {
    for (const Speaker& speaker : sets.speakers) ++offsets_[speaker.person];
    std::uint64_t end = 0;
    for (std::uint64_t& offset : offsets_) offset = end += offset;
    for (std::uint64_t place = sets.speakers.size(); place-- > 0;)
      places_[--offsets_[sets.speakers[place].person]] = place;
  }

  std::span<const std::uint64_t> of(NodeId v) const {
    return std::span(places_).subspan(offsets_[v], offsets_[v + 1] - offsets_[v]);
  }

 private:
  std::vector<std::uint64_t> offsets_, places_;
};

/// One who may be chosen next, with what they would add when they were last looked at.
struct Candidate {
  double rate;  ///< For one unit of cost.
  NodeId person;
  std::int64_t gain;

  friend bool operator<(const Candidate& a, const Candidate& b) {
    return std::tuple(a.rate, b.person) < std::tuple(b.rate, a.person);
  }
};

class Choice {
 public:
  Choice(const OpinionSets& sets, const PlaceIndex& index, NodeId people, const SeedLimits& limits,
         bool by_rate)
      : sets_(sets),
        index_(index),
        limits_(limits),
        by_rate_(by_rate),
        purse_(limits),
        list_of_(sets.speakers.size()),
        first_(sets.offsets.begin() + 1, sets.offsets.end()),
        gain_(people),
        is_chosen_(people) {
    for (std::size_t s = 0; s < sets.count(); ++s)
      for (std::uint64_t place = sets.offsets[s]; place < sets.offsets[s + 1]; ++place)
        list_of_[place] = static_cast<std::uint32_t>(s);
    for (const Speaker& speaker : sets.speakers) gain_[speaker.person] += speaker.opinion;
    for (NodeId v = 0; v < people; ++v) push(v);
  }

  OpinionCover choose() && {
    while (!queue_.empty() && !purse_.is_full()) {
      const Candidate first = queue_.top();
      queue_.pop();
      if (is_chosen_[first.person] || !purse_.can_pay(first.person)) continue;
      // Whoever's gain rises is put in again; an entry of more than there is now is looked at anew.
      if (first.gain > gain_[first.person]) push(first.person);
      if (first.gain != gain_[first.person]) continue;
      take(first.person);
    }
    cover_.chosen = std::move(purse_).take();
    return std::move(cover_);
  }

 private:
  void push(NodeId v) {
    if (gain_[v] <= 0 || is_chosen_[v] || !limits_.may_choose(v)) return;
    const double cost = by_rate_ && limits_.budget ? limits_.cost(v) : 1.0;
    queue_.push({static_cast<double>(gain_[v]) / cost, v, gain_[v]});
  }

  void take(NodeId v) {
    is_chosen_[v] = true;
    purse_.pay(v);
    cover_.net += gain_[v];
    for (const std::uint64_t place : index_.of(v)) {
      const std::uint32_t list = list_of_[place];
      if (place < first_[list]) move_first(list, place);
    }
  }

  /// Who speaks first in a list is earlier now: who is before could still say otherwise, and who is
  /// after is not heard.
  void move_first(std::uint32_t list, std::uint64_t place) {
    const int said = first_[list] < sets_.offsets[list + 1] ? opinion(first_[list]) : 0;
    const int says = opinion(place);
    for (std::uint64_t p = sets_.offsets[list]; p < first_[list]; ++p) {
      const NodeId v = sets_.speakers[p].person;
      const int change = p < place ? said - says : said - opinion(p);
      gain_[v] += change;
      if (change > 0) push(v);
    }
    first_[list] = place;
  }

  int opinion(std::uint64_t place) const { return sets_.speakers[place].opinion; }

  const OpinionSets& sets_;
  const PlaceIndex& index_;
  const SeedLimits& limits_;
  bool by_rate_;
  Purse purse_;
  std::vector<std::uint32_t> list_of_;  ///< Of each place.
  std::vector<std::uint64_t> first_;    ///< Of each list, where the first of the chosen speaks.
  std::vector<std::int64_t> gain_;
  std::vector<bool> is_chosen_;
  std::priority_queue<Candidate> queue_;
  OpinionCover cover_;
};

}  // namespace

OpinionCover greedy_opinions(const OpinionSets& sets, NodeId people, const SeedLimits& limits) {
  const PlaceIndex index(sets, people);
  OpinionCover best = Choice(sets, index, people, limits, true).choose();
  if (!limits.budget || limits.costs.empty()) return best;
  OpinionCover by_gain = Choice(sets, index, people, limits, false).choose();
  return by_gain.net > best.net ? by_gain : best;
}

std::uint64_t opinion_cover_bytes(std::uint64_t people, std::uint64_t speakers) {
  constexpr std::uint64_t kPlace = sizeof(std::uint64_t) + sizeof(std::uint32_t);
  return people * (2 * sizeof(std::uint64_t) + 2 * sizeof(Candidate)) + speakers * kPlace;
}

}  // namespace grapevine
