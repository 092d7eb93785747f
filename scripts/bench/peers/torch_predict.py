"""PyTorch eager in one process: pictures, one at a time or a thousand at once, from some threads."""

import argparse
import threading
import time

import common
import model
import numpy
import torch

parser = argparse.ArgumentParser()
parser.add_argument("--model-directory", required=True)
parser.add_argument("--data", required=True)
parser.add_argument("--pictures", type=int, default=1, help="at once")
parser.add_argument("--callers", type=int, default=1)
parser.add_argument("--seconds", type=float, default=3)
work = parser.parse_args()

net = model.load(work.model_directory)
pixels = common.pixels(work.data, "t10k")[:1000].copy()
times = []


def call(number):
    first = number % (len(pixels) - work.pictures + 1)
    with torch.no_grad():
        logits = net(model.preprocess(pixels[first : first + work.pictures]))
        return torch.softmax(logits, 1).numpy()


def caller(until, mine):
    number = 0
    while time.perf_counter() < until:
        start = time.perf_counter()
        call(number)
        mine.append(time.perf_counter() - start)
        number += 1


def callers(seconds):
    until = time.perf_counter() + seconds
    lists = [[] for _ in range(work.callers)]
    threads = [threading.Thread(target=caller, args=(until, mine)) for mine in lists]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return numpy.concatenate(lists)


callers(1)
start = time.perf_counter()
times = callers(work.seconds)
elapsed = time.perf_counter() - start
common.emit(
    p50Micros=float(numpy.percentile(times, 50)) * 1e6,
    p99Micros=float(numpy.percentile(times, 99)) * 1e6,
    millisPerThousand=elapsed / (len(times) * work.pictures) * 1e6,
    version=f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads",
)
