"""Credit on two public sets, against counts made here from the raw files by plain code: it sums to
what there is, exactly, in every model, and any number of threads writes the same bytes.
"""
import csv
import gzip
import json
from collections import Counter, defaultdict
from decimal import Decimal
from operator import itemgetter

from support import SHARED_DATA, ConverterTest, columns, have, main, rows

MODELS = ["first", "last", "linear", "position", "time_decay"]
WHOLE = 10**15
BEIBEI, UBOOT = SHARED_DATA / "beibei", SHARED_DATA / "review_uboot"


def lines(path):
    with gzip.open(path, "rt") as file:
        return [line.rstrip("\n").split("\t") for line in file]


def table(name):
    with gzip.open(UBOOT / name, "rt", newline="") as file:
        return list(csv.DictReader(file))


class Attribution(ConverterTest):
    def study(self, source, *changes):
        """The converter's study with all models, its tables out as CSV, and these changes."""
        self.assertEqual(self.convert(source).returncode, 0)
        path = self.out / "study.toml"
        text = path.read_text()
        for before, after in [('model = "linear"', f"model = {json.dumps(MODELS)}"), *changes]:
            self.assertIn(before, text)
            text = text.replace(before, after)
        path.write_text(text + '\n[output]\nformat = "csv"\n')

    def results(self, threads=2):
        result = self.folder / f"results{threads}"
        self.grapevine("run", self.out / "study.toml", "--out", result, "--threads", str(threads))
        return result

    def check_threads(self, result):
        """One thread writes the bytes that two wrote."""
        alone = self.results(threads=1)
        names = sorted(path.name for path in result.glob("*.csv"))
        self.assertIn("credits.csv", names)
        for name in names:
            self.assertEqual((result / name).read_bytes(), (alone / name).read_bytes(), name)

    def credits(self, result):
        """(model, context, person, referrer, parts) of each row of the ledger."""
        with open(result / "credits.csv", newline="") as file:
            reader = csv.reader(file)
            places = {name: place for place, name in enumerate(next(reader))}
            pick = itemgetter(*(places[name] for name in (
                "model", "context_id", "person_id", "referrer_id", "share_parts")))
            return [pick(row) for row in reader]

    def check_shares(self, ledger, acquired):
        """Of each acquisition, by context, the parts sum to the whole: of the referrers and nobody.
        How many whole acquisitions the referrers earned, by model and context."""
        parts, earned, least = Counter(), Counter(), WHOLE
        for model, context, person, referrer, text in ledger:
            part = int(text)
            least = min(least, part)
            parts[model, context, person] += part
            earned[model, context] += part if referrer else 0
        self.assertGreater(least, 0)
        self.assertEqual(set(parts.values()), {WHOLE})
        self.assertEqual(Counter(key[:2] for key in parts),
                         {(model, context): count for model in MODELS
                          for context, count in acquired.items()})
        self.assertEqual({parts % WHOLE for parts in earned.values()}, {0})
        return {key: parts // WHOLE for key, parts in earned.items()}

    def check_audit(self, result, acquired, margin, referred, credited):
        """Every line of the audit table, by context and model, in units with two decimals."""
        audit = rows(result / "audit.csv")
        self.assertEqual(len(audit), len(MODELS) * len(acquired))
        for row in audit:
            context = row["context_id"]
            with self.subTest(row["model"], context=context):
                self.assertEqual(int(row["acquisitions"]), acquired[context])
                self.assertEqual(int(row["referred_acquisitions"]), referred[context])
                self.assertEqual(float(row["shares_credited"]), referred[context])
                self.assertEqual(Decimal(row["total_margin"]), margin[context])
                self.assertEqual(Decimal(row["credited"]), credited[context])
                self.assertEqual(Decimal(row["unattributed"]), margin[context] - credited[context])
                self.assertEqual(Decimal(row["value_split_total"]), margin[context])
                self.assertEqual(row["difference"], "0.00")


class Beibei(Attribution):
    converter = "beibei"

    @have("beibei")
    def test_every_join_is_credited_once_and_a_failed_launch_earns_nothing(self):
        launches, failed = lines(BEIBEI / "tune.txt.gz"), lines(BEIBEI / "invalid.txt.gz")
        joins = Counter()
        for initiator, _, *friends in launches:
            joins[initiator] += len(friends)
        self.assertEqual((sum(joins.values()), len(failed)), (155660, 211291))
        paths = self.folder / "paths.csv"
        with open(paths, "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["path", "t", "total_conversions", "total_conversion_value",
                             "total_null"])
            for row in launches + failed:
                friends = len(row) - 2
                writer.writerow([row[0], "1970-01-01", friends, friends, int(friends == 0)])
        models = [*MODELS, "shapley"]
        written = []
        for threads in "12":
            credits = self.folder / f"credits{threads}.csv"
            said = json.loads(self.grapevine("attribute", paths, "--model", ",".join(models),
                                             "--out", credits, "--threads", threads, "--json"))
            self.assertEqual((said["conversions"], said["nulls"]), (155660, 211291))
            written.append(credits.read_bytes())
        self.assertEqual(*written)
        found = defaultdict(dict)
        for row in rows(self.folder / "credits1.csv"):
            self.assertEqual(row["conversions"], row["value"])
            found[row["model"]][row["player"]] = int(row["conversions"])
        everybody = {row[0]: joins[row[0]] for row in launches + failed}
        only_failed = [person for person, count in everybody.items() if count == 0]
        self.assertGreater(len(only_failed), 10000)
        for model in models:
            self.assertEqual(found[model], everybody, model)
            self.assertEqual(sum(found[model].values()), 155660)

    @have("beibei")
    def test_a_study_credits_those_who_were_brought_in_by_their_first_launch(self):
        self.study(BEIBEI)
        launches, failed = lines(BEIBEI / "tune.txt.gz"), lines(BEIBEI / "invalid.txt.gz")
        brought_by, margin = {}, Counter()
        for initiator, _, *friends in launches:
            brought_by.setdefault(initiator, None)
            margin[initiator] += 1
            for friend in friends:
                brought_by.setdefault(friend, initiator)
                margin[friend] += 1
        newcomers = {person: who for person, who in brought_by.items() if who is not None}
        result = self.results()
        ledger = self.credits(result)
        context = "general"
        acquired, referred = {context: len(brought_by)}, {context: len(newcomers)}
        earned = self.check_shares(ledger, acquired)
        self.assertEqual(earned, {(model, context): len(newcomers) for model in MODELS})
        self.check_audit(result, acquired, {context: len(launches) + 155660}, referred,
                         {context: sum(margin[person] for person in newcomers)})
        self.assertEqual({(model, person): referrer for model, _, person, referrer, _ in ledger
                          if referrer},
                         {(model, person): who for model in MODELS
                          for person, who in newcomers.items()})
        earning = set(newcomers.values())
        only_failed = {row[0] for row in failed} - earning
        self.assertGreater(len(only_failed), 10000)
        self.assertEqual({(made, crv) for person, made, crv in columns(
            result / "scores.csv", "person_id", "referrals_made", "crv") if person in only_failed},
            {("0", "0")})
        inputs = json.loads((result / "manifest.json").read_text())["inputs"]
        self.assertEqual([(of["used"], of["rejected"]) for of in inputs if of["table"] == "events"],
                         [(211291, 0)])


def in_rings(edges):
    """Of (referrer, newcomer) pairs those whose newcomer leads back to the referrer."""
    brought = defaultdict(set)
    for referrer, newcomer in edges:
        brought[referrer].add(newcomer)

    def leads(start, goal):
        seen, open_ = set(), [start]
        while open_:
            for person in brought[open_.pop()] - seen:
                seen.add(person)
                open_.append(person)
        return goal in seen

    return {(referrer, newcomer) for referrer, newcomer in edges if leads(newcomer, referrer)}


class ReviewLog(Attribution):
    converter = "review_log"

    def counted(self, counts):
        """By context: acquisitions, patches, acquisitions with a referrer, patches of those people.

        `counts(commit, touch)`: whether the touch of a first patch in a context counts.
        """
        commits = table("commits.csv.gz")
        patches = Counter((row["context"], row["person"]) for row in commits)
        first = {}
        for row in commits:
            key, place = (row["context"], row["person"]), (row["date"], int(row["commit"]))
            if key not in first or place < first[key][0]:
                first[key] = place, row
        first_patch = {row["commit"]: row for _, row in first.values()}
        edges = defaultdict(set)
        for touch in table("touches.csv.gz"):
            commit = first_patch.get(touch["commit"])
            if commit and touch["role"] != "commit" and touch["person"] != commit["person"] \
                    and counts(commit, touch):
                edges[commit["context"]].add((touch["person"], commit["person"]))
        acquired = Counter(context for context, _ in patches)
        margin, referred, credited = Counter(), Counter(), Counter()
        for (context, _), number in patches.items():
            margin[context] += number
        self.rings = {context: in_rings(pairs) for context, pairs in edges.items()}
        for context, pairs in edges.items():
            newcomers = {newcomer for _, newcomer in pairs - self.rings[context]}
            referred[context] = len(newcomers)
            credited[context] = sum(patches[context, person] for person in newcomers)
        return acquired, margin, referred, credited

    def check(self, counts):
        acquired, margin, referred, credited = self.counted(counts)
        self.assertEqual((sum(margin.values()), len(acquired)), (99909, 156))
        result = self.results()
        earned = self.check_shares(self.credits(result), acquired)
        self.assertEqual(earned, {(model, context): referred[context] for model in MODELS
                                  for context in acquired})
        self.check_audit(result, acquired, margin, referred, credited)
        listed = set(columns(result / "cycles.csv", "context_id", "referrer_id", "newcomer_id"))
        self.assertEqual(listed, {(context, *pair) for context, pairs in self.rings.items()
                                  for pair in pairs})
        return sum(credited.values())

    @have("review_uboot")
    def test_who_is_named_on_the_first_patch_ever(self):
        self.study(UBOOT)
        credited = self.check(lambda commit, _: commit["first_of_person"] == "1")
        self.assertEqual(credited, 10305)   # as datasets/README.md has it

    @have("review_uboot")
    def test_whoever_is_named_on_the_first_patch_in_a_context(self):
        self.study(UBOOT, ("= 0.0", "= 1.0"))
        self.check(lambda *_: True)
        self.check_threads(self.folder / "results2")


if __name__ == "__main__":
    main()
