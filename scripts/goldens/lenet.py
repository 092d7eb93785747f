"""The network, the pictures and the file formats that the other scripts here share."""

import gzip
import json
import os
import platform
import struct
import sys

import numpy
import torch
from torch import nn
from torch.nn import functional

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GOLDENS = os.path.join(ROOT, "src", "test", "resources", "goldens")
MNIST = os.path.join(ROOT, "src", "main", "dist", "data", "mnist")

torch.set_num_threads(1)


class LeNet(nn.Module):
    """The LeNet of PyTorch's introduction to torch.nn."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 3)
        self.conv2 = nn.Conv2d(6, 16, 3)
        self.fc1 = nn.Linear(16 * 6 * 6, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = functional.max_pool2d(functional.relu(self.conv1(x)), 2)
        x = functional.max_pool2d(functional.relu(self.conv2(x)), 2)
        x = torch.flatten(x, 1)
        x = functional.relu(self.fc1(x))
        x = functional.relu(self.fc2(x))
        return self.fc3(x)


def weights(dtype=torch.float32):
    """The same start each time: PyTorch's own initialisation from seed 0."""
    torch.manual_seed(0)
    return LeNet().to(dtype)


def mnist(count, dtype=torch.float32, part="train"):
    """The first pictures of a file, train or t10k, as torchvision's Pad, ToTensor and Normalize make them."""
    with gzip.open(os.path.join(MNIST, part + "-images-idx3-ubyte.gz")) as file:
        pixels = numpy.frombuffer(file.read(16 + count * 784)[16:], numpy.uint8)
    with gzip.open(os.path.join(MNIST, part + "-labels-idx1-ubyte.gz")) as file:
        labels = numpy.frombuffer(file.read(8 + count)[8:], numpy.uint8)
    padded = numpy.pad(pixels.reshape(count, 1, 28, 28), ((0, 0), (0, 0), (2, 2), (2, 2)))
    images = (torch.from_numpy(padded.copy()).to(torch.float32) / 255 - 0.1307) / 0.3081
    return images.to(dtype), torch.from_numpy(labels.astype(numpy.int64))


def batches(count, size, dtype=torch.float32):
    images, labels = mnist(count * size, dtype)
    return list(zip(images.split(size), labels.split(size)))


def nudge(model, seed):
    """Moves each weight to the next float below or above, or leaves it, at random."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for p in model.parameters():
            way = torch.randint(-1, 2, p.shape, generator=generator)
            p.copy_(torch.where(way == 0, p, torch.nextafter(p, way * torch.inf)))


def drift(values, others):
    """How far the others have been from the values so far, relative to these; two digits."""
    so_far, result = 0.0, []
    for i, value in enumerate(values):
        so_far = max([so_far] + [abs(other[i] - value) / abs(value) for other in others])
        result.append(float(f"{so_far:.1e}"))
    return result


def compact(value):
    """Float32 values keep all their digits; doubles would need twice as many."""
    if isinstance(value, float):
        return float(f"{value:.9g}")
    if isinstance(value, dict):
        return {key: compact(item) for key, item in value.items()}
    return [compact(item) for item in value] if isinstance(value, (list, tuple)) else value


def versions():
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "numpy": numpy.__version__,
    }


def write_json(name, content):
    path = os.path.join(GOLDENS, name)
    os.makedirs(GOLDENS, exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"versions": versions(), **compact(content)}, file, separators=(",", ":"))
        file.write("\n")
    print(path, os.path.getsize(path), "bytes", file=sys.stderr)


def write_safetensors(name, tensors):
    """Eight bytes with the header's length, a JSON header, then the values, little-endian."""
    header, offset = {"__metadata__": versions()}, 0
    for key, tensor in tensors.items():
        end = offset + tensor.numel() * 4
        header[key] = {
            "dtype": "F32",
            "shape": list(tensor.shape),
            "data_offsets": [offset, end],
        }
        offset = end
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path = os.path.join(GOLDENS, name)
    os.makedirs(GOLDENS, exist_ok=True)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for tensor in tensors.values():
            file.write(tensor.detach().to(torch.float32).contiguous().numpy().tobytes())
    print(path, os.path.getsize(path), "bytes", file=sys.stderr)
