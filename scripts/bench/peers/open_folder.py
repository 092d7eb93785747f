"""Reads pictures in folders into memory with Pillow, one process: open_folder.py FOLDER"""

import os
import sys
import time

import numpy
from PIL import Image

import common

start = time.perf_counter()
pictures, labels = [], []
for label, folder in enumerate(sorted(os.listdir(sys.argv[1]))):
    for name in sorted(os.listdir(os.path.join(sys.argv[1], folder))):
        pictures.append(numpy.array(Image.open(os.path.join(sys.argv[1], folder, name))))
        labels.append(label)
pixels = numpy.stack(pictures)
common.emit(seconds=time.perf_counter() - start, pictures=len(pixels))
