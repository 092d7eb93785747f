"""Writes MNIST as PNG files, a folder for each class: png_folder.py DATA FOLDER [COUNT]

With COUNT, the first so many training pictures; without, all 70,000, in FOLDER/train and
FOLDER/test, in an order that is not that of their names. The names are their numbers in MNIST.
"""

import os
import random
import sys

from PIL import Image

import common


def write(part, folder, numbers):
    pixels, labels = common.pixels(sys.argv[1], part), common.labels(sys.argv[1], part)
    for label in range(10):
        os.makedirs(os.path.join(folder, str(label)), exist_ok=True)
    for i in numbers(len(labels)):
        Image.fromarray(pixels[i]).save(os.path.join(folder, str(int(labels[i])), f"{i:05}.png"))


def shuffled(count):
    return random.Random(0).sample(range(count), count)


unfinished = sys.argv[2] + ".part"
if len(sys.argv) > 3:
    write("train", unfinished, lambda _: range(int(sys.argv[3])))
else:
    write("train", os.path.join(unfinished, "train"), shuffled)
    write("t10k", os.path.join(unfinished, "test"), shuffled)
os.rename(unfinished, sys.argv[2])
