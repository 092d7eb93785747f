"""Trains through the command line and through PyTorch, and prints their losses side by side.

For each optimizer: `scripts/trainkit train` with config/lenet-mnist.yaml, from the weights in
lenet.safetensors, in file order, 100 steps of 64 pictures. The table is the one in README.md.
"""

import json
import math
import os
import subprocess
import sys
import tempfile

import torch
from torch.nn import functional

import lenet

STEPS, BATCH, PICTURES, EPOCHS, DECAY, NUDGED = 100, 64, 60000, 10, 1e-4, 8

# settings as trainkit writes them, and as PyTorch does
ROWS = [
    (["name=sgd"], torch.optim.SGD, {"lr": 0.05, "momentum": 0.9}),
    (
        ["name=sgd", "nesterov=true"],
        torch.optim.SGD,
        {"lr": 0.05, "momentum": 0.9, "nesterov": True},
    ),
    (["name=adam"], torch.optim.Adam, {}),
    (["name=adamw"], torch.optim.AdamW, {}),
    (["name=rmsprop", "learning-rate=0.001"], torch.optim.RMSprop, {"lr": 0.001}),
    (["name=adagrad"], torch.optim.Adagrad, {}),
    (["name=adadelta"], torch.optim.Adadelta, {}),
    (["name=nadam"], torch.optim.NAdam, {"foreach": True}),
]


def trainkit(settings):
    """The losses that the command line writes into history.jsonl."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "model")
        sets = {
            "model.weights": os.path.join(lenet.GOLDENS, "lenet.safetensors"),
            "data.shuffle": "false",
            "data.validation": "0",
            "train.log-steps": "true",
            "budget.max-steps": str(STEPS),
        }
        arguments = [f"--set={key}={value}" for key, value in sets.items()]
        arguments += [f"--set=optimizer.{setting}" for setting in settings]
        subprocess.run(
            [os.path.join(lenet.ROOT, "scripts", "trainkit"), "train"]
            + [os.path.join(lenet.ROOT, "config", "lenet-mnist.yaml"), "--out", out]
            + arguments,
            check=True,
            stdout=sys.stderr,
        )
        with open(os.path.join(out, "history.jsonl"), encoding="utf-8") as lines:
            steps = [json.loads(line) for line in lines]
        return [step["loss"] for step in steps if "loss" in step]


def pytorch(kind, settings, dtype=torch.float32, nudge=None):
    """The same with PyTorch: weight decay, and half a cosine over the run's ten epochs."""
    model = lenet.weights(dtype)
    if nudge is not None:
        lenet.nudge(model, nudge)
    optimizer = kind(model.parameters(), weight_decay=DECAY, **settings)
    total = EPOCHS * math.ceil(PICTURES / BATCH)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, total)
    losses = []
    for images, labels in lenet.batches(STEPS, BATCH, dtype):
        loss = functional.cross_entropy(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        scheduler.step()
        losses.append(loss.item())
    return losses


def row(settings, kind, torch_settings):
    ours = trainkit(settings)
    theirs = pytorch(kind, torch_settings)
    others = [pytorch(kind, torch_settings, torch.float64)]
    others += [pytorch(kind, torch_settings, nudge=seed) for seed in range(NUDGED)]
    assert len(ours) == STEPS
    apart = [abs(a - b) / b for a, b in zip(ours, theirs)]
    cells = [
        "`" + " ".join(settings).replace("name=", "") + "`",
        *(f"{losses[i]:.7f}" for i in (19, STEPS - 1) for losses in (ours, theirs)),
        f"{max(apart[:20]):.1e}",
        f"{max(apart):.1e}",
        f"{lenet.drift(theirs, others)[-1]:.1e}",
    ]
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    versions = lenet.versions()
    print(f"PyTorch {versions['torch']}, Python {versions['python']}\n")
    print("| | step 20 | | step 100 | | apart | | PyTorch |")
    print("|---|---|---|---|---|---|---|---|")
    print("| optimizer | ours | PyTorch | ours | PyTorch | 1-20 | 1-100 | from itself |")
    for settings, kind, torch_settings in ROWS:
        print(row(settings, kind, torch_settings), flush=True)
