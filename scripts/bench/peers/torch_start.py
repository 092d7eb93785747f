"""What `trainkit predict digit.png` does, as a Python script."""

import sys

import model
import numpy
import torch
from PIL import Image

net = model.load(sys.argv[1])
picture = Image.open(sys.argv[2]).convert("L").resize((28, 28))
with torch.no_grad():
    probabilities = torch.softmax(net(model.preprocess(numpy.array(picture)[None])), 1)[0]
best = int(probabilities.argmax())
print(f"{sys.argv[2]}: {best} ({100 * probabilities[best]:.2f} %)")
