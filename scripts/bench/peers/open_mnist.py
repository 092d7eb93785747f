"""Opens MNIST from its four files, as torchvision holds it: bytes and labels."""

import sys
import time

import common

start = time.perf_counter()
parts = [(common.pixels(sys.argv[1], part), common.labels(sys.argv[1], part)) for part in ("train", "t10k")]
seconds = time.perf_counter() - start
common.emit(seconds=seconds, pictures=sum(len(images) for images, _ in parts))
