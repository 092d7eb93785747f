"""Writes small files of weights in every format that trainkit imports, made by PyTorch and NumPy:
src/test/resources/goldens/weights, and what is in them as weights.json."""

import argparse
import collections
import json
import os
import pathlib
import struct

import lenet
import numpy as np
import torch

FOLDER = os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "../../src/test/resources/goldens/weights")


def network():
    """Two layers of few weights, values that float16 and bfloat16 hold exactly."""
    net = torch.nn.Sequential(
        collections.OrderedDict(conv=torch.nn.Conv2d(1, 2, (2, 3)), fc=torch.nn.Linear(3, 2)))
    with torch.no_grad():
        for i, parameter in enumerate(net.parameters()):
            parameter.copy_((torch.arange(parameter.numel()) - 3).view(parameter.shape) / 8 * (i + 1))
    return net


def safetensors(tensors, file):
    """The format by hand: Debian has no safetensors library."""
    names = {torch.float16: "F16", torch.bfloat16: "BF16", torch.float32: "F32", torch.float64: "F64"}
    header, body = {"__metadata__": {"format": "pt"}}, b""
    for name, tensor in tensors.items():
        raw = tensor.contiguous().view(-1).view(torch.uint8).numpy().tobytes()
        header[name] = {
            "dtype": names[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [len(body), len(body) + len(raw)],
        }
        body += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(file, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text + body)


def views():
    """Tensors that share a storage, start within it, are transposed, expanded, empty or scalar."""
    base = torch.arange(24, dtype=torch.float32)
    return collections.OrderedDict(
        whole=base.view(4, 6),
        transposed=base.view(4, 6).t(),
        part=base.view(4, 6)[1:3, 2:5],
        permuted=base.view(2, 3, 4).permute(2, 0, 1),
        expanded=base[5].expand(2, 3),
        channels_last=torch.arange(16.0).view(1, 2, 2, 4).contiguous(memory_format=torch.channels_last),
        scalar=torch.tensor(2.5),
        empty=torch.zeros(0, 3),
        parameter=torch.nn.Parameter(base[6:8]),
        half_part=(base.half() / 8).view(4, 6)[1:3, 2:5],
        bfloat16_permuted=(base.bfloat16() / 8).view(2, 3, 4).permute(2, 0, 1)[1:],
        double_transposed=(base.double() / 3).view(4, 6)[:, 1:].t(),
        half_ends=torch.tensor([6e-8, 6.1e-5, -65504, 1 / 3], dtype=torch.float16),
        bfloat16_ends=torch.tensor([1e-40, -3.38e38, 3.14159], dtype=torch.bfloat16),
        # Between two numbers of float32: ties to even, what is nearly one, the least, the largest.
        double_ends=torch.tensor(
            [1 + 2**-24, 1 + 3 * 2**-24, 1 + 2**-24 + 2**-50, -1e-45, 7e-46, 3.4028235e38, 0.1], dtype=torch.float64),
    )


def values(tensors):
    """As PyTorch makes float32 of them."""
    return {
        name: {"shape": list(t.shape), "values": t.detach().float().double().flatten().tolist()}
        for name, t in tensors.items()
    }


def averaged(state):
    return collections.OrderedDict((name, tensor / 2) for name, tensor in state.items())


class Settings:
    """What somebody's training script calls its settings: a class that nobody else has."""

    def __init__(self):
        self.rates = {"all": torch.tensor([0.1, 0.2])}


def beside(net, state):
    """Weights in the company that they have in the wild: figures, arguments, arrays, callbacks."""
    path = lambda name: os.path.join(FOLDER, name)
    optimizer = torch.optim.Adam(net.parameters())
    counted = collections.OrderedDict(state)
    counted["position_ids"] = torch.arange(4)
    counted["seen"] = torch.tensor(True)
    torch.save({"epoch": 90, "arch": "lenet", "state_dict": state, "best_acc1": torch.tensor(76.1),
                "class_weights": torch.tensor([1.0, 2.0]), "optimizer": optimizer.state_dict()}, path("figures.pth"))
    torch.save({"model": counted}, path("integers.pth"))
    for protocol in 2, 5:
        torch.save({
            "epoch": np.int64(3), "loss": np.float64(0.5), "args": argparse.Namespace(lr=0.1, path=pathlib.PurePosixPath("x")),
            "confusion": np.arange(9.0).reshape(3, 3), "counts": collections.Counter(a=1), "classes": {1, 2},
            "settings": Settings(), "device": torch.device("cpu"), "type": torch.float32, "raw": b"bytes",
            "by_class": {Settings: {"best": torch.tensor([1.0])}, (1, 2): 3}, "random": torch.get_rng_state()[:8].clone(),
            "state_dict": state}, path(f"company{protocol}.pth"), pickle_protocol=protocol)
    torch.save({
        "epoch": 1, "pytorch-lightning_version": "2.0.0", "loops": {"fit_loop": {"progress": {"total": 3}}},
        "callbacks": {
            "ModelCheckpoint{'monitor': 'val_loss'}": {
                "best_model_score": torch.tensor(0.1), "best_k_models": {"a.ckpt": torch.tensor(0.1)}, "scores": torch.ones(3)},
            "EarlyStopping": {"best_score": torch.tensor(0.1)}},
        "optimizer_states": [optimizer.state_dict()], "optimizer_by_name": {"conv.weight": {"exp_avg": torch.ones(2, 2)}},
        "hyper_parameters": {"lr": 0.1}, "state_dict": state}, path("lightning.ckpt"))


def score():
    """What the weights in lenet.safetensors score on MNIST's test set."""
    images, labels = lenet.mnist(10000, part="t10k")
    with torch.no_grad():
        logits = lenet.weights()(images)
    return {
        "accuracy": (logits.argmax(1) == labels).sum().item() / len(labels),
        "loss": torch.nn.functional.cross_entropy(logits.double(), labels).item(),
    }


def main():
    os.makedirs(FOLDER, exist_ok=True)
    path = lambda name: os.path.join(FOLDER, name)
    torch.manual_seed(0)
    net = network()
    state = net.state_dict()
    counted = collections.OrderedDict(state)
    counted["norm.num_batches_tracked"] = torch.tensor(7)

    for protocol in 2, 3, 4, 5:
        torch.save(state, path(f"protocol{protocol}.pth"), pickle_protocol=protocol)
    torch.save({"epoch": 3, "loss": 0.5, "best": None, "done": False, "betas": [0.9, (1, 2)],
                "big": 1 << 70, "state_dict": counted,
                "optimizer": torch.optim.Adam(net.parameters()).state_dict()}, path("checkpoint.pth"))
    torch.save({"model": state, "ema": {"decay": 0.99, "module": averaged(state)}}, path("two.pth"))
    beside(net, state)
    torch.save(net, path("module.pth"))
    torch.save(state, path("legacy.pth"), _use_new_zipfile_serialization=False)
    torch.save(views(), path("views.pth"))
    torch.jit.save(torch.jit.script(net.eval()), path("module.pt"))
    for name, dtype in ("float16", torch.float16), ("bfloat16", torch.bfloat16), ("float64", torch.float64):
        cast = collections.OrderedDict((k, v.to(dtype)) for k, v in state.items())
        torch.save(cast, path(name + ".pth"))
        safetensors(cast, path(name + ".safetensors"))
    safetensors(state, path("float32.safetensors"))

    arrays = {name: tensor.numpy() for name, tensor in state.items()}
    np.savez(path("stored.npz"), **arrays)
    np.savez_compressed(path("deflated.npz"), **arrays)
    orders = {
        "fortran": np.asfortranarray(np.arange(24, dtype="<f4").reshape(2, 3, 4)),
        "big_endian": np.arange(6, dtype=">f4").reshape(2, 3),
        "big_fortran": np.asfortranarray(np.arange(6, dtype=">f8").reshape(2, 3)),
        "big_half": np.array([1.5, -2, 65504, 6e-8], ">f2"),
        "big_double": np.array([1 / 3, -1e-45], ">f8"),
        "fortran_half": np.asfortranarray(np.arange(6, dtype="<f2").reshape(3, 2)),
        "sliced": np.arange(24, dtype="<f8").reshape(4, 6)[::-1, ::2],
        "half": np.array([1.5, -2, 65504, 6e-8], "<f2"),
        "scalar": np.array(2.5, "<f8"),
        "empty": np.zeros((0, 3), "<f4"),
    }
    np.savez(path("orders.npz"), **orders)
    np.savez(path("objects.npz"), **{"conv.weight": np.array([{}, []], dtype=object)})
    for version in (1, 0), (2, 0), (3, 0):
        import zipfile
        with zipfile.ZipFile(path(f"version{version[0]}.npz"), "w") as z:
            for name, array in arrays.items():
                with z.open(name + ".npy", "w") as out:
                    np.lib.format.write_array(out, array, version)

    halves = torch.tensor([0, 1, 2, 0x3FF, 0x400, 0x3C00, 0x7BFF, 0x7C00, 0x8001, 0xBC00, 0xFC00])
    half = halves.numpy().astype("<u2").view("<f2")
    with open(path("weights.json"), "w") as out:
        json.dump({
            "made by": f"PyTorch {torch.__version__}, NumPy {np.__version__}",
            "lenet": score(),
            "state": values(state),
            "views": values(views()),
            "orders": {n: {"shape": list(a.shape), "values": a.astype("f4").astype("f8").flatten().tolist()}
                       for n, a in orders.items()},
            "halves": {"bits": halves.tolist(), "values": [repr(float(h)) for h in half]},
        }, out)


main()
