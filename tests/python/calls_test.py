"""While C++ works, other Python threads run, and Ctrl-C ends it."""

import signal
import subprocess
import sys
import threading
import time

import numpy
import pyarrow
import pytest
from conftest import PACKAGE

import grapevine

LONG = """
import numpy, pyarrow, sys, grapevine
random = numpy.random.default_rng(1)
ties = pyarrow.table({"src": random.integers(0, 20_000, 100_000),
                      "dst": random.integers(0, 20_000, 100_000)})
print("ready", flush=True)
try:
    grapevine.pagerank(ties, tolerance=0.0, max_iterations=1_000_000_000)
except KeyboardInterrupt:
    print("interrupted", flush=True)
    print(grapevine.degree(ties).num_rows)  # the package goes on working
"""


def test_ctrl_c_ends_a_long_run_within_a_second():
    child = subprocess.Popen([sys.executable, "-c", LONG], stdout=subprocess.PIPE, text=True,
                             env={"PYTHONPATH": str(PACKAGE.parent)})
    try:
        assert child.stdout.readline() == "ready\n"
        time.sleep(1)
        assert child.poll() is None
        start = time.monotonic()
        child.send_signal(signal.SIGINT)
        assert child.stdout.readline() == "interrupted\n"
        assert time.monotonic() - start < 1
        assert int(child.stdout.readline()) > 19_000
        assert child.wait(10) == 0
    finally:
        child.kill()


def test_an_exception_of_a_signal_handler_comes_out(monkeypatch):
    class Late(Exception):
        pass

    def stop(*_):
        raise Late

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        with pytest.raises(Late):
            grapevine.pagerank(ring(1000), tolerance=0.0, max_iterations=1_000_000_000)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_an_exception_of_a_signal_handler_stops_reading():
    class Late(Exception):
        pass

    def stop(*_):
        raise Late

    rows = 2_000_000
    purchases = pyarrow.table({"person_id": numpy.arange(rows) % 1000, "units": numpy.ones(rows),
                               "t": ["2020-01-01"] * rows})
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        with pytest.raises(Late):
            grapevine.realised_margin(purchases)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def ring(size):
    people = numpy.arange(size)
    return pyarrow.table({"src": people, "dst": (people + 1) % size})


def test_other_threads_run_while_one_scores():
    done = threading.Event()

    def score():
        grapevine.pagerank(ring(1_000_000), tolerance=0.0, max_iterations=20, threads=1)
        done.set()

    ticks = 0
    worker = threading.Thread(target=score)
    worker.start()
    while not done.is_set():
        time.sleep(0.005)
        ticks += 1
    worker.join()
    assert ticks > 5  # with the lock held there would be one tick, after the end


def test_calls_of_several_threads_give_what_one_gives():
    alone = grapevine.pagerank(ring(5000), damping=0.5)
    made = [None] * 4

    def score(place):
        made[place] = grapevine.pagerank(ring(5000), damping=0.5, threads=place + 1)

    workers = [threading.Thread(target=score, args=(place,)) for place in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert all(table.equals(alone) for table in made)


def test_the_library_prints_nothing(capfd, tea):
    grapevine.run(tea[1])
    grapevine.pagerank(ring(10))
    assert capfd.readouterr() == ("", "")
