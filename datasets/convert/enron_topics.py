#!/usr/bin/env python3
"""Enron's mail by topic: who wrote to whom about what, and when.
usage: enron_topics.py INPUT_FOLDER OUT_FOLDER

Reads people.csv (person, note), ldc_topics.csv (topic, name) and emails.csv (src, dst, time, reciptype,
ldc_topic), each also as .gz: the vertices and edges of the graph `enron` of the R package igraphdata,
without names.
"""
import re
from collections import Counter
from datetime import datetime

from conversion import ASSUMED, DERIVED, OBSERVED, Study, Table, csv_rows, main, need_file

NO_TOPIC = {0, -1}   # none of the 32, or not labelled
FIRST_YEAR = 1990    # mails of 1979 have a clock that was not set
ABOUT = """
184 people of Enron, 1998 to 2002: who wrote to whom, when, and about which of 32 topics.
A "purchase" is a mail that a person sent about a topic; there is no money, value is counted in units.
Influence runs from who writes to who reads. Most mails are about none of the 32 topics: their ties
have no context.
Touches are derived: before the first mail that a person sent about a topic, somebody else had sent a
mail about it to that person. That this brought the person to write is our reading.
Made by datasets/convert/enron_topics.py; datasets/README.md says more.
"""
TERMS = ("CC BY-SA 4.0 (igraphdata); cite Priebe, Conroy, Marchette and Park 2005, Scan Statistics on "
         "Enron Graphs, and for the topics Berry, Browne and Signer 2007, 2001 Topic Annotated Enron "
         "Email Data Set (LDC2007T22)")


def read_numbered(folder, name, number, text):
    """number -> text, each number once."""
    found = {}
    for row in csv_rows(need_file(folder, name), [number, text]):
        if row.integer(number) in found:
            raise row.refuse(number, f"a {number} that has no line yet")
        found[row.integer(number)] = row.cells[text]
    return found


def moment(row):
    """A time as ISO text; empty where the clock was not set."""
    text = row.text("time")
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", text, re.ASCII):
            raise ValueError
        return "" if datetime.fromisoformat(text).year < FIRST_YEAR else text.replace(" ", "T")
    except ValueError:
        raise row.refuse("time", "a time such as 2001-05-22 09:53:00") from None


def topic_of(row, topics):
    """One of the 32, or empty."""
    text = row.text("ldc_topic")
    if re.fullmatch(r"-?\d{1,3}", text, re.ASCII):
        if int(text) in NO_TOPIC:
            return ""
        if int(text) in topics:
            return int(text)
    raise row.refuse("ldc_topic", "a topic of ldc_topics.csv, 0 or -1")


def read_mails(folder, people, topics):
    """(src, dst, type, time, topic) of every mail, each once, and what is left out."""
    mails, left_out = {}, Counter()
    for row in csv_rows(need_file(folder, "emails.csv"),
                        ["src", "dst", "time", "reciptype", "ldc_topic"]):
        ends = row.integer("src"), row.integer("dst")
        for column, person in zip(("src", "dst"), ends):
            if person not in people:
                raise row.refuse(column, "somebody of people.csv")
        mail = *ends, row.one_of("reciptype", "to", "cc", "bcc"), moment(row), topic_of(row, topics)
        if mail[0] == mail[1]:
            left_out["rows of people who wrote to themselves"] += 1
        elif mail in mails:
            left_out["rows that equal an earlier one"] += 1
        else:
            mails[mail] = None
    # In the original each cc stands a second time as bcc.
    repeated = [mail for mail in mails if mail[2] == "bcc" and (*mail[:2], "cc", *mail[3:]) in mails]
    for mail in repeated:
        del mails[mail]
    left_out["bcc that repeat a cc"] = len(repeated)
    return list(mails), left_out


def sent_mails(mails):
    """(person, topic) -> times at which that person wrote about it."""
    sent = {}
    for person, _, _, time, topic in mails:
        if topic != "" and time != "":
            sent.setdefault((person, topic), set()).add(time)
    return sent


def earlier_mails(mails, sent):
    """(from, to, role, time, topic) of the first mail that each told each before the first of theirs."""
    told = {}
    for source, person, _, time, topic in mails:
        if time != "" and (person, topic) in sent and time < min(sent[person, topic]):
            key = topic, person, source
            told[key] = min(time, told.get(key, time))
    return [(source, person, "earlier_mail", time, topic)
            for (topic, person, source), time in sorted(told.items())]


def convert(folder):
    people = read_numbered(folder, "people.csv", "person", "note")
    topics = read_numbered(folder, "ldc_topics.csv", "topic", "name")
    mails, left_out = read_mails(folder, people, topics)
    sent = sent_mails(mails)
    purchases = [(person, topic, time, 1) for (person, topic), times in sorted(sent.items())
                 for time in sorted(times)]
    return Study(
        name="Enron's mail by topic", about=ABOUT, terms=TERMS,
        time_unit="second", time_says="1998 to 2002; clocks that were not set have no time",
        tables=[
            Table("people", "without names", {"person_id": OBSERVED, "position": OBSERVED},
                  list(people.items())),
            Table("contexts", "the topics", {"context_id": OBSERVED, "company": ASSUMED,
                                             "topic": OBSERVED},
                  [(topic, "Enron", name) for topic, name in topics.items()]),
            Table("ties", "src wrote to dst; a context where the mail is about one of the topics",
                  dict.fromkeys(["src", "dst", "type", "t", "context_id"], OBSERVED), mails,
                  'influence = "src_to_dst"'),
            Table("purchases", "a mail sent about a topic, to however many",
                  {"person_id": OBSERVED, "context_id": OBSERVED, "t": OBSERVED, "units": ASSUMED},
                  purchases, 'value = "units"'),
            Table("touches", "a mail about the topic came before the person's first; t is that mail's",
                  dict.fromkeys(["from_person", "to_person", "role", "t", "context_id"], DERIVED),
                  earlier_mails(mails, sent))],
        roles={"earlier_mail": 1.0}, roles_say="Derived, yet the only touches there are.",
        notes=[f"left out: {count:,} {what}" for what, count in sorted(left_out.items()) if count])


if __name__ == "__main__":
    main(convert, __doc__)
