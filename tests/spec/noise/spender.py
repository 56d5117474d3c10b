"""Processes that spend a privacy budget, and die: run by the tests in an interpreter of its own.

    python spender.py die FOLDER          ask once from each of many processes, each killed at its own moment
    python spender.py race FOLDER SECONDS ask from several processes at once; one after another is killed and replaced,
                                          for so long, and on until next to nothing of a small budget is left

Each line that comes out is an answer that somebody has seen: release, price and answer.
"""

import json
import os
import random
import signal
import sys
import time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from nyhavn.engine.confidentiality.noise import Ledger, Mechanism, PrivateTable, Question
from nyhavn.engine.confidentiality.noise.mechanisms import noise
from nyhavn.framework.hierarchy import Hierarchy
from nyhavn.framework.refusal import Refusal
from sudden_death import deaths

AGE = Hierarchy.flat("age", ("young", "old"), "Total")
WORKERS = 4
PATIENCE = 60.0  # seconds more on a machine that is busy with something else
PRICES = ("0.01", "0.02", "0.03", "0.07")


def question(price):
    return Question((PrivateTable("t", (AGE,)),), 1, Mechanism.LAPLACE, Decimal(price))


def drawn(asked):
    table = asked.tables[0]
    return {"t": noise(asked.mechanism, asked.sensitivity(table), Fraction(asked.price)).added([40, 60])}


def ask(ledger, release, price):
    """One answer, seen by the world in one piece."""
    asked = question(price)
    answer = ledger.answer(release, asked, lambda: drawn(asked))
    os.write(1, f"{json.dumps([release, price, answer])}\n".encode())


def child(work):
    started = os.fork()
    if started:
        return started
    try:
        work()
    except Refusal:
        os._exit(3)
    os._exit(0)


def die(folder):
    """One process per moment of a payment, each for a release of its own, until one comes through to its end."""
    deaths(lambda moment: ask(Ledger(folder), f"moment {moment}", "0.01"))


def has_rest(folder):
    """Whether a small budget could still pay for anything."""
    state = Ledger(folder).state()
    return state.budget.amount < 1 and Fraction(state.budget.amount) - state.spent >= Fraction(PRICES[0])


def race(folder, seconds):
    """Workers ask for few releases, so that they also meet each other's answers."""

    def work(seed):
        draw, ledger = random.Random(seed), Ledger(folder)
        while True:
            number = draw.randrange(40)
            try:
                ask(ledger, f"release {number}", PRICES[number % len(PRICES)])
            except Refusal as refused:
                if refused.codes != ("privacy-budget-spent",):
                    raise

    seed, end, choose = WORKERS, time.monotonic() + seconds, random.Random(0)
    running = [child(lambda at=at: work(at)) for at in range(WORKERS)]
    while time.monotonic() < end or (has_rest(folder) and time.monotonic() < end + PATIENCE):
        time.sleep(choose.uniform(0.0, 0.05))
        place = choose.randrange(WORKERS)
        os.kill(running[place], signal.SIGKILL)
        os.waitpid(running[place], 0)
        seed += 1
        running[place] = child(lambda at=seed: work(at))
    for process in running:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)


if __name__ == "__main__":
    if sys.argv[1] == "die":
        die(Path(sys.argv[2]))
    else:
        race(Path(sys.argv[2]), float(sys.argv[3]))
