"""Reads a folder of PNG files, one of each class, as torchvision's ImageFolder does: open_folder.py FOLDER"""

import os
import sys
import time

import numpy
from PIL import Image

import common


def read(path):
    with Image.open(path) as picture:
        return numpy.array(picture)


start = time.perf_counter()
paths = [
    os.path.join(folder, name)
    for folder, _, names in sorted(os.walk(sys.argv[1]))
    for name in sorted(names)
]
pixels = numpy.stack([read(path) for path in paths])
labels = [os.path.basename(os.path.dirname(path)) for path in paths]
seconds = time.perf_counter() - start
common.emit(seconds=seconds, pictures=len(labels))
