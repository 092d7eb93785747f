"""Each of PyTorch's losses on the same logits, with its gradient: losses.json; and scikit-learn's class weights."""

import torch
from torch.nn import functional
from sklearn.utils.class_weight import compute_class_weight
from torchvision.ops import sigmoid_focal_loss

import lenet

BATCH, CLASSES = 8, 5
WEIGHTS = [0.5, 1.0, 2.0, 0.0, 3.0]
IGNORED = 2


def cross_entropy(logits, target, reduction, weight=None, smoothing=0.0, ignored=-100):
    weight = None if weight is None else torch.tensor(weight)
    return functional.cross_entropy(
        logits,
        target,
        weight,
        reduction=reduction,
        label_smoothing=smoothing,
        ignore_index=ignored,
    )


def nll(logits, target, reduction, weight=None, ignored=-100):
    weight = None if weight is None else torch.tensor(weight)
    return functional.nll_loss(logits, target, weight, reduction=reduction, ignore_index=ignored)


def cases(classes, one_hot, shares):
    """Name, settings as trainkit writes them, target, and what PyTorch does on logits."""
    weights = {"class-weights": WEIGHTS}
    ignoring = {"ignore-index": IGNORED}
    smoothing = {"label-smoothing": 0.1}
    for reduction in ("mean", "sum"):
        r = {"reduction": reduction}

        def ce(settings, target, **more):
            return (
                "cross-entropy",
                {**r, **settings},
                target,
                lambda x: cross_entropy(x, target, reduction, **more),
            )

        yield ce({}, classes)
        yield ce(weights, classes, weight=WEIGHTS)
        yield ce(smoothing, classes, smoothing=0.1)
        yield ce(ignoring, classes, ignored=IGNORED)
        yield ce(
            {**weights, **smoothing, **ignoring},
            classes,
            weight=WEIGHTS,
            smoothing=0.1,
            ignored=IGNORED,
        )
        yield ce({**smoothing, **ignoring}, classes, smoothing=0.1, ignored=IGNORED)
        yield ce({**weights, **smoothing}, shares, weight=WEIGHTS, smoothing=0.1)
        yield ce({}, one_hot)
        # PyTorch's takes no one-hot rows here; ours stand for their classes
        for target in (classes, one_hot):
            yield "nll", {**r}, target, lambda x: nll(x, classes, reduction)
        yield "nll", {**r, **weights, **ignoring}, classes, lambda x: nll(
            x, classes, reduction, WEIGHTS, IGNORED
        )
        for target in (classes, shares):
            dense = one_hot if target is classes else shares
            yield "mse", r, target, lambda x, t=dense: functional.mse_loss(
                x, t, reduction=reduction
            )
            yield (
                "bce-with-logits",
                r,
                target,
                lambda x, t=dense: functional.binary_cross_entropy_with_logits(
                    x, t, reduction=reduction
                ),
            )
            for alpha, gamma in ((0.25, 2.0), (-1.0, 1.5), (0.9, 0.0)):
                yield (
                    "focal",
                    {**r, "alpha": alpha, "gamma": gamma},
                    target,
                    lambda x, t=dense, a=alpha, g=gamma: sigmoid_focal_loss(
                        x, t, alpha=a, gamma=g, reduction=reduction
                    ),
                )


def golden(name, settings, target, function, logits):
    x = logits.clone().requires_grad_()
    loss = function(x)
    loss.backward()
    return {
        "name": name,
        "settings": settings,
        "target": target.tolist(),
        "loss": loss.item(),
        "gradient": x.grad.flatten().tolist(),
    }


def balanced(labels):
    weights = compute_class_weight("balanced", classes=range(CLASSES), y=labels)
    return {"labels": labels, "weights": weights.tolist()}


if __name__ == "__main__":
    torch.manual_seed(0)
    logits = 3 * torch.randn(BATCH, CLASSES)
    logits[0] *= 10  # far out, where a careless formula overflows
    classes = torch.tensor([2, 0, 1, 3, 4, 2, 1, 0])
    one_hot = functional.one_hot(classes, CLASSES).float()
    shares = torch.softmax(torch.randn(BATCH, CLASSES), 1)
    lenet.write_json(
        "losses.json",
        {
            "shape": [BATCH, CLASSES],
            "logits": logits.flatten().tolist(),
            "balanced": balanced([0] * 70 + [1] * 20 + [2] * 3 + [3] * 150 + [4]),
            "cases": [golden(*case, logits) for case in cases(classes, one_hot, shares)],
        },
    )
