"""The learning rates that PyTorch's schedulers give for 200 steps, ten an epoch: schedules.json."""

import torch
from torch.optim import lr_scheduler as torch_schedules

import lenet

STEPS, PER_EPOCH, PEAK = 200, 10, 0.1
EPOCHS = STEPS // PER_EPOCH

# A validation loss for each epoch: it falls, stays, falls a little, and rises.
LOSSES = [2.0, 1.5, 1.2, 1.2, 1.2, 1.19995, 1.21, 1.1, 1.1, 1.1, 1.1, 1.1]
LOSSES += [1.1, 1.0, 1.3, 1.3, 1.3, 1.3, 1.3, 1.3]


def cosine(t_max, eta_min=0.0):
    return lambda o: torch_schedules.CosineAnnealingLR(o, t_max, eta_min)


def one_cycle(**more):
    return lambda o: torch_schedules.OneCycleLR(
        o, PEAK, total_steps=STEPS, cycle_momentum=False, **more
    )


def warm(steps, after):
    """LinearLR's factor is 1 / steps at first, and 1 at the last step of the warm-up."""
    return lambda o: torch_schedules.SequentialLR(
        o, [torch_schedules.LinearLR(o, 1 / steps, 1.0, steps - 1), after(o)], [steps]
    )


# name, settings as trainkit writes them, PyTorch's scheduler, and whether an epoch is its step
CASES = [
    ("constant", {}, lambda o: torch_schedules.ConstantLR(o, 1.0), False),
    ("step", {"step-size": 3}, lambda o: torch_schedules.StepLR(o, 3), True),
    (
        "step",
        {"step-size": 30, "gamma": 0.5, "per": "step"},
        lambda o: torch_schedules.StepLR(o, 30, 0.5),
        False,
    ),
    (
        "multi-step",
        {"milestones": [5, 12, 13], "gamma": 0.3},
        lambda o: torch_schedules.MultiStepLR(o, [5, 12, 13], 0.3),
        True,
    ),
    ("exponential", {"gamma": 0.8}, lambda o: torch_schedules.ExponentialLR(o, 0.8), True),
    (
        "exponential",
        {"gamma": 0.97, "per": "step"},
        lambda o: torch_schedules.ExponentialLR(o, 0.97),
        False,
    ),
    ("cosine", {}, cosine(STEPS), False),
    ("cosine", {"per": "epoch"}, cosine(EPOCHS), True),
    ("cosine", {"t-max": 70, "eta-min": 0.01}, cosine(70, 0.01), False),
    (
        "cosine-warm-restarts",
        {"t0": 15, "t-mult": 2, "eta-min": 0.001},
        lambda o: torch_schedules.CosineAnnealingWarmRestarts(o, 15, 2, 0.001),
        False,
    ),
    (
        "cosine-warm-restarts",
        {"t0": 4, "per": "epoch"},
        lambda o: torch_schedules.CosineAnnealingWarmRestarts(o, 4),
        True,
    ),
    ("polynomial", {}, lambda o: torch_schedules.PolynomialLR(o, STEPS, 1.0), False),
    (
        "polynomial",
        {"total-iters": 120, "power": 2.5},
        lambda o: torch_schedules.PolynomialLR(o, 120, 2.5),
        False,
    ),
    ("one-cycle", {}, one_cycle(), False),
    (
        "one-cycle",
        {
            "pct-start": 0.25,
            "anneal-strategy": "linear",
            "div-factor": 10.0,
            "final-div-factor": 100.0,
            "three-phase": True,
        },
        one_cycle(
            pct_start=0.25,
            anneal_strategy="linear",
            div_factor=10.0,
            final_div_factor=100.0,
            three_phase=True,
        ),
        False,
    ),
    ("constant", {"warmup-epochs": 3}, warm(30, lambda o: torch_schedules.StepLR(o, 999)), False),
    ("cosine", {"warmup-epochs": 2.5}, warm(25, cosine(STEPS - 25)), False),
    (
        "exponential",
        {"warmup-epochs": 2, "gamma": 0.98, "per": "step"},
        warm(20, lambda o: torch_schedules.ExponentialLR(o, 0.98)),
        False,
    ),
    (
        "reduce-on-plateau",
        {"patience": 1},
        lambda o: torch_schedules.ReduceLROnPlateau(o, patience=1),
        None,
    ),
    (
        "reduce-on-plateau",
        {
            "factor": 0.5,
            "patience": 0,
            "threshold": 0.05,
            "threshold-mode": "abs",
            "cooldown": 2,
            "min-lr": 0.02,
        },
        lambda o: torch_schedules.ReduceLROnPlateau(
            o,
            factor=0.5,
            patience=0,
            threshold=0.05,
            threshold_mode="abs",
            cooldown=2,
            min_lr=0.02,
        ),
        None,
    ),
]


def rates(make, per_epoch):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=PEAK)
    scheduler = make(optimizer)
    result = []
    for step in range(STEPS):
        result.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        epoch_ended = (step + 1) % PER_EPOCH == 0
        if per_epoch is None and epoch_ended:
            scheduler.step(LOSSES[step // PER_EPOCH])
        elif per_epoch is False or (per_epoch and epoch_ended):
            if step < STEPS - 1:  # one-cycle has no rate for a step after the last
                scheduler.step()
    return result


if __name__ == "__main__":
    lenet.write_json(
        "schedules.json",
        {
            "peak": PEAK,
            "stepsPerEpoch": PER_EPOCH,
            "losses": LOSSES,
            "cases": [
                {"name": name, "settings": settings, "rates": rates(make, per_epoch)}
                for name, settings, make, per_epoch in CASES
            ],
        },
    )
