"""StackExchange: first users, repeated users, ties in time, and a second implementation."""
from support import SHARED_DATA, ConverterTest, columns, have, main, rows

GRAPH = "5 4\n2 1\n3 2\n1 2\n4 4\n"
GOOD = {"graph.txt": GRAPH, "train.txt": "1 2 10.0 3 10.0 4 12.5 2 20.0 \n", "val.txt": "3 2 5.0\n",
        "test.txt": ""}


def referrals(folder):
    """(seconds, earlier, tag) of every pair of linked users, tag by tag, in order of time."""
    linked = {}
    for line in (folder / "graph.txt").read_text().splitlines()[1:]:
        a, b = map(int, line.split())
        linked.setdefault(a, set()).add(b)
        linked.setdefault(b, set()).add(a)
    lines = [line.split() for name in ("train", "val", "test")
             for line in (folder / f"{name}.txt").read_text().splitlines()]
    for tag, (root, *rest) in enumerate(lines, 1):
        seen = {}
        uses = [(0.0, int(root)), *((float(t), int(u)) for u, t in zip(rest[::2], rest[1::2]))]
        for t, user in sorted(uses, key=lambda use: use[0]):
            if user in seen:
                continue
            for other in linked.get(user, ()):
                if seen.get(other, t) < t:
                    yield f"{t:g}" if t % 1 else str(int(t)), str(other), str(tag)
            seen[user] = t


class StackExchange(ConverterTest):
    converter = "stackexchange"

    def test_linked_users_who_were_earlier_touch(self):
        out = self.converted(GOOD)
        self.assertEqual(columns(out / "touches.csv", "from_person", "to_person", "t", "context_id"),
                         [("1", "2", "10", "1"), ("3", "2", "5", "2")])
        self.assertEqual(columns(out / "purchases.csv", "person_id", "context_id", "t"),
                         [("1", "1", "0"), ("2", "1", "10"), ("3", "1", "10"), ("4", "1", "12.5"),
                          ("3", "2", "0"), ("2", "2", "5")])
        self.assertEqual(columns(out / "ties.csv", "src", "dst"), [("2", "1"), ("3", "2"), ("1", "2")])
        self.assertEqual(columns(out / "contexts.csv", "context_id", "file", "line"),
                         [("1", "train.txt", "1"), ("2", "val.txt", "1")])
        self.assert_same(columns(out / "touches.csv", "t", "from_person", "context_id"),
                         referrals(self.folder / "in"))
        self.check_and_run(out)

    def test_bad_lines_are_refused_with_their_place(self):
        for file, content, *said in (
                ("train.txt", "1 2\n", "train.txt:1: expected a first user", "2 fields"),
                ("train.txt", "1 2 3.0\n4 5 soon\n", "train.txt:2: field 2: seconds", "'soon'"),
                ("train.txt", "1 2 -3.0\n", "seconds", "'-3.0'"),
                ("train.txt", "x 2 3.0\n", "train.txt:1: first user", "'x'"),
                ("graph.txt", "5 4\n1 2\n", "graph.txt:1: announces 4 links, 1 follow"),
                ("graph.txt", "5 1\n1\n", "graph.txt:2: expected 2 fields", "found 1"),
                ("graph.txt", "", "graph.txt:1: announces 0 links")):
            with self.subTest(content):
                self.refused(GOOD | {file: content}, *said)

    @have("stackexchange_android")
    def test_the_real_set_has_the_referrals_of_a_second_implementation(self):
        out = self.real("stackexchange_android", {"contexts": 679, "ties": 48573, "purchases": 29022,
                                                  "touches": 52485}, {})
        # The published count is without the 679 first users.
        self.assertEqual(sum(row["t"] != "0" for row in rows(out / "purchases.csv")), 28343)
        self.assert_same(columns(out / "touches.csv", "t", "from_person", "context_id"),
                         referrals(SHARED_DATA / "stackexchange_android"))


if __name__ == "__main__":
    main()
