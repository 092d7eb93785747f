"""Where everything is, and how each kind of process is started."""

import glob
import json
import os
import shutil
import subprocess

BENCH = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
HOME = os.path.dirname(os.path.dirname(BENCH))
LAUNCHER = os.path.join(HOME, "scripts", "trainkit")
MNIST = os.path.join(HOME, "src", "main", "dist", "data", "mnist")
MODEL = os.path.join(HOME, "models", "lenet-mnist")
PICTURE = os.path.join(HOME, "src", "main", "dist", "samples", "mnist-8.png")
ONNX = os.path.join(BENCH, "target", "lenet.onnx")

PYTHON = os.environ.get("BENCH_PYTHON", "/usr/bin/python3")
OPENBLAS = "/usr/lib/x86_64-linux-gnu/openblas-openmp"  # Debian's fastest for PyTorch


def build():
    """trainkit by its launcher, then the peers on the JVM, then the model in ONNX."""
    subprocess.run([LAUNCHER, "--version"], check=True, stdout=subprocess.DEVNULL)
    classes = os.path.join(BENCH, "target", "classes", "META-INF", "BenchmarkList")
    sources = glob.glob(os.path.join(BENCH, "src", "**", "*.java"), recursive=True)
    sources += [os.path.join(BENCH, "pom.xml"), jar()]
    if not os.path.exists(classes) or max(map(os.path.getmtime, sources)) > os.path.getmtime(classes):
        shutil.rmtree(os.path.join(BENCH, "target", "classes"), ignore_errors=True)
        subprocess.run(
            ["mvn", "-B", "-ntp", "-q", "process-classes", "-f", os.path.join(BENCH, "pom.xml")]
            + ["-Dtrainkit.version=" + os.path.basename(jar())[len("trainkit-") : -len(".jar")]],
            check=True,
        )
    if not os.path.exists(ONNX):
        subprocess.run(python("lenet_onnx.py", MODEL, ONNX), check=True, env=python_environment())


def jar():
    (found,) = glob.glob(os.path.join(HOME, "target", "trainkit-*.jar"))
    return found


def libraries(*names):
    found = [
        path for name in names for path in glob.glob(os.path.join(BENCH, "target", "lib", name + "*.jar"))
    ]
    return [jar(), os.path.join(BENCH, "target", "classes"), *sorted(found)]


def launched(*first_arguments):
    """The options and the environment that the launcher gives to Java for such a command."""
    environment = {**os.environ, "JAVA_HOME": os.path.join(BENCH, "harness", "probe")}
    probe = subprocess.run(
        [LAUNCHER, *first_arguments], env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    told = json.loads(probe.stdout)
    told["environment"].pop("JAVA_HOME")
    if "JAVA_HOME" in os.environ:
        told["environment"]["JAVA_HOME"] = os.environ["JAVA_HOME"]
    options = told["arguments"]
    return options[: options.index("-cp")], told["environment"]


def java():
    return os.path.join(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else "java"


def ours(main, *arguments, needs=()):
    """A class of the benchmarks in a JVM as the launcher starts it for training."""
    options, environment = launched("train", *arguments)
    class_path = os.pathsep.join(libraries(*needs))
    return [java(), *options, "-cp", class_path, f"dev.trainkit.bench.{main}", *arguments], environment


def service(main, data, needs=()):
    """A class of the benchmarks that predicts, in a JVM with its own defaults and the launcher's environment."""
    _, environment = launched("train")
    where = [f"-Dbench.model={MODEL}", f"-Dbench.data={data}", f"-Dbench.onnx={ONNX}"]
    class_path = os.pathsep.join(libraries(*needs))
    return [java(), *where, "-cp", class_path, f"dev.trainkit.bench.{main}"], environment


def peer(main, *arguments, needs=()):
    """A class of the benchmarks in a JVM with its own defaults."""
    environment = {**os.environ, "OPT_OUT_TRACKING": "true"}
    class_path = os.pathsep.join(libraries(*needs))
    return [java(), "-cp", class_path, f"dev.trainkit.bench.{main}", *arguments], environment


def python(script, *arguments):
    return [PYTHON, os.path.join(BENCH, "peers", script), *arguments]


def python_environment():
    paths = [OPENBLAS] if os.path.isdir(OPENBLAS) else []
    if os.environ.get("LD_LIBRARY_PATH"):
        paths.append(os.environ["LD_LIBRARY_PATH"])
    return {**os.environ, "LD_LIBRARY_PATH": os.pathsep.join(paths)} if paths else dict(os.environ)
