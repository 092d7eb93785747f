"""The networks, the pictures and the clock that the Python peers share."""

import argparse
import gzip
import json
import os
import resource
import time

import numpy
import torch
from torch import nn
from torch.nn import functional

MEAN, STD = 0.1307, 0.3081

torch.set_num_threads(len(os.sched_getaffinity(0)))  # by itself it may take half of them


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


class Mlp(nn.Module):
    """One hidden layer of 128."""

    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(32 * 32, 128)
        self.fc2 = nn.Linear(128, 10)

    def forward(self, x):
        return self.fc2(functional.relu(self.fc1(torch.flatten(x, 1))))


class Cnn(nn.Module):
    """Two blocks of convolution, batch normalisation, ReLU and pooling; one hidden layer of 128."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(32)
        self.conv2 = nn.Conv2d(32, 64, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(64)
        self.fc1 = nn.Linear(64 * 8 * 8, 128)
        self.fc2 = nn.Linear(128, 10)

    def forward(self, x):
        x = functional.max_pool2d(functional.relu(self.bn1(self.conv1(x))), 2)
        x = functional.max_pool2d(functional.relu(self.bn2(self.conv2(x))), 2)
        return self.fc2(functional.relu(self.fc1(torch.flatten(x, 1))))


MODELS = {"lenet": LeNet, "mlp": Mlp, "cnn": Cnn}


def training_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", default="lenet", choices=sorted(MODELS))
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--warm-up", type=int, default=6400, help="pictures before the clock starts")
    parser.add_argument("--images", type=int, default=38400, help="pictures that are timed")
    parser.add_argument("--data", required=True, help="the folder with MNIST's four files")
    return parser.parse_args()


def idx(folder, name, header):
    path = os.path.join(folder, name)
    if os.path.exists(path):
        with open(path, "rb") as file:
            return numpy.frombuffer(file.read(), numpy.uint8, offset=header)
    with gzip.open(path + ".gz") as file:
        return numpy.frombuffer(file.read(), numpy.uint8, offset=header)


def pixels(folder, part="train"):
    return idx(folder, f"{part}-images-idx3-ubyte", 16).reshape(-1, 28, 28)


def labels(folder, part="train"):
    return torch.from_numpy(idx(folder, f"{part}-labels-idx1-ubyte", 8).astype(numpy.int64))


class StepClock:
    """Times the steps after a warm-up, in seconds a picture, and says when there were enough."""

    def __init__(self, work):
        self.work = work
        self.seen = 0
        self.start = None

    def step(self, pictures):
        self.seen += pictures
        if self.start is None and self.seen >= self.work.warm_up:
            self.start, self.first, self.cpu = time.perf_counter(), self.seen, time.process_time()
        return self.start is not None and self.seen - self.first >= self.work.images

    def report(self, loss):
        timed = self.seen - self.first
        emit(
            secondsPerPicture=(time.perf_counter() - self.start) / timed,
            cpuSecondsPerPicture=(time.process_time() - self.cpu) / timed,
            pictures=timed,
            loss=loss,
            version=f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads",
        )


def emit(**figures):
    """The one line that the harness reads."""
    figures["peakMiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print("BENCH " + json.dumps(figures), flush=True)
