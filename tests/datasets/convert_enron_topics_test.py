"""Enron's mail: a purchase is a mail sent about a topic, a touch an earlier mail about it."""
import csv
import gzip
import sqlite3

from support import SHARED_DATA, ConverterTest, columns, have, main

# 1 wrote to 2 about tea before 2 wrote about it; the rest repeats, has no topic, or no clock.
GOOD = {"people.csv": "person,note\n1,CEO\n2,\n3,Trader\n",
        "ldc_topics.csv": "topic,name\n7,Tea\n8,Coal\n",
        "emails.csv": "src,dst,time,reciptype,topic,ldc_topic\n"
                      "1,2,2001-05-22 09:53:00,to,1,7\n1,3,2001-05-22 09:53:00,cc,1,7\n"
                      "1,3,2001-05-22 09:53:00,bcc,1,7\n1,2,2001-05-23 09:53:00,to,1,7\n"
                      "2,3,2001-05-24 00:00:01,to,0,7\n2,3,2001-05-24 00:00:01,to,3,7\n"
                      "2,2,2001-05-24 00:00:02,cc,3,8\n3,1,2001-05-25 00:00:00,to,1,-1\n"
                      "3,1,1979-12-31 21:00:00,bcc,1,8\n"}


class EnronTopics(ConverterTest):
    converter = "enron_topics"

    def test_mails_become_ties_purchases_and_touches(self):
        out = self.converted(GOOD)
        self.assertEqual(columns(out / "ties.csv", "src", "dst", "type", "t", "context_id"),
                         [("1", "2", "to", "2001-05-22T09:53:00", "7"),
                          ("1", "3", "cc", "2001-05-22T09:53:00", "7"),
                          ("1", "2", "to", "2001-05-23T09:53:00", "7"),
                          ("2", "3", "to", "2001-05-24T00:00:01", "7"),
                          ("3", "1", "to", "2001-05-25T00:00:00", ""), ("3", "1", "bcc", "", "8")])
        self.assertEqual(columns(out / "purchases.csv", "person_id", "context_id", "t", "units"),
                         [("1", "7", "2001-05-22T09:53:00", "1"),
                          ("1", "7", "2001-05-23T09:53:00", "1"),
                          ("2", "7", "2001-05-24T00:00:01", "1")])
        self.assertEqual(columns(out / "touches.csv", "from_person", "to_person", "t", "context_id"),
                         [("1", "2", "2001-05-22T09:53:00", "7")])
        self.assertEqual(columns(out / "contexts.csv", "context_id", "topic"),
                         [("7", "Tea"), ("8", "Coal")])
        self.check_and_run(out)

    def test_bad_lines_are_refused_with_their_place(self):
        for file, line, *said in (
                ("emails.csv", "4,1,2001-05-25 00:00:00,to,1,7\n", "emails.csv:11: src", "'4'"),
                ("emails.csv", "1,x,2001-05-25 00:00:00,to,1,7\n", "emails.csv:11: dst", "'x'"),
                ("emails.csv", "1,2,2001-05-25,to,1,7\n", "emails.csv:11: time", "'2001-05-25'"),
                ("emails.csv", "1,2,2001-02-30 00:00:00,to,1,7\n", "emails.csv:11: time"),
                ("emails.csv", "1,2,2001-05-25 00:00:00,fw,1,7\n", "emails.csv:11: reciptype", "'fw'"),
                ("emails.csv", "1,2,2001-05-25 00:00:00,to,1,9\n", "emails.csv:11: ldc_topic", "'9'"),
                ("emails.csv", "1,2,2001-05-25 00:00:00,to,1,\n", "emails.csv:11: ldc_topic"),
                ("people.csv", "3,CEO\n", "people.csv:5: person", "'3'"),
                ("ldc_topics.csv", "8,Gas\n", "ldc_topics.csv:4: topic", "'8'")):
            with self.subTest(line):
                self.refused(GOOD | {file: GOOD[file] + line}, *said)

    @have("enron_topics")
    def test_the_real_set_has_the_rows_of_a_second_implementation(self):
        out = self.real("enron_topics",
                        {"people": 184, "contexts": 32, "ties": 49_824, "purchases": 13_660,
                         "touches": 1_556}, {"undated": 42, "people_in_no_table": 2})
        base = sqlite3.connect(":memory:")
        base.execute("create table mail (src int, dst int, t text, type text, x, topic int)")
        with gzip.open(SHARED_DATA / "enron_topics" / "emails.csv.gz", "rt", newline="") as file:
            base.executemany("insert into mail values (?, ?, ?, ?, ?, ?)", list(csv.reader(file))[1:])
        base.execute("create table told as select distinct src, dst, replace(t, ' ', 'T') as t, topic "
                     "from mail where src <> dst and topic > 0 and t > '1990'")
        base.execute("create table began as select src as person, topic, min(t) as t from told "
                     "group by src, topic")
        query = ("select told.src, told.dst, min(told.t), told.topic from told join began "
                 "on began.person = told.dst and began.topic = told.topic and told.t < began.t "
                 "group by told.src, told.dst, told.topic")
        self.assert_same(columns(out / "touches.csv", "from_person", "to_person", "t", "context_id"),
                         [tuple(map(str, row)) for row in base.execute(query)])
        self.assert_same(columns(out / "purchases.csv", "person_id", "context_id", "t"),
                         [tuple(map(str, row)) for row in
                          base.execute("select distinct src, topic, t from told")])
        cc = {kind: list(base.execute("select src, dst, t, topic from mail where type = ? "
                                      "order by 1, 2, 3, 4", (kind,))) for kind in ("cc", "bcc")}
        self.assertEqual(cc["cc"], cc["bcc"])


if __name__ == "__main__":
    main()
