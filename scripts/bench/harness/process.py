"""Runs one process, and says what it took."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time


class Failed(Exception):
    """A contestant did not end as it should."""


def run(command, environment):
    """What the process printed, and its wall time, user and system time and peak resident memory."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        start = time.perf_counter()
        child = subprocess.Popen(command, env=environment, stdout=out, stderr=err, text=True)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if child.returncode != 0:
            tail = "".join((out.readlines() + err.readlines())[-20:])
            raise Failed(f"{' '.join(command)}\nended with {child.returncode}:\n{tail}")
        return out.read(), {
            "processSeconds": wall,
            "processCpuSeconds": usage.ru_utime + usage.ru_stime,
            "processPeakMiB": usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2),
        }


def figures(command, environment):
    """The figures of the line that starts with BENCH, and those of the process."""
    text, usage = run(command, environment)
    lines = [line for line in text.splitlines() if line.startswith("BENCH ")]
    if not lines:
        raise Failed(f"{' '.join(command)}\nprinted no figures:\n{text[-2000:]}")
    return {**json.loads(lines[-1][len("BENCH ") :]), **usage}


@contextlib.contextmanager
def core_taken(taken):
    """Another process computes on the last core meanwhile."""
    if not taken:
        yield
        return
    core = max(os.sched_getaffinity(0))
    loop = f"import os\nos.sched_setaffinity(0, [{core}])\nwhile True: pass"
    child = subprocess.Popen([sys.executable, "-c", loop])
    try:
        yield
    finally:
        child.kill()
        child.wait()


def drop_file_cache():
    """Whether the kernel forgot the files that it had read, which root may ask of it."""
    os.sync()
    try:
        with open("/proc/sys/vm/drop_caches", "w") as file:
            file.write("3")
        return True
    except OSError:
        return False
