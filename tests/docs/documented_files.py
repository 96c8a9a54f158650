"""The files that the pages speak of without giving them: what a reader of theirs has. Made here,
the same every time."""
import gzip
import random
import subprocess
from datetime import date, timedelta
from pathlib import Path

from documentation import ROOT

CONTEXTS = ["tea", "coffee", "cocoa", "mate"]
VILLAGES = ["north", "south", "east"]
FIRST_DAY = date(1990, 1, 1)
LAST_DAY = date(1998, 6, 30)
DAYS = (LAST_DAY - FIRST_DAY).days
PEOPLE = ["ann", "bob", "cid", "dan", "eve"] + [f"p{number:03}" for number in range(235)]

STUDY = """[study]
name = "Drinks"
currency = "EUR"

[tables]
people    = { file = "people.csv" }
purchases = { file = "purchases.csv" }
touches   = { file = "touches.csv" }
ties      = { file = "ties.csv", influence = "src_to_dst" }
surveys   = { file = "surveys.csv" }

[attribution]
model = "linear"
"""

ORDERS = """[tables]
purchases = { file = "orders.csv" }
touches   = { file = "touches.csv" }
"""


def table(path, header, rows):
    lines = [",".join(str(cell) for cell in row) for row in [header, *rows]]
    path.write_text("\n".join(lines) + "\n")


def day(number):
    return FIRST_DAY + timedelta(days=int(number))


def write_drinks(folder):
    """study.toml: 240 people in three villages, four drinks, words that brought people in, ann's in
    tea among them, and answers. Purchases run from 1990 to 1998: days of
    CDNOW lie within."""
    chance = random.Random(1)
    friends = {person: chance.sample([other for other in PEOPLE if other != person], 4)
               for person in PEOPLE}
    friends["ann"] = ["bob", "cid", "dan", "eve"]
    ties = [(person, friend, 1 + chance.randrange(3), day(chance.randrange(200)))
            for person in PEOPLE for friend in friends[person]]
    purchases, touches, surveys = [], [], []
    for context in CONTEXTS:
        entered = {"ann": 20} if context == "tea" else {PEOPLE[chance.randrange(40)]: 20}
        told = dict.fromkeys(entered)   # who brought whom
        for person in PEOPLE:
            if person not in entered and chance.random() < 0.3:
                entered[person] = chance.randrange(30, DAYS - 60)
        for person in sorted(entered, key=entered.get):
            for friend in friends[person]:
                at = entered[person] + int(chance.expovariate(1 / 60)) + 1
                if at < DAYS - 60 and friend not in entered and chance.random() < 0.5:
                    entered[friend], told[friend] = at, person
        for person, at in entered.items():
            rate, left = chance.gammavariate(1.2, 1 / 80), False
            moment = at
            while moment <= DAYS and not left:
                cents = 500 + chance.randrange(4000)
                purchases.append((person, day(moment), context, f"{cents / 100:.2f}"))
                moment += 1 + chance.expovariate(rate)
                left = chance.random() < 0.15
            if told.get(person):
                touches.append((told[person], person, context, day(at - 1),
                                chance.choice(["poster", "friend"]),
                                chance.choice(["spring", "autumn"])))
            if chance.random() < 0.3:
                for item, value in (("nps", chance.randrange(11)), ("intends", "yes"),
                                    ("did_recommend", chance.choice(["yes", "no"]))):
                    surveys.append((person, context, item, value, day(min(at + 30, DAYS))))
    table(folder / "people.csv", ("person_id", "village"),
          [(person, VILLAGES[number % 3]) for number, person in enumerate(PEOPLE)])
    table(folder / "ties.csv", ("src", "dst", "weight", "t"), ties)
    table(folder / "purchases.csv", ("person_id", "t", "context_id", "margin"), purchases)
    table(folder / "touches.csv",
          ("from_person", "to_person", "context_id", "t", "role", "campaign"), touches)
    table(folder / "surveys.csv", ("person_id", "context_id", "item", "value", "t"), surveys)
    (folder / "study.toml").write_text(STUDY)
    (folder / "OUT_FOLDER").mkdir()
    for name in ("people", "ties", "purchases", "touches", "surveys"):
        (folder / "OUT_FOLDER" / f"{name}.csv").symlink_to(folder / f"{name}.csv")
    (folder / "OUT_FOLDER" / "study.toml").write_text(STUDY)
    (folder / "orders.toml").write_text(ORDERS)
    table(folder / "orders.csv", ("customer", "date", "sales"),
          [(person, at, margin) for person, at, context, margin in purchases if context == "tea"])


def write_graphs(folder):
    """GRAPH, a list of ties with chances in the column p; friends.csv, with a loop and parallel
    ties; wiki-Vote.txt.gz, of integer ids as SNAP has it; what seeds cost and bring; changes."""
    chance = random.Random(2)
    people = PEOPLE[:60]
    pairs = sorted({tuple(chance.sample(people, 2)) for _ in range(240)} | {("ann", "bob")})
    table(folder / "GRAPH", ("src", "dst", "weight", "p"),
          [(*pair, 1 + chance.randrange(3), f"{chance.random() / 4:.3f}") for pair in pairs])
    table(folder / "friends.csv", ("src", "dst"), [*pairs, pairs[0], ("ann", "ann")])
    votes = "".join(f"{a}\t{b}\n" for a, b in
                    sorted({tuple(chance.sample(range(300), 2)) for _ in range(1500)}))
    (folder / "wiki-Vote.txt.gz").write_bytes(
        gzip.compress(("# FromNodeId\tToNodeId\n" + votes).encode(), mtime=0))
    # Of a graph file costs name nodes, of a study people.
    table(folder / "costs.csv", ("node_id", "person_id", "cost"),
          [(person, person, 100) for person in people])
    table(folder / "margins.csv", ("node_id", "value"), [(person, 12.5) for person in people])
    table(folder / "changes.csv", ("change", "person", "target", "weight"),
          [("set_tie", "ann", "cid", 2), ("add_person", "zoe", "", ""),
           ("add_purchases", "bob", "", 3)])


def write_journeys(folder):
    """paths.csv: path strings with numbers; log.csv: one row a step, columns of other
    names; sets.csv: a row for each set of three players."""
    chance = random.Random(3)
    players = ["mail", "search", "friend", "banner"]
    paths = {" > ".join(chance.choices(players, k=chance.randrange(1, 5))) for _ in range(60)}
    table(folder / "paths.csv",
          ("path", "total_conversions", "total_conversion_value", "total_null"),
          [(path, chance.randrange(1, 9), f"{chance.randrange(100, 900) / 10}",
            chance.randrange(20)) for path in sorted(paths)])
    table(folder / "log.csv", ("session", "channel", "time"),
          [(session, chance.choice(players), day(session + step))
           for session in range(50) for step in range(1 + session % 3)])
    sets = [("a", 10), ("b", 20), ("c", 5), ("a > b", 40), ("a > c", 15), ("b > c", 30),
            ("a > b > c", 60)]
    table(folder / "sets.csv", ("path", "total_conversions"), sets)


def write_bundled(folder):
    """STUDY.toml: the bundled study, its report left out, which takes most of the time of a run;
    datasets/ as the repository has it."""
    (folder / "datasets").symlink_to(ROOT / "datasets")
    text = (ROOT / "datasets" / "debian_referrals" / "study.toml").read_text()
    text = text.replace('file = "', 'file = "datasets/debian_referrals/')
    text = text.replace("[output]\n", "[output]\nreport = false\n")
    (folder / "STUDY.toml").write_text(text)


PARQUET = """import sys, pyarrow.csv, pyarrow.parquet
for name in sys.argv[1:]:
    pyarrow.parquet.write_table(pyarrow.csv.read_csv(name + ".csv"), name + ".parquet")"""


def write_parquet(folder, program):
    """orders.parquet and log.parquet, by the pyarrow that the program was built with. Where it is
    not at hand the CSV files of the same rows stand in: their names are returned, to be replaced in
    the commands."""
    names = ["orders", "log"]
    for home in (ROOT, Path(program).resolve().parents[2]):
        python = home / ".venv" / "bin" / "python"
        if python.exists() and subprocess.run([python, "-c", PARQUET, *names], cwd=folder,
                                              capture_output=True).returncode == 0:
            return {}
    return {name + ".parquet": name + ".csv" for name in names}


def write_all(folder, program):
    write_drinks(folder)
    write_graphs(folder)
    write_journeys(folder)
    write_bundled(folder)
    return write_parquet(folder, program)
