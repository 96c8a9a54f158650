"""BeiBei: who joined was brought by the initiator; a failed launch touches nobody."""
from support import ConverterTest, columns, have, main

GOOD = {"tune.txt": "1\t70\t2\t3\n4\t70\t2\n", "invalid.txt": "5\t71\n1\t70\n"}


class Beibei(ConverterTest):
    converter = "beibei"

    def test_initiators_touch_those_who_join(self):
        out = self.converted(GOOD)
        self.assertEqual(columns(out / "purchases.csv", "purchase_id", "person_id", "item_id", "launch",
                                 "part"),
                         [("1", "1", "70", "1", "initiator"), ("2", "2", "70", "1", "friend"),
                          ("3", "3", "70", "1", "friend"), ("4", "4", "70", "2", "initiator"),
                          ("5", "2", "70", "2", "friend")])
        self.assertEqual(columns(out / "touches.csv", "purchase_id", "seq", "from_person", "status"),
                         [("2", "1", "1", "succeeded"), ("3", "2", "1", "succeeded"),
                          ("5", "1", "4", "succeeded")])
        self.assertEqual(columns(out / "events.csv", "person_id", "kind", "item_id"),
                         [("5", "failed_launch", "71"), ("1", "failed_launch", "70")])
        self.assertIn('"purchases.t" = "assumed"', (out / "study.toml").read_text())
        self.check_and_run(out)

    def test_all_launches_go_before_a_part_of_them(self):
        out = self.converted(GOOD | {"valid.txt": "8\t70\t9\n"})
        self.assertEqual(columns(out / "purchases.csv", "person_id"), [("8",), ("9",)])

    def test_bad_lines_are_refused_with_their_place(self):
        for file, line, *said in (("tune.txt", "1\t70\n", "tune.txt:3", "nobody who joined"),
                                  ("tune.txt", "1\t70\t1\n", "tune.txt:3: friend 1", "'1'"),
                                  ("tune.txt", "1\t70\t2\t2\n", "tune.txt:3: friend 1", "once"),
                                  ("tune.txt", "1 70 2\n", "tune.txt:3", "tabs"),
                                  ("tune.txt", "1\t\t2\n", "tune.txt:3: item", "''"),
                                  ("invalid.txt", "1\t70\t2\n", "invalid.txt:3", "somebody who joined")):
            with self.subTest(line):
                self.refused(GOOD | {file: GOOD[file] + line}, *said)

    @have("beibei")
    def test_the_real_set_has_its_published_counts(self):
        out = self.real("beibei", {"purchases": 154184 + 155660, "touches": 155660,
                                   "events": 211291}, {})
        self.assertEqual(len(set(columns(out / "purchases.csv", "launch"))), 154184)


if __name__ == "__main__":
    main()
