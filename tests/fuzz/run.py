#!/usr/bin/env python3
"""Runs every fuzz target for a while, beginning with its corpus and its regressions.

  tests/fuzz/run.py [TARGET...] [--seconds 60] [--build build/asan]

Twice as many targets as there are processors run at a time. What a target stops at is kept in build/tests/fuzz/TARGET/ and
named here; `build/asan/tests/fuzz_TARGET FILE` shows it again. Mend it, and put the file into tests/fuzz/regressions/TARGET/. The seed of each run is new and stands in its log.
"""
import argparse
import concurrent.futures
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


def fuzz(target, seconds, build):
    """Returns the target's report, empty where nothing was found, and its last line of statistics."""
    work = ROOT / "build" / "tests" / "fuzz" / target
    shutil.rmtree(work, ignore_errors=True)
    for folder in ("found", "tmp"):
        (work / folder).mkdir(parents=True)
    seeds = [str(HERE / kind / target) for kind in ("corpus", "regressions") if (HERE / kind / target).is_dir()]
    command = [str(build / "tests" / f"fuzz_{target}"), f"-max_total_time={seconds}", f"-max_len={LENGTHS[target]}",
               "-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1", f"-artifact_prefix={work}/",
               str(work / "found"), *seeds]
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
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "asan")
    options = parser.parse_args()
    targets = options.targets or sorted(LENGTHS)
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(2 * (os.cpu_count() or 1)) as pool:
        results = {target: pool.submit(fuzz, target, options.seconds, options.build.resolve()) for target in targets}
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
