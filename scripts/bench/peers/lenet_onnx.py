"""Writes a trained LeNet as ONNX for ONNX Runtime: lenet_onnx.py MODEL_DIRECTORY FILE"""

import sys

import model
import torch

torch.onnx.export(
    model.load(sys.argv[1]),
    torch.zeros(1, 1, 32, 32),
    sys.argv[2],
    input_names=["images"],
    output_names=["logits"],
    dynamic_axes={"images": {0: "N"}, "logits": {0: "N"}},
)
