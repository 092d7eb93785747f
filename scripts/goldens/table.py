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

STEPS, PICTURES, NUDGED = 100, 60000, 8
LAUNCHER = os.path.join(lenet.ROOT, "scripts", "trainkit")
CONFIG = os.path.join(lenet.ROOT, "config", "lenet-mnist.yaml")

# the optimizer's settings on top of the file's; each other optimizer at PyTorch's default rate
ROWS = [
    [],
    ["nesterov=true"],
    ["name=adam", "learning-rate=0.001"],
    ["name=adamw", "learning-rate=0.001"],
    ["name=rmsprop", "learning-rate=0.01"],
    ["name=adagrad", "learning-rate=0.01"],
    ["name=adadelta", "learning-rate=1.0"],
    ["name=nadam", "learning-rate=0.002"],
]

KINDS = {
    "sgd": torch.optim.SGD,
    "adam": torch.optim.Adam,
    "adamw": torch.optim.AdamW,
    "rmsprop": torch.optim.RMSprop,
    "adagrad": torch.optim.Adagrad,
    "adadelta": torch.optim.Adadelta,
    "nadam": torch.optim.NAdam,
}


def arguments(settings):
    sets = [
        "model.weights=" + os.path.join(lenet.GOLDENS, "lenet.safetensors"),
        "data.shuffle=false",
        "data.validation=0",
        "train.log-steps=true",
        f"budget.max-steps={STEPS}",
    ]
    sets += ["optimizer." + setting for setting in settings]
    return [CONFIG] + ["--set=" + each for each in sets]


def resolved(settings):
    """The run's whole configuration, as `trainkit config` prints it."""
    text = subprocess.run(
        [LAUNCHER, "config"] + arguments(settings), check=True, capture_output=True, text=True
    ).stdout
    sections, section = {}, None
    for line in text.splitlines():
        key, value = line.split("  #")[0].split(":", 1)
        if value.strip():
            sections[section][key.strip()] = value.strip()
        else:
            section = key
            sections[section] = {}
    return sections


def trainkit(settings):
    """The losses that the command line writes into history.jsonl."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "model")
        subprocess.run(
            [LAUNCHER, "train", "--out", out] + arguments(settings), check=True, stdout=sys.stderr
        )
        with open(os.path.join(out, "history.jsonl"), encoding="utf-8") as lines:
            steps = [json.loads(line) for line in lines]
        return [step["loss"] for step in steps if "loss" in step]


def rate(config, step, steps_per_epoch):
    """A linear rise, then half a cosine over the rest of the run."""
    assert config["schedule"]["name"] == "cosine" and config["schedule"]["eta-min"] == "0.0"
    total = int(config["train"]["epochs"]) * steps_per_epoch
    warmup = round(float(config["schedule"]["warmup-epochs"]) * steps_per_epoch)
    peak = float(config["optimizer"]["learning-rate"])
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * (1 + math.cos(math.pi * (step - warmup) / (total - warmup))) / 2


def optimizer_of(config, model):
    """Everything that the configuration says of it, under PyTorch's names."""
    settings = dict(config["optimizer"])
    kind = KINDS[settings.pop("name")]
    assert settings.pop("decay-biases") == "true"
    settings["lr"] = settings.pop("learning-rate")
    values = {key.replace("-", "_"): json.loads(value) for key, value in settings.items()}
    if kind is torch.optim.NAdam:
        values["foreach"] = True  # see optimizers.py
    return kind(model.parameters(), **values)


def pytorch(config, dtype=torch.float32, nudge=None):
    """The same with PyTorch."""
    model = lenet.weights(dtype)
    if nudge is not None:
        lenet.nudge(model, nudge)
    optimizer = optimizer_of(config, model)
    batch = int(config["train"]["batch-size"])
    losses = []
    for step, (images, labels) in enumerate(lenet.batches(STEPS, batch, dtype)):
        optimizer.param_groups[0]["lr"] = rate(config, step, math.ceil(PICTURES / batch))
        loss = functional.cross_entropy(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def row(settings):
    config = resolved(settings)
    ours = trainkit(settings)
    theirs = pytorch(config)
    others = [pytorch(config, torch.float64)]
    others += [pytorch(config, nudge=seed) for seed in range(NUDGED)]
    assert len(ours) == STEPS
    apart = [abs(a - b) / b for a, b in zip(ours, theirs)]
    cells = [
        "`" + (" ".join(settings).replace("name=", "") or "as the file says") + "`",
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
    for settings in ROWS:
        print(row(settings), flush=True)
