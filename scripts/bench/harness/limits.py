"""What the machine could do at best with LeNet, and where the time goes."""

from harness import places, process

EPOCH, BATCH = 60000, 64

#: Multiply-adds of a picture forward, by layer; the first needs no gradient of its input.
LAYERS = {
    "conv1": 30 * 30 * 6 * 9,
    "conv2": 13 * 13 * 16 * 6 * 9,
    "fc1": 576 * 120,
    "fc2": 120 * 84,
    "fc3": 84 * 10,
}
FORWARD = sum(LAYERS.values())
TRAINING = 3 * FORWARD - LAYERS["conv1"]

#: Values of a picture: the input, and what each convolution, ReLU, pooling and layer gives.
VALUES = 1024 + 2 * 5400 + 1350 + 2 * 2704 + 576 + 2 * 120 + 2 * 84 + 10
PARAMETERS = 81194
#: A value is written and read forward, read again backward, and its gradient written and read.
VALUE_PASSES = 5
#: A parameter is read twice; gradient written and read; momentum and parameter read and written.
PARAMETER_PASSES = 8


def text(data):
    rates = process.figures(*places.ours("Limits"))
    training, _ = process.run(*places.ours("TrainingOperations", "--data", data))
    prediction, _ = process.run(*places.service("PredictionOperations", data))
    return "\n".join([*bounds(rates), "", table(training), "", table(prediction)])


def bounds(rates):
    multiply_adds = TRAINING * EPOCH / 1e9
    of_values = 4 * VALUES * VALUE_PASSES * EPOCH
    of_parameters = 4 * PARAMETERS * PARAMETER_PASSES * EPOCH / BATCH
    giga_bytes = (of_values + of_parameters) / 1e9
    matrix, memory = rates["gigaMultiplyAdds"], rates["gigaBytes"]
    product, addition = "a product of 1024x1024", "an addition in place of 128 MiB"
    return [
        "### limits of an epoch of LeNet, batch 64",
        "",
        "| limit | of an epoch | the machine's rate | s |",
        "|---|---|---|---|",
        f"| multiply-adds | {multiply_adds:.1f} G | {matrix:.0f} G/s in {product} | {multiply_adds / matrix:.2f} |",
        f"| bytes, no cache | {giga_bytes:.1f} GB | {memory:.1f} GB/s in {addition} | {giga_bytes / memory:.2f} |",
    ]


def table(output):
    return "\n".join(line for line in output.splitlines() if line.startswith("|"))
