"""LeNet's losses under each of PyTorch's optimizers: lenet.safetensors and optimizers.json.

One hundred steps on the first 1,600 pictures of MNIST, 16 a step, with a tenth of the learning rate
from the fiftieth step on. Each is also run in float64, and eight times more from weights of which
every one is moved by one unit in its last place or left alone: how far those get from the first is
what rounding does.
"""

import torch
from torch.nn import functional

import lenet

STEPS, BATCH, NUDGED = 100, 16, 8

# name, settings as trainkit writes them, and as PyTorch does
VARIANTS = [
    ("sgd", {"learning-rate": 0.05, "momentum": 0.0}, torch.optim.SGD, {"lr": 0.05}),
    (
        "sgd",
        {"learning-rate": 0.02, "momentum": 0.9, "weight-decay": 0.001},
        torch.optim.SGD,
        {"lr": 0.02, "momentum": 0.9, "weight_decay": 0.001},
    ),
    (
        "sgd",
        {"learning-rate": 0.02, "momentum": 0.9, "dampening": 0.5},
        torch.optim.SGD,
        {"lr": 0.02, "momentum": 0.9, "dampening": 0.5},
    ),
    (
        "sgd",
        {"learning-rate": 0.02, "momentum": 0.9, "nesterov": True, "weight-decay": 0.001},
        torch.optim.SGD,
        {"lr": 0.02, "momentum": 0.9, "nesterov": True, "weight_decay": 0.001},
    ),
    (
        "sgd",
        {"learning-rate": 0.02, "momentum": 0.9, "weight-decay": 0.05, "decay-biases": False},
        torch.optim.SGD,
        {"lr": 0.02, "momentum": 0.9, "weight_decay": 0.05, "decay_biases": False},
    ),
    ("adam", {}, torch.optim.Adam, {}),
    (
        "adam",
        {"betas": [0.8, 0.95], "eps": 0.0001, "weight-decay": 0.01, "amsgrad": True},
        torch.optim.Adam,
        {"betas": (0.8, 0.95), "eps": 0.0001, "weight_decay": 0.01, "amsgrad": True},
    ),
    ("adamw", {}, torch.optim.AdamW, {}),
    (
        "adamw",
        {"weight-decay": 0.5, "amsgrad": True, "decay-biases": False},
        torch.optim.AdamW,
        {"weight_decay": 0.5, "amsgrad": True, "decay_biases": False},
    ),
    ("rmsprop", {"learning-rate": 0.001}, torch.optim.RMSprop, {"lr": 0.001}),
    (
        "rmsprop",
        {
            "learning-rate": 0.0005,
            "alpha": 0.9,
            "eps": 0.0001,
            "momentum": 0.5,
            "centered": True,
            "weight-decay": 0.001,
        },
        torch.optim.RMSprop,
        {
            "lr": 0.0005,
            "alpha": 0.9,
            "eps": 0.0001,
            "momentum": 0.5,
            "centered": True,
            "weight_decay": 0.001,
        },
    ),
    ("adagrad", {}, torch.optim.Adagrad, {}),
    (
        "adagrad",
        {"lr-decay": 0.01, "initial-accumulator-value": 0.1, "weight-decay": 0.001},
        torch.optim.Adagrad,
        {"lr_decay": 0.01, "initial_accumulator_value": 0.1, "weight_decay": 0.001},
    ),
    ("adadelta", {}, torch.optim.Adadelta, {}),
    (
        "adadelta",
        {"rho": 0.8, "eps": 1e-05, "weight-decay": 0.001},
        torch.optim.Adadelta,
        {"rho": 0.8, "eps": 1e-05, "weight_decay": 0.001},
    ),
    # One by one, torch 1.13 multiplies NAdam's momentum in once too often; all at once it does not,
    # and neither do later releases.
    (
        "nadam",
        {"learning-rate": 0.001},
        torch.optim.NAdam,
        {"lr": 0.001, "foreach": True},
    ),
    (
        "nadam",
        {"betas": [0.8, 0.95], "eps": 0.0001, "weight-decay": 0.01, "momentum-decay": 0.01},
        torch.optim.NAdam,
        {
            "betas": (0.8, 0.95),
            "eps": 0.0001,
            "weight_decay": 0.01,
            "momentum_decay": 0.01,
            "foreach": True,
        },
    ),
]


def groups(model, settings):
    """PyTorch leaves parameters out of the decay through groups of their own."""
    decay_biases = settings.pop("decay_biases", True)
    matrices = [p for p in model.parameters() if decay_biases or p.dim() > 1]
    vectors = [p for p in model.parameters() if not decay_biases and p.dim() <= 1]
    result = [{"params": matrices}]
    return result + [{"params": vectors, "weight_decay": 0.0}] if vectors else result


def run(kind, settings, dtype, nudge=None):
    model = lenet.weights(dtype)
    if nudge is not None:
        lenet.nudge(model, nudge)
    settings = dict(settings)
    optimizer = kind(groups(model, settings), **settings)
    losses = []
    for step, (images, labels) in enumerate(lenet.batches(STEPS, BATCH, dtype)):
        if step == STEPS // 2:
            for group in optimizer.param_groups:
                group["lr"] *= 0.1
        loss = functional.cross_entropy(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses, [p.norm().item() for p in model.parameters()]


def golden(name, settings, kind, torch_settings):
    losses, norms = run(kind, torch_settings, torch.float32)
    others = [run(kind, torch_settings, torch.float64)]
    others += [run(kind, torch_settings, torch.float32, seed) for seed in range(NUDGED)]
    return {
        "name": name,
        "settings": settings,
        "losses": losses,
        "drift": lenet.drift(losses, [other for other, _ in others]),
        "norms": norms,
        "normDrift": max(lenet.drift(norms, [other for _, other in others])),
    }


def defaults(kind):
    """PyTorch's defaults under our names; SGD's learning rate has none there."""
    rate = {"lr": 1.0} if kind is torch.optim.SGD else {}
    renamed = {"lr": "learning-rate"}
    settings = kind([torch.zeros(1, requires_grad=True)], **rate).defaults
    others = {"maximize", "foreach", "capturable", "differentiable", "fused"}
    return {
        renamed.get(key, key.replace("_", "-")): value
        for key, value in settings.items()
        if key not in others and key not in rate
    }


if __name__ == "__main__":
    lenet.write_safetensors("lenet.safetensors", lenet.weights().state_dict())
    lenet.write_json(
        "optimizers.json",
        {
            "defaults": {name: defaults(kind) for name, _, kind, _ in VARIANTS},
            "runs": [golden(*variant) for variant in VARIANTS],
        },
    )
