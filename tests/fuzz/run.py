#!/usr/bin/env python3
"""Runs every fuzz target for a while, beginning with its corpus and its regressions.

  tests/fuzz/run.py [TARGET...] [--seconds 60] [--seed 1] [--build build/asan]

Twice as many targets as there are processors run at a time. One seed tries the same inputs in the same order every time, so
that the verdict on a commit stays what it was; a faster machine comes farther. To search for what nobody has seen yet, give
it a new seed and more time: `--seed 0` draws one, which stands in the log. (Where addresses cannot be held still by
`setarch -R`, as in some containers, the order of some targets varies all the same.)

What a target stops at is kept in build/tests/fuzz/TARGET/ and named here; `build/asan/tests/fuzz_TARGET FILE` shows it again.
Mend it, and put the file into tests/fuzz/regressions/TARGET/.
"""
import argparse
import concurrent.futures
import functools
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "tests" / "fuzz"
# Bytes of the longest input: enough for what a target reads, few enough for thousands of inputs a second.
LENGTHS = {"coco": 4096, "exif": 512, "image": 8192, "npy": 1024, "segmentation": 512, "spec": 4096, "table": 2048,
           "tfrecord": 2048}


@functools.cache
def fixed_addresses():
    """What to put before a command so that its memory lies at the same addresses every time."""
    command = ["setarch", "-R"]
    try:
        return command if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0 else []
    except FileNotFoundError:
        return []


def fuzz(target, seconds, seed, build):
    """Returns the target's report, empty where nothing was found, and its last line of statistics."""
    work = ROOT / "build" / "tests" / "fuzz" / target
    shutil.rmtree(work, ignore_errors=True)
    for folder in ("found", "tmp"):
        (work / folder).mkdir(parents=True)
    # A list in the order of names: a folder's own order differs from one file system to the next.
    first = sorted(str(file) for kind in ("corpus", "regressions") for file in (HERE / kind / target).glob("*"))
    (work / "first").write_text(",".join(first))
    command = [*fixed_addresses(), str(build / "tests" / f"fuzz_{target}"), f"-max_total_time={seconds}", f"-seed={seed}",
               "-reload=0", f"-max_len={LENGTHS[target]}", "-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1", f"-artifact_prefix={work}/",
               f"-seed_inputs=@{work / 'first'}", str(work / "found")]
    log = work / "log"
    with open(log, "wb") as out:
        code = subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, check=False,
                              env={**os.environ, "TMPDIR": str(work / "tmp")}).returncode
    shutil.rmtree(work / "tmp")
    lines = log.read_text(errors="replace").splitlines()
    runs = next((line.split()[-1] for line in lines if line.startswith("stat::number_of_executed_units")), "?")
    return ("" if code == 0 else "\n".join(lines[-40:])), runs


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", default=[], metavar="TARGET")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "asan")
    options = parser.parse_args()
    targets = options.targets or sorted(LENGTHS)
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(2 * (os.cpu_count() or 1)) as pool:
        results = {target: pool.submit(fuzz, target, options.seconds, options.seed, options.build.resolve()) for target in targets}
        for target, result in results.items():
            report, runs = result.result()
            failed += bool(report)
            print(f"{'FAILED' if report else 'ok'} fuzz: {target}, {runs} inputs", flush=True)
            if report:
                print(report, flush=True)
    print(f"{len(targets) - failed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
