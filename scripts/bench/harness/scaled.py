"""MNIST several times over, to see what grows with the data."""

import gzip
import os
import shutil
import struct

from harness import places

LABELS, IMAGES = 0x801, 0x803


def mnist(folder, times):
    """A folder whose training set is that of MNIST, so many times one after the other."""
    if times == 1:
        return folder
    target = os.path.join(places.BENCH, "target", f"mnist-{times}")
    if not os.path.isdir(target):
        part = target + ".part"
        shutil.rmtree(part, ignore_errors=True)
        os.makedirs(part)
        for name in os.listdir(folder):
            if name.startswith("t10k-") and name.endswith("-ubyte.gz"):
                shutil.copy(os.path.join(folder, name), part)
            elif name.endswith("-ubyte.gz"):
                repeat(os.path.join(folder, name), os.path.join(part, name[: -len(".gz")]), times)
        os.rename(part, target)
    return target


def repeat(source, target, times):
    with gzip.open(source) as file:
        content = file.read()
    magic, count = struct.unpack(">ii", content[:8])
    header = 16 if magic == IMAGES else 8
    with open(target, "wb") as file:
        file.write(struct.pack(">ii", magic, count * times) + content[8:header])
        for _ in range(times):
            file.write(content[header:])
