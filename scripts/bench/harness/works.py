"""The benchmarks. Each gives its cases: what is compared, with whom, by which figures."""

import json
import os
import tempfile
from dataclasses import dataclass, field, replace
from typing import Callable, Dict, List

from harness import places, process, scaled

EPOCH = 60000

#: What is printed of each figure: its name, its unit and the factor.
FIGURES = {
    "secondsPerPicture": ("an epoch of 60,000", "s", EPOCH),
    "cpuSecondsPerPicture": ("user + system, an epoch", "s", EPOCH),
    "processPeakMiB": ("peak resident memory", "MiB", 1),
    "processSeconds": ("whole process", "s", 1),
    "processCpuSeconds": ("user + system", "s", 1),
    "seconds": ("inside the process", "s", 1),
    "microsPerPicture": ("a picture", "us", 1),
    "p50Micros": ("p50", "us", 1),
    "p99Micros": ("p99", "us", 1),
    "millisPerThousand": ("a thousand pictures", "ms", 1),
    "checkpointShare": ("share of the run", "%", 100),
    "runSeconds": ("the run", "s", 1),
    "shownShare": ("showing, of the run's own thread", "%", 100),
}


@dataclass
class Case:
    """The contestants run in turn, ours first."""

    name: str
    contestants: Dict[str, Callable[[], dict]]
    figures: List[str]
    targets: Dict[str, float] = field(default_factory=dict)  # of the first figure, by peer
    core_taken: bool = False


def python_figures(script, *arguments):
    return lambda: process.figures(places.python(script, *arguments), places.python_environment())


def java_figures(start, *arguments, **options):
    return lambda: process.figures(*start(*arguments, **options))


def train(options):
    for model in options.model:
        for batch in options.batch:
            yield training_case(options, model, batch, options.core_taken)


def training_case(options, model, batch, core_taken=False):
    work = ["--model", model, "--batch", str(batch), "--data", options.data]
    work += ["--warm-up", str(options.warm_up), "--images", str(options.images)]
    contestants = {
        "trainkit": java_figures(places.ours, "OursTrain", *work),
        "pytorch-resident": python_figures("torch_resident.py", *work),
        "pytorch-dataloader": python_figures("torch_dataloader.py", *work),
        "djl-easytrain": java_figures(places.peer, "EasyTrainPeer", *work),
        "deeplearning4j": java_figures(places.peer, "Dl4jTrain", *work, needs=["*"]),
    }
    if model not in ("lenet", "mlp"):
        del contestants["djl-easytrain"], contestants["deeplearning4j"]
    name = f"train {model}, batch {batch}" + (", one core taken" if core_taken else "")
    small = {"pytorch-dataloader": 0.17, "djl-easytrain": 0.33, "deeplearning4j": 0.05}
    resident = 0.80 if batch == 512 and not core_taken else 0.67
    return Case(
        name,
        contestants,
        ["secondsPerPicture", "cpuSecondsPerPicture", "processPeakMiB"],
        {"pytorch-resident": resident, **(small if batch == 64 else {})} if model == "lenet" else {},
        core_taken,
    )


def against(peer, case):
    """The case without its other peers."""
    return replace(case, contestants={name: case.contestants[name] for name in ("trainkit", peer)})


def aims(options):
    """All that has a figure to reach."""
    yield training_case(options, "lenet", 64)
    for batch in (16, 512):
        yield against("pytorch-resident", training_case(options, "lenet", batch))
    yield against("pytorch-resident", training_case(options, "lenet", 64, core_taken=True))
    yield from predict(options)
    yield from start(options)


def predict(options):
    for pictures, method in ((1, "one"), (1000, "thousand")):
        for callers in (1, 8):
            yield prediction_case(options, pictures, method, callers)


def prediction_case(options, pictures, method, callers):
    work = ["--model-directory", places.MODEL, "--data", options.data]
    work += ["--pictures", str(pictures), "--callers", str(callers)]
    contestants = {
        "trainkit": lambda: jmh("PredictOurs", method, callers, options.data),
        "onnxruntime": lambda: jmh("PredictOnnx", method, callers, options.data),
        "djl-predictor": lambda: jmh("PredictDjl", method, callers, options.data),
        "pytorch-eager": python_figures("torch_predict.py", *work),
    }
    if pictures == 1:
        return Case(
            f"predict one picture, {callers} callers",
            contestants,
            ["p50Micros", "p99Micros", "processPeakMiB"],
            {"onnxruntime": 1.0, "pytorch-eager": 0.5} if callers == 1 else {},
        )
    return Case(
        f"predict a thousand at once, {callers} callers",
        contestants,
        ["millisPerThousand", "processPeakMiB"],
        {"onnxruntime": 1.0},
    )


def jmh(benchmark, method, callers, data):
    """One fork of one benchmark, in the environment that the launcher gives."""
    _, environment = places.launched("train")
    with tempfile.NamedTemporaryFile("r", suffix=".json") as results:
        libraries = places.libraries("jmh-core", "jopt", "commons-math3", "onnxruntime")
        command = [places.java(), "-cp", os.pathsep.join(libraries)]
        command += ["org.openjdk.jmh.Main", f"dev.trainkit.bench.{benchmark}.{method}$"]
        command += ["-bm", "sample", "-tu", "us", "-f", "1", "-t", str(callers)]
        command += ["-wi", "2", "-w", "2s", "-i", "3", "-r", "1s", "-rf", "json", "-rff", results.name]
        where = f"-Dbench.model={places.MODEL} -Dbench.data={data} -Dbench.onnx={places.ONNX}"
        command += ["-jvmArgsAppend", where]
        _, usage = process.run(command, environment)
        (result,) = json.load(results)
    metric = result["primaryMetric"]
    return {
        "p50Micros": metric["scorePercentiles"]["50.0"],
        "p99Micros": metric["scorePercentiles"]["99.0"],
        "millisPerThousand": metric["score"] / 1000 / callers,
        **usage,
    }


def start(options):
    for cold in (False, True):
        if not cold or process.drop_file_cache():
            yield start_case(cold)
    yield Case(
        "start: trainkit --help",
        {"trainkit": started([places.LAUNCHER, "--help"], dict(os.environ))},
        ["processSeconds", "processCpuSeconds", "processPeakMiB"],
    )


def start_case(cold):
    ours = [places.LAUNCHER, "predict", "--model", places.MODEL, places.PICTURE]
    script = places.python("torch_start.py", places.MODEL, places.PICTURE)
    return Case(
        "start: predict a picture, files " + ("not cached" if cold else "cached"),
        {
            "trainkit": started(ours, dict(os.environ), cold),
            "pytorch-script": started(script, places.python_environment(), cold),
        },
        ["processSeconds", "processCpuSeconds", "processPeakMiB"],
        {"pytorch-script": 0.5},
    )


def started(command, environment, cold=False):
    def measure():
        if cold:
            process.drop_file_cache()
        return process.run(command, environment)[1]

    return measure


def data(options):
    yield Case(
        "data: open MNIST",
        {
            "trainkit": java_figures(places.ours, "OpenData", "--data", options.data),
            "numpy": python_figures("open_mnist.py", options.data),
        },
        ["seconds", "processSeconds", "processPeakMiB"],
    )
    folder = png_folder(options.data)
    yield Case(
        "data: open a folder of 70,000 PNG files",
        {
            "trainkit": java_figures(places.ours, "OpenData", "--name", "image-folder", "--data", folder),
            "pillow": python_figures("open_folder.py", folder),
        },
        ["seconds", "processSeconds", "processPeakMiB"],
    )
    pictures = png_folder(options.data, 1000)
    yield Case(
        "data: decode pictures of 28x28 in PNG",
        {
            "trainkit": java_figures(places.ours, "DecodePictures", "--data", os.path.join(pictures, "7")),
            "pillow": python_figures("decode_pictures.py", os.path.join(pictures, "7"), "3"),
        },
        ["microsPerPicture"],
    )


def png_folder(data, *count):
    """A class for each folder; the first so many pictures, or all 70,000."""
    folder = os.path.join(places.BENCH, "target", "-".join(["png", *map(str, count or ["all"])]))
    if not os.path.isdir(folder):
        process.run(places.python("png_folder.py", data, folder, *map(str, count)), places.python_environment())
    return folder


def scale(options):
    for times in (1, 4, 16):
        folder = scaled.mnist(options.data, times)
        work = ["--data", folder, "--warm-up", str(options.warm_up), "--images", str(options.images)]
        yield Case(
            f"scale: {times} times the data, {times * EPOCH:,} pictures",
            {
                "trainkit": java_figures(places.ours, "OursTrain", *work),
                "pytorch-resident": python_figures("torch_resident.py", *work),
            },
            ["secondsPerPicture", "processPeakMiB"],
        )


def checkpoint(options):
    work = ["--data", options.data, "--epochs", str(options.epochs)]
    yield Case(
        f"checkpoint: {options.epochs} epochs with checkpoints, and without",
        {
            "trainkit": java_figures(places.ours, "CheckpointShare", *work, "--checkpoints", "yes"),
            "without": java_figures(places.ours, "CheckpointShare", *work, "--checkpoints", "no"),
        },
        ["runSeconds", "checkpointShare"],
        {"without": 1.02},
    )


def report(options):
    work = ["--data", options.data, "--images", str(options.images), "--epochs", str(options.epochs)]

    def showing(shown):
        return java_figures(places.ours, "ReportCost", *work, "--shown", shown, needs=["micrometer-*"])

    for shown, target in (("default", 1.02), ("everything", 1.10), ("gradients", None)):
        yield Case(
            f"report: an epoch that shows {shown}, and one that shows nothing",
            {"trainkit": showing(shown), "none": showing("none")},
            ["secondsPerPicture", "cpuSecondsPerPicture", "shownShare", "processPeakMiB"],
            {"none": target} if target else {},
        )


def augment(options):
    work = ["--model", "lenet", "--batch", "64", "--data", options.data]
    work += ["--warm-up", str(options.warm_up), "--images", str(options.images)]
    changes = ["--augment", "shift=0.05,rotate=10,scale=0.1"]
    yield Case(
        "augment: train lenet, batch 64, with shift, rotate and scale, and without",
        {
            "trainkit": java_figures(places.ours, "OursTrain", *work, *changes),
            "without": java_figures(places.ours, "OursTrain", *work),
        },
        ["secondsPerPicture", "cpuSecondsPerPicture", "processPeakMiB"],
        {"without": 1.3},
    )


ALL = {
    "train": train,
    "augment": augment,
    "predict": predict,
    "start": start,
    "data": data,
    "scale": scale,
    "checkpoint": checkpoint,
    "report": report,
}
