"""Trains networks in PyTorch, saves each in every format that trainkit imports, imports them, and
compares the answers to all 10,000 test pictures of MNIST. Prints a table; fails where one differs.

    /usr/bin/python3 scripts/interop/imports.py [LAUNCHER]
"""

import csv
import json
import os
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, "scripts", "goldens"))

import numpy
import torch
from torch import nn
from torch.nn import functional

import lenet

LAUNCHER = sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "scripts", "trainkit")
STEPS, BATCH = 60, 64


class Mlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(1024, 128)
        self.fc2 = nn.Linear(128, 10)

    def forward(self, x):
        return self.fc2(functional.relu(self.fc1(torch.flatten(x, 1))))


def trained(net):
    """A minute's worth of learning, so that the answers are not all the same."""
    optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
    for images, labels in lenet.batches(STEPS, BATCH):
        optimizer.zero_grad()
        functional.cross_entropy(net(images), labels).backward()
        optimizer.step()
    return net.eval()


def save_safetensors(state, file):
    """The format by hand: Debian has no library for it."""
    kinds = {torch.float16: "F16", torch.bfloat16: "BF16", torch.float32: "F32", torch.float64: "F64"}
    header, body = {}, b""
    for name, tensor in sorted(state.items()):
        raw = tensor.contiguous().view(-1).view(torch.uint8).numpy().tobytes()
        offsets = [len(body), len(body) + len(raw)]
        header[name] = {"dtype": kinds[tensor.dtype], "shape": list(tensor.shape), "data_offsets": offsets}
        body += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(file, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text + body)


def cast(state, dtype):
    return {name: tensor.to(dtype) for name, tensor in state.items()}


def transposed(state):
    """The same values in memory that runs the other way."""
    return {n: t.t().contiguous().t() if t.dim() == 2 else t for n, t in state.items()}


FORMATS = {
    "state_dict.pth": lambda net, file: torch.save(net.state_dict(), file),
    "protocol4.pth": lambda net, file: torch.save(net.state_dict(), file, pickle_protocol=4),
    "checkpoint.pth": lambda net, file: torch.save({"epoch": 1, "state_dict": net.state_dict()}, file),
    "transposed.pth": lambda net, file: torch.save(transposed(net.state_dict()), file),
    "float64.pth": lambda net, file: torch.save(cast(net.state_dict(), torch.float64), file),
    "script.pt": lambda net, file: torch.jit.save(torch.jit.script(net), file),
    "float32.safetensors": lambda net, file: save_safetensors(net.state_dict(), file),
    "float16.safetensors": lambda net, file: save_safetensors(cast(net.state_dict(), torch.float16), file),
    "bfloat16.safetensors": lambda net, file: save_safetensors(cast(net.state_dict(), torch.bfloat16), file),
    "arrays.npz": lambda net, file: numpy.savez_compressed(file, **{n: t.numpy() for n, t in net.state_dict().items()}),
}


def run(*arguments):
    return subprocess.run([LAUNCHER, *arguments], check=True, capture_output=True, text=True).stdout


def answers(model, file):
    """The prediction to each test picture, and the probability of each class."""
    run("evaluate", "--model", model, "--predictions", file)
    with open(file, newline="") as lines:
        rows = list(csv.reader(lines))[1:]
    return [int(row[2]) for row in rows], numpy.array([[float(p) for p in row[5:]] for row in rows])


def expected(net, dtype, images):
    """What PyTorch answers, by weights that were once rounded to that type."""
    state = {name: tensor.to(dtype).float() for name, tensor in net.state_dict().items()}
    rounded = type(net)()
    rounded.load_state_dict(state)
    with torch.no_grad():
        logits = rounded.eval()(images)
    return logits.argmax(1).tolist(), functional.softmax(logits.double(), 1).numpy()


def main():
    torch.manual_seed(1)
    images, _ = lenet.mnist(10000, part="t10k")
    wrong = 0
    print("| model | file | equal predictions of 10,000 | largest difference of a probability |")
    print("|---|---|---|---|")
    for name, net in ("lenet", trained(lenet.LeNet())), ("mlp", trained(Mlp())):
        for kind, save in FORMATS.items():
            with tempfile.TemporaryDirectory() as folder:
                file, model = os.path.join(folder, kind), os.path.join(folder, "model")
                save(net, file)
                run("import", file, "--model", name, "--out", model)
                ours, probabilities = answers(model, os.path.join(folder, "answers.csv"))
                dtype = {"float16": torch.float16, "bfloat16": torch.bfloat16}.get(kind.split(".")[0], torch.float32)
                theirs, exact = expected(net, dtype, images)
                equal = sum(a == b for a, b in zip(ours, theirs))
                wrong += len(theirs) - equal
                print(f"| `{name}` | {kind} | {equal} | {abs(probabilities - exact).max():.1e} |", flush=True)
    sys.exit(wrong > 0)


main()
