"""On what machine, and with which versions, something was measured."""

import datetime
import os
import platform
import subprocess

from harness import places


def description():
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "processor": processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memoryGiB": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "java": first_line(["java", "-version"]),
        "trainkit": first_line([places.LAUNCHER, "--version"]),
        "commit": first_line(["git", "-C", places.HOME, "rev-parse", "--short", "HEAD"]),
        "load": os.getloadavg()[0],
    }


def processor():
    try:
        with open("/proc/cpuinfo") as file:
            for line in file:
                if line.startswith("model name"):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor()


def first_line(command):
    try:
        ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    except OSError as error:
        return str(error)
    return (ended.stdout.splitlines() or [""])[0]
