"""Writes MNIST's training set as PNG files, a folder for each class: png_folder.py DATA FOLDER COUNT"""

import os
import sys

from PIL import Image

import common

pixels, labels = common.pixels(sys.argv[1]), common.labels(sys.argv[1])
part = sys.argv[2] + ".part"
for label in range(10):
    os.makedirs(os.path.join(part, str(label)), exist_ok=True)
for i in range(int(sys.argv[3])):
    Image.fromarray(pixels[i]).save(os.path.join(part, str(int(labels[i])), f"{i:05}.png"))
os.rename(part, sys.argv[2])
