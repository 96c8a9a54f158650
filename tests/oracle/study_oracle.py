#!/usr/bin/env python3
"""A second, independent implementation of a Grapevine study, to compare the program with.

usage: study_oracle.py STUDY.toml OUT_DIR

Writes OUT_DIR/scores.csv, credits.csv, value_split.csv, excluded_touches.csv, type1.csv and audit.json. Slow,
plain, standard library only. Shares, money and CRV are exact fractions; only the two walks and the removal
effects of markov are floating point.
A purchase, touch or tie that cannot be understood is refused with an error, never guessed.
"""
import csv
import json
import math
import re
import sys
import tomllib
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path
from statistics import median

PARTS = 10**15  # one whole share
UNATTRIBUTED = "unattributed"
NOT_COLUMNS = {"file", "influence", "value", "stance"}  # keys of a [tables] entry that map no column
MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
DAYS = {"day": 1, "week": 7}


@dataclass
class Purchase:
    order: tuple  # (t, purchase_id, row)
    purchase_id: str
    person: str
    context: str
    t: datetime
    minor: int  # margin in minor units


@dataclass
class Touch:
    row: int
    referrer: str
    newcomer: str
    context: str  # empty: every context
    purchase: Purchase | None  # the purchase it names
    values: dict  # the row as read


@dataclass
class Counted:
    """A touch that earns something in one acquisition's journey."""
    referrer: str
    t: datetime
    order: tuple  # (t, seq, referrer id, row)
    weight: Fraction
    unpaid: bool  # says incentivised = false
    implied: bool = False  # by a tie: nobody recorded it
    role: str = ""
    dated: datetime | None = None  # t, where it has one


@dataclass
class Acquisition:
    first: Purchase
    flows: list  # the purchases that make its value
    journey: list = field(default_factory=list)
    effects: dict = field(default_factory=dict)  # removal effect of each referrer of its context

    @property
    def minor(self):
        return sum(p.minor for p in self.flows)


# ---------------------------------------------------------------- reading

def read_table(config, folder, name):
    """Rows of a table as dicts under our column names; an empty list without the table."""
    entry = config.get("tables", {}).get(name)
    if entry is None:
        return []
    renamed = {theirs: ours for ours, theirs in entry.items() if ours not in NOT_COLUMNS}
    with open(folder / entry["file"], newline="", encoding="utf-8-sig") as source:
        reader = csv.DictReader(source)
        missing = set(renamed) - set(reader.fieldnames or [])
        if missing:
            raise ValueError(f"{entry['file']}: no column {sorted(missing)}")
        return [{renamed.get(k, k): (v or "").strip() for k, v in row.items()} for row in reader]


def number(text):
    return Fraction(Decimal(text))


def boolean(text):
    return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}[text.lower()]


def answer_value(text):
    """A survey answer as a number; yes/true and no/false are 1 and 0."""
    return Fraction(boolean(text)) if text.lower() in ("true", "yes", "false", "no") else number(text)


def parse_time(value, unit):
    """ISO dates and date-times, or integers in the study's time unit (days count from 1970-01-01)."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time())
    if not isinstance(value, datetime):
        text = str(value)
        if re.fullmatch(r"-?\d+", text):
            if unit == "year":
                return datetime(int(text), 1, 1)
            if unit == "day":
                return datetime(1970, 1, 1) + timedelta(days=int(text))
            raise ValueError(f"time {text!r} needs [study].time_unit = \"year\" or \"day\"")
        value = datetime.fromisoformat(text)
    return value.astimezone(timezone.utc).replace(tzinfo=None) if value.tzinfo else value


def id_key(ids):
    """Sort key for ids: by number if all are canonical 64-bit integers, else by text."""
    def canonical(text):
        return re.fullmatch(r"0|-?[1-9]\d*", text) and -2**63 <= int(text) < 2**63
    return int if all(canonical(i) for i in ids) else str


def round_half_away(x):
    size = (2 * abs(x) + 1) // 2
    return int(size if x >= 0 else -size)


def margin_of(row, value_column, margin_rate):
    if value_column:
        return number(row[value_column])
    if row.get("margin"):
        return number(row["margin"])
    if row.get("amount") and row.get("cost"):
        return number(row["amount"]) - number(row["cost"])
    if row.get("amount"):
        return number(row["amount"]) * (1 if margin_rate is None else margin_rate)
    return number(row["units"])


class Study:
    def __init__(self, path):
        folder = Path(path).parent
        with open(path, "rb") as source:
            self.config = tomllib.load(source, parse_float=Fraction)
        for name in ("study", "attribution", "economics", "propagation"):
            setattr(self, name, self.config.get(name, {}))
        for name in ("people", "contexts", "ties", "touches", "purchases", "events", "surveys", "mentions",
                     "contributions"):
            setattr(self, name + "_rows", read_table(self.config, folder, name))
        if any(row.get("same_as") for row in self.people_rows):
            raise ValueError("same_as: this oracle does not merge identities")
        self.contexts = self.find_contexts()
        self.people = self.find_people()
        self.payer = {row["person_id"]: row.get("payer_id", "") for row in self.people_rows}
        self.decimals = int(self.economics.get("value_decimals", 2))
        self.purchases = self.read_purchases()
        self.touches = self.read_touches()

    def time(self, value):
        return parse_time(value, self.study.get("time_unit"))

    def find_contexts(self):
        found = {row["context_id"] for row in self.contexts_rows}
        if not found:
            tables = (self.ties_rows, self.touches_rows, self.purchases_rows, self.events_rows, self.surveys_rows,
                      self.mentions_rows, self.contributions_rows)
            found = {row["context_id"] for rows in tables for row in rows if row.get("context_id")}
        found = found or {"general"}
        return sorted(found, key=id_key(found))

    def find_people(self):
        columns = ((self.people_rows, "person_id"), (self.ties_rows, "src"), (self.ties_rows, "dst"),
                   (self.touches_rows, "from_person"), (self.touches_rows, "to_person"),
                   (self.purchases_rows, "person_id"), (self.events_rows, "person_id"), (self.events_rows, "by"),
                   (self.surveys_rows, "person_id"), (self.mentions_rows, "person_id"),
                   (self.contributions_rows, "person_id"))
        found = {row[column] for rows, column in columns for row in rows if row.get(column)}
        self.person_key = id_key(found)
        return sorted(found, key=self.person_key)

    def purchase_context(self, row):
        context = row.get("context_id") or (self.contexts[0] if len(self.contexts) == 1 else "")
        if context not in self.contexts:
            raise ValueError(f"purchase in unknown context {context!r}")
        return context

    def read_purchases(self):
        entry = self.config.get("tables", {}).get("purchases", {})
        renamed = {theirs: ours for ours, theirs in entry.items() if ours not in NOT_COLUMNS}
        value_column = renamed.get(entry.get("value"), entry.get("value"))
        rates = {r["context_id"]: number(r["margin_rate"]) for r in self.contexts_rows if r.get("margin_rate")}
        purchase_key = id_key({row.get("purchase_id", "") for row in self.purchases_rows})
        result = []
        for index, row in enumerate(self.purchases_rows):
            t, context, pid = self.time(row["t"]), self.purchase_context(row), row.get("purchase_id", "")
            margin = margin_of(row, value_column, rates.get(context))
            result.append(Purchase((t, purchase_key(pid), index), pid, row["person_id"], context, t,
                                   round_half_away(margin * 10**self.decimals)))
        return result

    def read_touches(self):
        """All touches; one that names a purchase takes newcomer and context from it."""
        by_id = {p.purchase_id: p for p in self.purchases if p.purchase_id}
        if len(by_id) != sum(1 for p in self.purchases if p.purchase_id):
            raise ValueError("purchase_id occurs twice")
        result = []
        for index, row in enumerate(self.touches_rows):
            purchase = by_id.get(row.get("purchase_id"))
            if row.get("purchase_id") and purchase is None:
                continue  # names a purchase nobody knows: can count nowhere
            newcomer = purchase.person if purchase else row["to_person"]
            context = purchase.context if purchase else row.get("context_id", "")
            result.append(Touch(index, row["from_person"], newcomer, context, purchase, row))
        return result


# ---------------------------------------------------------------- acquisitions and journeys

def find_acquisitions(study):
    """(context, person) -> Acquisition. A refund acquires nobody."""
    groups = defaultdict(list)
    for purchase in study.purchases:
        groups[purchase.context, purchase.person].append(purchase)
    horizon = study.attribution.get("horizon_days")
    result = {}
    for key, purchases in groups.items():
        candidates = [p for p in purchases if p.minor >= 0]
        if not candidates:
            continue
        first = min(candidates, key=lambda p: p.order)
        stop = first.t + timedelta(days=float(horizon)) if horizon is not None else datetime.max
        result[key] = Acquisition(first, [p for p in purchases if first.t <= p.t < stop])
    return result


def weight_of(study, touch):
    row, options = touch.values, study.attribution
    weight = Fraction(options["roles"].get(row.get("role", ""), 0)) if "roles" in options else Fraction(1)
    strength = number(row["strength"]) if row.get("strength") else 1
    if weight < 0 or strength < 0:
        raise ValueError(f"touches row {touch.row}: negative weight")
    return weight * strength


def shared_reason(study, referrer, t, weight, first):
    """Why a touch, recorded or implied, earns nothing; None if no rule of both says so."""
    lookback = study.attribution.get("lookback_days")
    if lookback is not None and first.t - t > timedelta(days=float(lookback)):
        return "outside_lookback"
    if referrer == first.person:
        return "self_referral"
    payer = study.payer.get(referrer, "")
    if payer and payer == study.payer.get(first.person):
        return "same_payer"
    return "no_weight" if weight == 0 else None


def reason_of(study, touch, t, acquisition, first_day, have_times):
    """The first rule by which a recorded touch earns nothing in the journey of an acquisition; None if it counts."""
    row, options, first = touch.values, study.attribution, acquisition.first
    status = row.get("status", "").lower()
    if status == "failed":
        return "failed"
    if status == "expired" or row.get("expires") and study.time(row["expires"]) < first.t:
        return "expired"
    if t > first.t:
        return "after_acquisition"
    if not row.get("t") and ("lookback_days" in options or have_times and not touch.purchase):
        return "undated"
    reason = shared_reason(study, touch.referrer, t, weight_of(study, touch), first)
    if reason is None and row.get("role", "") in options.get("senior_roles", []):
        own = first_day.get((first.context, touch.referrer))
        if own is None or own >= first.t.date():
            return "not_senior"
    return reason


def excluded_row(acquisition, referrer, t, role, reason, evidence):
    first = acquisition.first
    return (first.context, referrer, first.person, t.date().isoformat() if t else "", role, reason, evidence)


def add_journeys(study, acquisitions):
    """Gives every acquisition its counted recorded touches; returns those that earn nothing."""
    first_day = {key: a.first.t.date() for key, a in acquisitions.items()}
    have_times = any(row.get("t") for row in study.touches_rows)
    excluded = []
    for touch in study.touches:
        for context in [touch.context] if touch.context else study.contexts:
            acquisition = acquisitions.get((context, touch.newcomer))
            if acquisition is None or (touch.purchase and touch.purchase is not acquisition.first):
                continue
            row = touch.values
            dated = study.time(row["t"]) if row.get("t") else None
            t = dated or acquisition.first.t  # only seq given: dated as the join
            reason = reason_of(study, touch, t, acquisition, first_day, have_times)
            if reason:
                excluded.append(excluded_row(acquisition, touch.referrer, dated, row.get("role", ""), reason, "recorded"))
                continue
            seq = number(row["seq"]) if row.get("seq") else Fraction(0)
            order = (t, seq, study.person_key(touch.referrer), touch.row)
            unpaid = bool(row.get("incentivised")) and not boolean(row["incentivised"])
            acquisition.journey.append(Counted(touch.referrer, t, order, weight_of(study, touch), unpaid,
                                               role=row.get("role", ""), dated=dated))
    for acquisition in acquisitions.values():
        acquisition.journey.sort(key=lambda c: c.order)
    return excluded


def influences(study, row):
    """(influencer, influenced) pairs of a tie."""
    influence = study.config.get("tables", {}).get("ties", {}).get("influence")
    if influence in ("src_to_dst", "both"):
        yield row["src"], row["dst"]
    if influence in ("dst_to_src", "both"):
        yield row["dst"], row["src"]


def implied_touch(study, acquisitions, row, context, referrer, newcomer):
    """(acquisition, time) of the touch that a tie implies in a context, if it does."""
    own, joined = acquisitions.get((context, referrer)), acquisitions.get((context, newcomer))
    if own is None or joined is None or own.first.t >= joined.first.t:
        return None
    if row.get("sign") and float(row["sign"]) < 0:
        return None
    since = study.time(row["t"]) if row.get("t") else None
    until = study.time(row["t_end"]) if row.get("t_end") else None
    if since and since > joined.first.t or until and until < own.first.t:
        return None
    return joined, max(since or own.first.t, own.first.t)


def add_implied(study, acquisitions):
    """Gives acquisitions without any touch those that ties imply; returns those that earn nothing."""
    mode = study.attribution.get("implied_touches", "without_touches")
    if mode == "never" or mode == "without_touches" and study.touches:
        return []
    empty = {id(a) for a in acquisitions.values() if not a.journey}
    excluded = []
    for index, row in enumerate(study.ties_rows):
        weight = number(row["weight"]) if row.get("weight") else Fraction(1)
        for context in [row["context_id"]] if row.get("context_id") else study.contexts:
            for referrer, newcomer in influences(study, row):
                found = implied_touch(study, acquisitions, row, context, referrer, newcomer)
                if found is None or id(found[0]) not in empty:
                    continue
                acquisition, t = found
                reason = shared_reason(study, referrer, t, weight, acquisition.first)
                if reason:
                    excluded.append(excluded_row(acquisition, referrer, t, "", reason, "implied"))
                    continue
                order = (t, Fraction(0), study.person_key(referrer), index)
                acquisition.journey.append(Counted(referrer, t, order, weight, False, implied=True, dated=t))
    for acquisition in acquisitions.values():
        acquisition.journey.sort(key=lambda c: c.order)
    return excluded


def reaches(out, start, goal):
    seen, todo = {start}, [start]
    while todo:
        for node in out[todo.pop()]:
            if node == goal:
                return True
            if node not in seen:
                seen.add(node)
                todo.append(node)
    return False


def edges_in(acquisitions, context):
    return {(c.referrer, a.first.person) for (where, _), a in acquisitions.items() if where == context
            for c in a.journey}


def remove_cycles(study, acquisitions, recorded, implied):
    """Drops the recorded (or the implied) touches whose newcomer leads back to the referrer along the `recorded`
    edges of each context and those of its journeys; returns them as they are listed."""
    if not study.attribution.get("exclude_cycles", True):
        return []
    excluded = []
    for context in study.contexts:
        edges = recorded[context] | edges_in(acquisitions, context)
        out = defaultdict(set)
        for referrer, newcomer in edges:
            out[referrer].add(newcomer)
        for (where, person), acquisition in acquisitions.items():
            if where != context:
                continue
            kept = []
            for c in acquisition.journey:
                if c.implied != implied or not reaches(out, person, c.referrer):
                    kept.append(c)
                    continue
                reason = "mutual" if (person, c.referrer) in edges else "cycle"
                excluded.append(excluded_row(acquisition, c.referrer, c.dated, c.role, reason,
                                             "implied" if implied else "recorded"))
            acquisition.journey = kept
    return excluded


# ---------------------------------------------------------------- attribution

def half_life_factor(age, half_life_days):
    days = Fraction(age // timedelta(microseconds=1), 86_400_000_000)
    exponent = days / Fraction(half_life_days)
    with localcontext() as context:
        context.prec = 50
        return Fraction(Decimal(2) ** (-Decimal(exponent.numerator) / Decimal(exponent.denominator)))


def position_factors(n, first, last):
    if n == 1:
        return [Fraction(1)]
    middle = [(1 - first - last) / (n - 2)] * (n - 2) if n > 2 else []
    return [first, *middle, last]


def person_values(model, options, acquisition):
    """Referrer (in the order of first touches) -> unnormalised value under a model. Players are people:
    of a person's touches the one that is worth most counts."""
    journey = acquisition.journey
    if model in ("first", "last"):
        return {journey[0 if model == "first" else -1].referrer: Fraction(1)}
    if model == "time_decay":
        half_life = options.get("half_life_days", 7)
        worth = [c.weight * half_life_factor(acquisition.first.t - c.t, half_life) for c in journey]
    elif model in ("linear", "position"):
        worth = [Fraction(c.weight) for c in journey]
    elif model == "shapley":
        worth = [Fraction(1) for _ in journey]
    elif model == "markov":
        worth = [Fraction(acquisition.effects[c.referrer]) for c in journey]
    else:
        raise ValueError(f"unknown attribution model {model!r}")
    values = {}
    for counted, value in zip(journey, worth):
        values[counted.referrer] = max(value, values.get(counted.referrer, 0))
    if model == "position":
        shares = [Fraction(options.get(key, Fraction(2, 5))) for key in ("first_share", "last_share")]
        factors = position_factors(len(values), *shares)
        values = {who: value * factor for (who, value), factor in zip(values.items(), factors)}
    return values


def visit_chance(steps, start, goal):
    """Chance that a walk which begins by `start` and goes on by `steps` (person -> {person: chance}) meets `goal`:
    Gauss-Jordan elimination of h = steps h outside the goal."""
    people = [p for p in steps if p != goal]
    place = {p: i for i, p in enumerate(people)}
    rows = []
    for p in people:
        row = [0.0] * (len(people) + 1)
        row[place[p]] = 1.0
        for q, chance in steps[p].items():
            if q == goal:
                row[-1] += chance
            else:
                row[place[q]] -= chance
        rows.append(row)
    for i in range(len(people)):
        pivot = max(range(i, len(people)), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [x / rows[i][i] for x in rows[i]]
        for r, row in enumerate(rows):
            if r != i and row[i] != 0.0:
                rows[r] = [x - row[i] * y for x, y in zip(row, rows[i])]
    return sum(chance * (1.0 if p == goal else rows[place[p]][-1]) for p, chance in start.items())


def add_removal_effects(study, acquisitions):
    """Order 1, context by context: the share of walks that meet a person, as all of a study's journeys convert."""
    for context in study.contexts:
        own = [a for (where, _), a in acquisitions.items() if where == context and a.journey]
        enters, leaves, weights = Counter(), Counter(), defaultdict(Counter)
        for acquisition in own:
            path = [c.referrer for i, c in enumerate(acquisition.journey)
                    if i == 0 or acquisition.journey[i - 1].referrer != c.referrer]
            enters[path[0]] += 1
            for i, person in enumerate(path):
                leaves[person] += 1
                if i + 1 < len(path):
                    weights[person][path[i + 1]] += 1
        steps = {p: {q: w / leaves[p] for q, w in weights[p].items()} for p in leaves}
        start = {p: w / len(own) for p, w in enters.items()}
        effects = {p: visit_chance(steps, start, p) for p in leaves}
        for acquisition in own:
            acquisition.effects = effects


def largest_remainder(total, weights):
    """Splits an integer by weights that sum to more than 0; ties to the earlier one; sign kept."""
    whole = sum(weights)
    quotas = [abs(total) * Fraction(w) / whole for w in weights]
    parts = [q.numerator // q.denominator for q in quotas]
    order = sorted(range(len(weights)), key=lambda i: parts[i] - quotas[i])  # stable: largest remainder first
    for i in order[:abs(total) - sum(parts)]:
        parts[i] += 1
    return [p if total >= 0 else -p for p in parts]


def shares_and_parts(model, options, acquisition):
    """Referrer (in touch order) -> exact share, parts of 10^15; `unattributed` takes all if nobody earned."""
    earned = person_values(model, options, acquisition) if acquisition.journey else {}
    whole = sum(earned.values())
    if whole == 0:
        return {UNATTRIBUTED: (Fraction(1), PARTS)}
    parts = largest_remainder(PARTS, list(earned.values()))
    return {who: (Fraction(value) / whole, p) for (who, value), p in zip(earned.items(), parts) if value > 0}


# ---------------------------------------------------------------- money over time (CRV)

def period_start(join, k, period):
    """The join date plus k periods; calendar months are clamped to the month's end."""
    if period in DAYS:
        return join + timedelta(days=k * DAYS[period])
    months = join.year * 12 + join.month - 1 + k * MONTHS[period]
    year, month = divmod(months, 12)
    next_month = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last_day = (next_month - timedelta(days=1)).day
    return join.replace(year=year, month=month + 1, day=min(join.day, last_day))


def period_of(join, t, period):
    """The number, from 1, of the period in which t lies."""
    if period in DAYS:
        return (t - join) // timedelta(days=DAYS[period]) + 1
    k = ((t.year - join.year) * 12 + t.month - join.month) // MONTHS[period]
    return k + 1 if period_start(join, k, period) <= t else k


def periods_begun(study, acquisition, period):
    """How many periods are charged the marketing cost."""
    join, horizon, n = acquisition.first.t, study.attribution.get("horizon_days"), 0
    if horizon is not None:
        stop = join + timedelta(days=float(horizon))
        while period_start(join, n, period) < stop:
            n += 1
        return n
    end = study.time(study.study["end"]) if "end" in study.study else max(p.t for p in study.purchases)
    while period_start(join, n, period).date() <= end.date():
        n += 1
    return n


def p_type1(estimates, answers, person, context):
    answer = latest(answers, "would_have_joined_anyway", person, context)
    p = 1 - answer if answer is not None else estimates[context][1]
    if p is not None and not 0 <= p <= 1:
        raise ValueError(f"p_type1 {p!r} of {person}")
    return p


def holdout_estimate(reached, held_out, joins):
    """(p, low, high) from two groups of people and the joins [(person, was referred)], or None."""
    referred, other = Counter(), Counter()
    for person, was_referred in joins:
        (referred if was_referred else other)[person] += 1
    in_reached, in_held_out = set(reached), set(held_out)
    caught = sum(1 for person, was_referred in joins if was_referred and person in in_reached)
    if len(reached) < 100 or len(held_out) < 100 or caught < 20:
        return None
    joined = sum(1 for person, _ in joins if person in in_reached)
    kept = sum(1 for person, _ in joins if person in in_held_out)
    p = (joined - Fraction(len(reached) * kept, len(held_out))) / caught

    def spread(values):  # n x the variance of one, with one person of 1 and one of 0 more
        values = values + [1, 0]
        mean = Fraction(sum(values)) / len(values)
        return (len(values) - 2) * (Fraction(sum(v * v for v in values)) / len(values) - mean**2)

    variance = spread([other[i] + (1 - p) * referred[i] for i in reached])
    variance += Fraction(len(reached), len(held_out))**2 * spread([other[i] + referred[i] for i in held_out])
    error = 1.959963984540054 * math.sqrt(variance) / caught
    return tuple(min(max(v, 0), 1) for v in (p, float(p) - error, float(p) + error))


def type1_estimates(study, acquisitions, answers):
    """context, or None for all together -> (source, p, low, high)."""
    given = study.economics.get("p_type1", 1)
    where = [*study.contexts, None]
    if given != "holdout":
        return {context: ("assumed", Fraction(given), None, None) for context in where}
    said = {row["person_id"]: boolean(row["holdout"]) for row in study.people_rows if row.get("holdout")}
    groups = [[i for i, kept in said.items() if kept == want] for want in (False, True)]
    found, anybody = {}, {}
    for context in where:
        here = [(c, person, bool(a.journey)) for (c, person), a in acquisitions.items() if context in (c, None)]
        found[context] = holdout_estimate(*groups, [join[1:] for join in here])
        anybody[context] = any(was_referred and latest(answers, "would_have_joined_anyway", person, c) is None
                               for c, person, was_referred in here)
    result = {}
    for context in where:
        own = found[context] or found[None]
        if own is None and anybody[context]:
            raise ValueError(f"the hold-out group tells too little of {context}")
        source = "holdout" if found[context] else "holdout of all contexts"
        result[context] = (source, *(own or (None, None, None)))
    return result


# ---------------------------------------------------------------- what is still to come

class Development:
    """Expected margin of newcomers in the periods that they have yet to see, up to the horizon."""

    def __init__(self, study, acquisitions):
        self.study, self.acquisitions = study, acquisitions
        self.period = study.economics.get("period", "half_year")
        self.horizon = study.attribution.get("horizon_days")
        midnight = [datetime.combine(p.t.date(), time()) for p in study.purchases]
        last = max(midnight, default=datetime(1970, 1, 1))
        end = study.time(study.study["end"]) if "end" in study.study else last
        self.known = datetime.combine(end.date(), time()) + timedelta(days=1)
        self.seen = max(self.known, last + timedelta(days=1))
        self.cells = {key: self.cells_of(a.first.t) for key, a in acquisitions.items()} if self.horizon else {}
        self.values, self.weights = {}, {}

    def cells_of(self, join):
        """(start, end) of each period, the last one cut by the horizon."""
        stop, cells = join + timedelta(days=float(self.horizon)), []
        while period_start(join, len(cells), self.period) < stop:
            cells.append((period_start(join, len(cells), self.period),
                          min(period_start(join, len(cells) + 1, self.period), stop)))
        return cells

    def later(self, context, k, since):
        """From `since` in period k on, the margin of each newcomer who has completed it."""
        if (context, k, since) not in self.values:
            found = []
            for key, cells in self.cells.items():
                if context in (key[0], None) and k < len(cells) and cells[k][1] <= self.known:
                    start, end = cells[k]
                    found.append(sum(p.minor for p in self.acquisitions[key].flows if start + since <= p.t < end))
            self.values[context, k, since] = found
        return self.values[context, k, since]

    def weight(self, context, k):
        """Buehlmann's and Straub's credibility of a context's own mean."""
        if (context, k) not in self.weights:
            groups = [g for g in (self.later(c, k, timedelta()) for c in self.study.contexts) if g]
            n, own = sum(map(len, groups)), len(self.later(context, k, timedelta()))
            overall = Fraction(sum(map(sum, groups)), n)
            weight = Fraction(0)
            if len(groups) > 1 and n > len(groups) and own:
                means = [Fraction(sum(g), len(g)) for g in groups]
                within = sum((x - m)**2 for g, m in zip(groups, means) for x in g) / (n - len(groups))
                between = sum(len(g) * (m - overall)**2 for g, m in zip(groups, means)) - (len(groups) - 1) * within
                between /= n - Fraction(sum(len(g)**2 for g in groups), n)
                weight = own * between / (own * between + within) if between > 0 else weight
            self.weights[context, k] = weight
        return self.weights[context, k]

    def forecast(self, key):
        """(margin, its present value, periods that nobody has completed) in minor units; None without a horizon."""
        if self.horizon is None:
            return None, None, None
        growth = 1 + Fraction(self.study.economics.get("discount_per_period", 0))
        margin, value, missing = Fraction(0), Fraction(0), 0
        for k, (start, end) in enumerate(self.cells[key]):
            if end <= self.seen:
                continue
            since = max(self.seen - start, timedelta())
            everybody, own = self.later(None, k, since), self.later(key[0], k, since)
            if not everybody:
                missing += 1
                continue
            z = self.weight(key[0], k)
            expected = (1 - z) * Fraction(sum(everybody), len(everybody))
            expected += z * Fraction(sum(own), len(own)) if own else 0
            margin += expected
            value += expected / growth**(k + 1)
        unit = 10**self.study.decimals
        return margin / unit, value / unit, missing


def crv_base(study, acquisition):
    """Present values without the incentive: (A - M + ACQ1, ACQ2, one unit paid at joining)."""
    options = study.economics
    period = options.get("period", "half_year")
    growth = 1 + Fraction(options.get("discount_per_period", 0))
    margins = Counter()
    for purchase in acquisition.flows:
        margins[period_of(acquisition.first.t, purchase.t, period)] += purchase.minor
    value = sum(Fraction(m, 10**study.decimals) / growth**t for t, m in margins.items())
    marketing = Fraction(options.get("marketing_cost_per_period", 0))
    if marketing:
        value -= sum(marketing / growth**t for t in range(1, periods_begun(study, acquisition, period) + 1))
    saving = options.get("acquisition_saving", {})
    value += Fraction(saving.get("type1", 0)) / growth
    return value, Fraction(saving.get("type2", 0)) / growth, 1 / growth


def make_credits(study, acquisitions, answers, estimates):
    """The ledger, as dicts, ordered by context, acquired person, model, touch."""
    models = study.attribution.get("model", "linear")
    models = models if isinstance(models, list) else [models]
    charge_type2 = study.economics.get("type2_incentive", "none") == "charge"
    ledger, development = [], Development(study, acquisitions)
    for context, person in sorted_keys(study, acquisitions):
        acquisition = acquisitions[context, person]
        p = p_type1(estimates, answers, person, context)
        margin_to_come, value_to_come, missing = development.forecast((context, person))
        type1, type2, at_join = crv_base(study, acquisition)
        for model in models:
            shares = shares_and_parts(model, study.attribution, acquisition)
            minors = largest_remainder(acquisition.minor, [part for _, part in shares.values()])
            for (referrer, (share, part)), minor in zip(shares.items(), minors):
                unpaid = all(c.unpaid for c in acquisition.journey if c.referrer == referrer)
                paid = 0 if unpaid else Fraction(study.economics.get("incentive", 0)) * at_join
                ledger.append({
                    "context": context, "person": person, "model": model, "referrer": referrer, "parts": part,
                    "share": share, "implied": any(c.implied for c in acquisition.journey),
                    "margin_to_come": None if missing is None else share * margin_to_come, "missing": missing,
                    "to_come": None if None in (missing, p) else share * p * value_to_come,
                    "minor": minor, "p": p, "unpaid": unpaid, "first_model": model == models[0],
                    "type1": None if p is None else share * p * (type1 - paid),
                    "type2": None if p is None else share * (1 - p) * (type2 - (paid if charge_type2 else 0))})
    return ledger


def amounts_of(credit):
    """(incentivised, evidence, crv, civ, crv to come, civ to come): what nobody was paid for is influence, what
    nobody earned is neither."""
    if credit["referrer"] == UNATTRIBUTED:
        return None, None, None, None, None, None
    amount, to_come = credit["type1"] + credit["type2"], credit["to_come"]
    evidence = "implied" if credit["implied"] else "recorded"
    if credit["unpaid"]:
        return "false", evidence, None, amount, None, to_come
    return "true", evidence, amount, None, to_come, None


def sorted_keys(study, keys):
    place = {c: i for i, c in enumerate(study.contexts)}
    return sorted(keys, key=lambda k: (place[k[0]], study.person_key(k[1])))


def make_value_split(study, acquisitions, ledger):
    """(context, customer, receiver) -> minor units. What lies outside stays with the customer."""
    fraction = Fraction(study.economics.get("lambda", Fraction(1, 2)))
    amounts = Counter()
    for purchase in study.purchases:
        amounts[purchase.context, purchase.person, purchase.person] += purchase.minor
    shares = defaultdict(list)
    for credit in ledger:
        if credit["first_model"] and credit["referrer"] != UNATTRIBUTED:
            shares[credit["context"], credit["person"]].append((credit["referrer"], credit["share"]))
    for (context, person), earned in shares.items():
        given = [fraction * share for _, share in earned]
        minors = largest_remainder(acquisitions[context, person].minor, given + [1 - sum(given)])
        for (referrer, _), minor in zip(earned, minors):
            amounts[context, person, referrer] += minor
            amounts[context, person, person] -= minor
    return amounts


def make_audit(study, ledger):
    first = [c for c in ledger if c["first_model"]]
    total = sum(p.minor for p in study.purchases)
    credited = sum(c["minor"] for c in first if c["referrer"] != UNATTRIBUTED)
    unattributed = sum(c["minor"] for c in first if c["referrer"] == UNATTRIBUTED)
    return {"total": total, "credited": credited, "unattributed": unattributed,
            "outside": total - credited - unattributed}


# ---------------------------------------------------------------- what people say

def read_answers(study):
    """(item, person, context or "") -> the latest answer; of equally late ones the last row."""
    best = {}
    for index, row in enumerate(study.surveys_rows):
        if row["item"] not in ("nps", "intends", "would_have_joined_anyway") or not row["value"]:
            continue
        when = (study.time(row["t"]) if row.get("t") else datetime.min, index)
        key = (row["item"], row["person_id"], row.get("context_id", ""))
        if key not in best or when > best[key][0]:
            best[key] = (when, answer_value(row["value"]))
    return {key: value for key, (_, value) in best.items()}


def latest(answers, item, person, context):
    return answers.get((item, person, context), answers.get((item, person, "")))


def read_opinions(study):
    """(person, context or "") -> list of values in [-1, 1]."""
    opinions = defaultdict(list)
    for row in study.surveys_rows:
        if row["item"] == "nps" and row["value"]:
            opinions[row["person_id"], row.get("context_id", "")].append((number(row["value"]) - 5) / 5)
    for row in study.mentions_rows:
        opinions[row["person_id"], row.get("context_id", "")].append(number(row["polarity"]))
    signs = study.config.get("tables", {}).get("events", {}).get("stance", {})
    for row in study.events_rows:
        if row["kind"] in signs:
            opinions[row["person_id"], row.get("context_id", "")].append(Fraction(signs[row["kind"]]))
    return opinions


def stance(opinions, person, context):
    values = opinions.get((person, context)) or opinions.get((person, "")) or []
    return Fraction(sum(values)) / (1 + len(values))


# ---------------------------------------------------------------- walks

def walk_edges(study):
    """(from, to, weight, context or "") against influence, and newcomer -> referrer."""
    influence = study.config.get("tables", {}).get("ties", {}).get("influence")
    if study.ties_rows and influence not in ("src_to_dst", "dst_to_src", "both"):
        raise ValueError("[tables].ties needs influence = src_to_dst, dst_to_src or both")
    edges = []
    for row in study.ties_rows:
        weight = float(row["weight"]) if row.get("weight") else 1.0
        if not 0 <= weight < float("inf"):
            raise ValueError(f"tie weight {weight}")
        if row.get("sign") and float(row["sign"]) < 0:
            continue
        if influence in ("src_to_dst", "both"):
            edges.append((row["dst"], row["src"], weight, row.get("context_id", "")))
        if influence in ("dst_to_src", "both"):
            edges.append((row["src"], row["dst"], weight, row.get("context_id", "")))
    for touch in study.touches:
        if touch.values.get("status", "").lower() not in ("failed", "expired"):
            edges.append((touch.newcomer, touch.referrer, 1.0, touch.context))
    return edges


def pagerank(people, edges, seeds, damping):
    """Visits of a walk restarting at the seeds; whoever has no way on goes back to the seeds."""
    index = {person: i for i, person in enumerate(people)}
    weights = Counter()
    for a, b, w in edges:
        weights[index[a], index[b]] += w
    leaving = [0.0] * len(people)
    for (a, _), w in weights.items():
        leaving[a] += w
    steps = [(a, b, w / leaving[a]) for (a, b), w in sorted(weights.items()) if w > 0]
    sinks = [i for i, w in enumerate(leaving) if w == 0]
    total = sum(seeds.values())
    start = [seeds.get(person, 0) / total for person in people]
    x = start
    for _ in range(100_000):
        restart = 1 - damping + damping * sum(x[i] for i in sinks)
        y = [restart * s for s in start]
        for a, b, p in steps:
            y[b] += damping * p * x[a]
        change = sum(abs(u - v) for u, v in zip(x, y))
        x = y
        if change < 1e-13:
            return dict(zip(people, x))
    raise ArithmeticError("walk did not converge")


def general_ranks(pageranks):
    rounded = {person: float(f"{x:.11e}") for person, x in pageranks.items()}
    values = sorted(rounded.values(), reverse=True)
    place = {}
    for i, value in enumerate(values):
        place.setdefault(value, i + 1)
    return {person: place[x] for person, x in rounded.items()}


def context_walk(study, edges, context, damping):
    seeds = Counter(p.person for p in study.purchases if p.context == context)
    if not seeds:
        return dict.fromkeys(study.people, 0.0)
    factor = float(study.propagation.get("context_factor", 10))
    scaled = [(a, b, w * (factor if where == context else 1)) for a, b, w, where in edges]
    return pagerank(study.people, scaled, seeds, damping)


# ---------------------------------------------------------------- scores

def segment_of(margin, crv, middle_margin, middle_crv, opinion):
    if opinion < 0:
        return "detractor"
    names = {(True, True): "champion", (True, False): "affluent", (False, True): "advocate", (False, False): "miser"}
    return names[margin > middle_margin, crv > middle_crv]


def make_scores(study, ledger, answers):
    edges = walk_edges(study)
    damping = float(study.propagation.get("damping", 0.85))
    plain = pagerank(study.people, [e[:3] for e in edges], dict.fromkeys(study.people, 1), damping)
    ranks, opinions = general_ranks(plain), read_opinions(study)
    margins, type1, type2, civ, made = Counter(), Counter(), Counter(), Counter(), Counter()
    to_come = {False: Counter(), True: Counter()}  # by whether it is unpaid
    horizon = "horizon_days" in study.attribution
    for p in study.purchases:
        margins[p.context, p.person] += p.minor
    for c in ledger:
        if c["first_model"] and c["referrer"] != UNATTRIBUTED:
            key = (c["context"], c["referrer"])
            if c["unpaid"]:
                civ[key] += c["type1"] + c["type2"]
            else:
                type1[key] += c["type1"]
                type2[key] += c["type2"]
            made[key] += 1
            to_come[c["unpaid"]][key] += c["to_come"] or 0
    rows = []
    for context in study.contexts:
        scores = context_walk(study, edges, context, damping)
        keys = [(context, person) for person in study.people]
        active = [k for k in keys if k in margins or k in made]
        crv = {k: Fraction(type1[k] + type2[k]) for k in keys}
        ordered = sorted(crv.values())
        middles = [median(margins[k] for k in active), median(crv[k] for k in active)] if active else []
        in_play = set(active)
        for key in keys:
            person = key[1]
            opinion, intends = stance(opinions, person, context), latest(answers, "intends", person, context)
            rows.append([
                person, context, Fraction(margins[key], 10**study.decimals), crv[key], type1[key], type2[key], civ[key],
                *(Fraction(to_come[unpaid][key]) if horizon else None for unpaid in (False, True)), made[key], scores[person], plain[person], ranks[person], opinion,
                latest(answers, "nps", person, context), intends,
                None if intends is None else intends - (made[key] > 0),
                Fraction(bisect_left(ordered, crv[key]), len(keys)),
                segment_of(margins[key], crv[key], *middles, opinion) if key in in_play else None])
    return rows


# ---------------------------------------------------------------- writing

def text(value):
    if value is None:
        return ""
    if isinstance(value, Fraction):
        return str(value.numerator) if value.denominator == 1 else repr(float(value))
    return repr(value) if isinstance(value, float) else str(value)


def write_csv(path, header, rows):
    with open(path, "w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header.split())
        writer.writerows([text(v) for v in row] for row in rows)


def main(study_path, out_dir):
    study, out = Study(study_path), Path(out_dir)
    out.mkdir(parents=True, exist_ok=True)
    answers = read_answers(study)
    acquisitions = find_acquisitions(study)
    excluded = add_journeys(study, acquisitions)
    recorded = {context: edges_in(acquisitions, context) for context in study.contexts}
    excluded += remove_cycles(study, acquisitions, recorded, implied=False)
    excluded += add_implied(study, acquisitions)
    excluded += remove_cycles(study, acquisitions, recorded, implied=True)
    write_csv(out / "excluded_touches.csv", "context_id referrer_id person_id t role reason evidence",
              sorted(excluded))
    models = study.attribution.get("model", "linear")
    if "markov" in ([models] if isinstance(models, str) else models):
        add_removal_effects(study, acquisitions)
    estimates = type1_estimates(study, acquisitions, answers)
    write_csv(out / "type1.csv", "context_id source p_type1 low high",
              ([context or "", *estimates[context]] for context in estimates))
    ledger = make_credits(study, acquisitions, answers, estimates)
    write_csv(out / "credits.csv",
              "context_id person_id model referrer share_parts margin_credited p_type1 incentivised evidence crv_amount"
              " civ_amount crv_forecast civ_forecast margin_forecast periods_not_forecast",
              ([c["context"], c["person"], c["model"], c["referrer"], c["parts"], c["minor"], c["p"],
                *amounts_of(c), c["margin_to_come"], c["missing"]] for c in ledger))
    split = make_value_split(study, acquisitions, ledger)
    write_csv(out / "value_split.csv", "context_id customer_id receiver_id amount",
              ([*key, split[key]] for key in sorted_keys(study, split)))
    (out / "audit.json").write_text(json.dumps(make_audit(study, ledger), indent=2) + "\n")
    write_csv(out / "scores.csv",
              "person_id context_id realised_margin crv crv_type1 crv_type2 civ crv_forecast civ_forecast referrals_made propagation_score pagerank"
              " general_rank stance nps intends intent_gap percentile_in_context segment",
              make_scores(study, ledger, answers))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__.strip())
    main(sys.argv[1], sys.argv[2])
