"""The command line: runs cases round by round, keeps what was measured, prints tables."""

import argparse
import json
import os
import sys
import time

from harness import limits, machine, places, process, table, works

WORKS = {**works.ALL, "aims": works.aims}


def main():
    options = arguments()
    if options.python:
        places.PYTHON = options.python
    places.build()
    described = machine.description()
    os.makedirs(os.path.dirname(options.raw), exist_ok=True)
    print(table.header(described), flush=True)
    with open(options.raw, "a") as raw:
        for work in works.ALL if options.work == "all" else [options.work]:
            for case in WORKS.get(work, no_cases)(options):
                measure(case, options, described, raw)
    if options.work in ("limits", "all"):
        print(limits.text(options.data))
    print(f"Raw figures: {options.raw}", file=sys.stderr)
    return 0


def no_cases(options):
    return []


def measure(case, options, described, raw):
    wanted = options.only or case.contestants
    peers = [name for name in case.contestants if name == "trainkit" or name in wanted]
    rounds = []
    for number in range(options.rounds):
        figures = {}
        for peer in peers:
            progress(f"{case.name}: round {number + 1} of {options.rounds}, {peer}")
            with process.core_taken(case.core_taken):
                figures[peer] = case.contestants[peer]()
            line = {"machine": described, "case": case.name, "round": number, "contestant": peer}
            raw.write(json.dumps({**line, "figures": figures[peer]}) + "\n")
            raw.flush()
        rounds.append(figures)
    print(table.text(case, rounds), flush=True)


def progress(text):
    print(time.strftime("%H:%M:%S ") + text, file=sys.stderr, flush=True)


def arguments():
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("work", choices=[*WORKS, "limits", "all"])
    parser.add_argument("--rounds", type=int, default=5, help="how often each contestant runs (5)")
    parser.add_argument("--only", type=names, help="these peers, separated by commas; all when left out")
    parser.add_argument("--model", type=names, default=["lenet"], help="train: lenet, mlp, cnn (lenet)")
    parser.add_argument("--batch", type=numbers, default=[64], help="train: batch sizes (64)")
    parser.add_argument("--images", type=int, default=38400, help="train, augment, scale: timed pictures (38400)")
    parser.add_argument("--warm-up", type=int, default=12800, help="train, augment, scale: pictures before (12800)")
    parser.add_argument("--core-taken", action="store_true", help="train: beside a process that takes a core")
    parser.add_argument("--epochs", type=int, default=3, help="checkpoint, report: epochs of a run (3)")
    parser.add_argument("--data", default=places.MNIST, help="the folder with MNIST's four files")
    parser.add_argument("--python", help=f"the Python with PyTorch ({places.PYTHON})")
    raw = os.path.join(places.BENCH, "raw", time.strftime("%Y-%m-%d.jsonl"))
    parser.add_argument("--raw", default=raw, help="the file that every figure is appended to")
    return parser.parse_args()


def names(text):
    return text.split(",")


def numbers(text):
    return [int(word) for word in text.split(",")]
