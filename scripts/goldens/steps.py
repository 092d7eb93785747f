"""What happens around a step, on the LeNet and the pictures of optimizers.py: steps.json.

Clipping by norm and by value, gradients of several batches in one step, the moving average of the
weights, and parameters that are frozen or have rates of their own, each over a few steps.
"""

import torch
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel

import lenet

STEPS, BATCH, RATE, MOMENTUM, DECAY = 20, 16, 0.05, 0.9, 0.9
FROZEN = 10
CLASS_WEIGHTS = [0.2, 1.0, 2.0, 0.5, 3.0, 1.0, 0.1, 1.5, 1.0, 2.5]


def run(clip=None, batch=BATCH, weight=None, reduction="mean", rate=RATE):
    """Gives the losses, the norms of the gradients before clipping, and those of the weights."""
    model = lenet.weights()
    average = AveragedModel(model, avg_fn=lambda a, w, n: DECAY * a + (1 - DECAY) * w)
    optimizer = torch.optim.SGD(model.parameters(), lr=rate, momentum=MOMENTUM)
    losses, norms = [], []
    for images, labels in lenet.batches(STEPS, batch):
        loss = functional.cross_entropy(model(images), labels, weight, reduction=reduction)
        optimizer.zero_grad()
        loss.backward()
        norms.append(torch.stack([p.grad.norm() for p in model.parameters()]).norm().item())
        if clip is not None:
            clip(model.parameters())
        optimizer.step()
        average.update_parameters(model)
        losses.append(loss.item())
    return {
        "losses": losses,
        "gradientNorms": norms,
        "norms": [p.norm().item() for p in model.parameters()],
        "averageNorms": [p.norm().item() for p in average.module.parameters()],
    }


def run_groups(create):
    """Rates of their own, and convolutions that are frozen for the first half of the steps."""
    model = lenet.weights()
    convolutions = [p for name, p in model.named_parameters() if name.startswith("conv")]
    optimizer = create(
        [
            {"params": convolutions, "lr": 0.1},
            {"params": model.fc3.parameters(), "lr": 2.0},
            {"params": [*model.fc1.parameters(), *model.fc2.parameters()], "lr": 1.0},
        ]
    )
    losses = []
    for step, (images, labels) in enumerate(lenet.batches(STEPS, BATCH)):
        for p in convolutions:
            p.requires_grad_(step >= FROZEN)
        loss = functional.cross_entropy(model(images), labels)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return {"losses": losses, "norms": [p.norm().item() for p in model.parameters()]}


def scaled(rate):
    """The groups' rates are factors of one."""

    def scale(groups):
        return [{**group, "lr": group["lr"] * rate} for group in groups]

    return scale


def groups():
    sgd, adamw = scaled(RATE), scaled(0.001)
    return {
        "frozenSteps": FROZEN,
        "rateFactors": ["conv*=0.1", "fc3=2.0"],
        "sgd": run_groups(
            lambda g: torch.optim.SGD(sgd(g), lr=RATE, momentum=MOMENTUM, weight_decay=0.01)
        ),
        "adamw": run_groups(lambda g: torch.optim.AdamW(adamw(g), lr=0.001, weight_decay=0.01)),
    }


if __name__ == "__main__":
    lenet.write_json(
        "steps.json",
        {
            "learningRate": RATE,
            "momentum": MOMENTUM,
            "averageDecay": DECAY,
            "clipNorm": {
                "limit": 0.5,
                **run(lambda p: torch.nn.utils.clip_grad_norm_(p, 0.5)),
            },
            "clipValue": {
                "limit": 0.01,
                **run(lambda p: torch.nn.utils.clip_grad_value_(p, 0.01)),
            },
            # four batches of 16 a step are one of 64, in each of the ways to take a mean
            "accumulate": {"batches": 4, **run(batch=4 * BATCH)},
            "accumulateWeighted": {
                "batches": 4,
                "classWeights": CLASS_WEIGHTS,
                **run(batch=4 * BATCH, weight=torch.tensor(CLASS_WEIGHTS)),
            },
            "groups": groups(),
            "accumulateSum": {
                "batches": 4,
                "learningRate": 0.0005,
                **run(batch=4 * BATCH, reduction="sum", rate=0.0005),
            },
        },
    )
