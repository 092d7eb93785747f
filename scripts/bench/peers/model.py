"""Reads a trained LeNet from trainkit's weights.safetensors, without a package for it."""

import json
import os
import struct

import common
import numpy
import torch


def load(directory):
    with open(os.path.join(directory, "weights.safetensors"), "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    header.pop("__metadata__", None)
    state = {}
    for name, tensor in header.items():
        begin, end = tensor["data_offsets"]
        values = numpy.frombuffer(data[begin:end], "<f4").reshape(tensor["shape"])
        state[name] = torch.from_numpy(values.copy())
    net = common.LeNet()
    net.load_state_dict(state)
    return net.eval()


def preprocess(pixels):
    """From (N, 28, 28) bytes to what the network takes."""
    x = torch.from_numpy(pixels).unsqueeze(1).float().div(255)
    x = torch.nn.functional.pad(x, (2, 2, 2, 2))
    return x.sub(common.MEAN).div(common.STD)
