"""Files of weights as PyTorch and NumPy save and read them."""

import json
import struct

import numpy
import torch

# What trainkit exports that PyTorch or ONNX Runtime reads.
FORMATS = ["torchscript", "onnx", "pytorch", "safetensors", "npz"]

KINDS = {torch.float16: "F16", torch.bfloat16: "BF16", torch.float32: "F32", torch.float64: "F64", torch.int64: "I64"}


def save_safetensors(state, file):
    """The format by hand: Debian has no library for it."""
    header, body = {}, b""
    for name, tensor in sorted(state.items()):
        raw = tensor.contiguous().view(-1).view(torch.uint8).numpy().tobytes()
        offsets = [len(body), len(body) + len(raw)]
        header[name] = {"dtype": KINDS[tensor.dtype], "shape": list(tensor.shape), "data_offsets": offsets}
        body += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(file, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text + body)


def read_safetensors(file):
    with open(file, "rb") as source:
        (length,) = struct.unpack("<Q", source.read(8))
        header, body = json.loads(source.read(length)), source.read()
    assert "trainkit" in header.pop("__metadata__")
    state = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        state[name] = torch.from_numpy(numpy.frombuffer(body[begin:end], "<f4").reshape(entry["shape"]).copy())
    return state


def cast(state, dtype):
    return {name: tensor.to(dtype) if tensor.is_floating_point() else tensor for name, tensor in state.items()}


def transposed(state):
    """The same values in memory that runs the other way."""
    return {n: t.t().contiguous().t() if t.dim() == 2 else t for n, t in state.items()}


def big_endian(state):
    return {name: tensor.numpy().astype(">f4") for name, tensor in state.items()}


# How PyTorch saves what trainkit imports.
SAVED = {
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
    "big-endian.npz": lambda net, file: numpy.savez(file, **big_endian(net.state_dict())),
}

HALVES = {"float16.safetensors": torch.float16, "bfloat16.safetensors": torch.bfloat16}
