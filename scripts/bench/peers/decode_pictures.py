"""Decodes PNG files from memory with Pillow: decode_pictures.py FOLDER SECONDS"""

import io
import os
import sys
import time

import numpy
from PIL import Image

import common

pictures = []
for name in sorted(os.listdir(sys.argv[1])):
    with open(os.path.join(sys.argv[1], name), "rb") as file:
        pictures.append(file.read())


def decode(seconds):
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        for picture in pictures:
            numpy.array(Image.open(io.BytesIO(picture)))
        count += len(pictures)
    return (time.perf_counter() - start) / count


decode(float(sys.argv[2]))
common.emit(microsPerPicture=decode(float(sys.argv[2])) * 1e6)
