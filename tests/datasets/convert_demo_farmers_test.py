"""The farmers' demo tables: practices given up, and the same referrals as the original gives."""
from farmers_rule import of_shared_tables
from support import SHARED_DATA, ConverterTest, columns, have, main

ATTRIBUTES = "age,income,land1,land2,land3,cows,liter,school,coop,tv,radio1,hfequip"
GOOD = {
    "people.csv": f"person_id,market,{ATTRIBUTES}\n10001,10,{'5,' * 11}5\n10002,10,{'5,' * 11}\n",
    "contexts.csv": "context_id,company,topic,note\nfarm.A,farm,A,asked\nfarm.B,farm,B,asked\n",
    "ties.csv": "src,dst,type,sign,weight,context_id,rank,measured_at,provenance\n"
                "10001,10002,friend,1,1.0,,1,1966,observed\n"
                "10001,10002,advice,1,1.0,farm.B,1,1966,observed\n",
    "purchases.csv": "purchase_id,person_id,context_id,t,units,amount,value_assumed,provenance\n"
                     "0,10002,farm.A,1958,1,,1.0,adoption observed\n"
                     "1,10001,farm.A,1962,1,,1.0,adoption observed\n",
    "events.csv": "event_id,person_id,context_id,kind,t,t_precision,provenance\n"
                  "0,10002,farm.A,adopt,1958,year,observed\n"
                  "1,10002,farm.A,discontinue,,unknown; by 1966,observed\n",
    "surveys.csv": "person_id,item,value,t\n10001,trust,3,1966\n"}


class DemoFarmers(ConverterTest):
    converter = "demo_farmers"

    def test_what_is_given_up_is_an_event_with_a_stance(self):
        out = self.converted(GOOD)
        self.assertEqual(columns(out / "events.csv", "person_id", "kind", "context_id", "t",
                                 "t_precision"),
                         [("10002", "discontinue", "farm.A", "1966", "unknown; by 1966")])
        self.assertEqual(columns(out / "touches.csv", "from_person", "to_person", "role", "t",
                                 "context_id"),
                         [("10002", "10001", "named_adviser", "1962", "farm.A")])
        study = (out / "study.toml").read_text()
        self.assertIn("stance = { discontinue = -0.5 }", study)
        self.assertIn('"events.t" = "assumed"', study)
        self.assertIn('"ties.dst" = "observed"', study)
        self.check_and_run(out)

    def test_bad_lines_are_refused_with_their_place(self):
        for file, line, *said in (
                ("people.csv", f"10001,10,{'5,' * 11}5\n", "people.csv:4: person_id", "'10001'"),
                ("ties.csv", "10001,9,friend,1,1.0,,1,1966,observed\n", "ties.csv:4: dst", "'9'"),
                ("ties.csv", "10001,10002,friend,0,1.0,,1,1966,observed\n", "ties.csv:4: sign", "'0'"),
                ("ties.csv", "10001,10002,friend,1,1.0,farm.Z,1,1966,x\n", "context_id", "farm.Z"),
                ("purchases.csv", "2,10001,farm.A,1963,1,,1.0,x\n", "purchases.csv:4: t", "1962"),
                ("purchases.csv", "2,10001,farm.B,2063,1,,1.0,x\n", "purchases.csv:4: t", "'2063'"),
                ("events.csv", "2,10001,farm.A,pause,,unknown,x\n", "events.csv:4: kind", "'pause'"),
                ("surveys.csv", "10001,trust,,1966\n", "surveys.csv:3: value", "''")):
            with self.subTest(line):
                self.refused(GOOD | {file: GOOD[file] + line}, *said)

    @have("demo_farmers")
    @have("brfarmers")
    def test_the_real_set_has_the_referrals_of_the_original(self):
        out = self.real("demo_farmers", {"people": 692, "contexts": 12, "ties": 2858, "purchases": 3274,
                                         "touches": 3778, "events": 424, "surveys": 5534}, {})
        self.assert_same(columns(out / "touches.csv", "t", "from_person", "context_id"),
                         [(year, adviser, "farm." + practice)
                          for year, adviser, practice in of_shared_tables()])
        self.assertEqual(columns(out / "purchases.csv", "purchase_id", "person_id", "context_id", "t"),
                         columns(SHARED_DATA / "demo_farmers" / "purchases.csv", "purchase_id",
                                 "person_id", "context_id", "t"))


if __name__ == "__main__":
    main()
