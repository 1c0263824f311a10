"""The same work through augshard on 2 threads and through Albumentations 2.0.8 in 2 processes, in turn, and the ratio.

    python3 bench/compare.py [--rounds 5] [--images 400] [--augshard build/release/augshard] [--at-least RATIO]

Workload W1 (bench/w1.json): decode a 4:4:4 JPEG of about 129 KB and 500 px and its label PNG; flip, rotate and scale, crop to
256 x 256, colour jitter; write raw TFRecord examples of 256 KiB. What each side does:

  both            warm page cache; output to the same folder (a RAM disk where there is one); glibc keeps its memory (mmap and trim
                  thresholds at 1 GiB, top pad 64 MiB); OpenCV's own threads off; masks by nearest, images linear, border reflect101
  augshard        one process, 2 threads; the time is that of the whole process: start-up, pairing report, headers, decoding with
                  damage checks, one composed warp, shards with index, fsync, SHA-256 of every file, dataset.json, examples.jsonl
  Albumentations  2 processes with half of the files each; the time starts after imports and a warm-up image: cv2.imread, one pass
                  per transform, Example by hand, CRC by a compiled library; no fsync, no manifest

Not the same: Albumentations mirrors the mask at the border where augshard fills 255; the two draw different random numbers."""
import argparse
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

PROJECT = pathlib.Path(__file__).resolve().parent.parent
DATA = pathlib.Path(os.environ.get("AUGSHARD_DATA", PROJECT.parent / "shared/data"))
CACHE = pathlib.Path(os.environ.get("AUGSHARD_BENCH_CACHE", pathlib.Path.home() / ".cache/augshard/bench"))
TUNED = os.environ | {
    "GLIBC_TUNABLES": "glibc.malloc.mmap_threshold=1073741824:glibc.malloc.trim_threshold=1073741824:"
    "glibc.malloc.top_pad=67108864"
}


def bench_python():
    command = ["bash", str(PROJECT / "tests/venv.sh"), "bench"]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def inputs(python, count):
    """The folder with the pairs of W1, made when it is not there."""
    folder = CACHE / f"w1-{count}"
    if not (folder / "done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([python, PROJECT / "bench/workloads.py", DATA / "coco_cc", folder, str(count)], check=True)
        (folder / "done").touch()
    for file in folder.rglob("*.*"):
        file.read_bytes()
    return folder


def augshard_round(binary, folder, out):
    """Wall and CPU seconds, and examples written, of one run."""
    start = time.perf_counter()
    process = subprocess.Popen([binary, "run", PROJECT / "bench/w1.json", "--root", folder, "--output", out, "--threads", "2", "-q"],
                               env=TUNED)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if status:
        sys.exit(f"augshard ended with {os.waitstatus_to_exitcode(status)}")
    examples = json.loads((out / "dataset.json").read_text())["splits"]["train"]["examples"]
    return wall, used.ru_utime + used.ru_stime, examples


def albumentations_round(python, folder, out, workers=2):
    out.mkdir()
    processes = [
        subprocess.Popen([python, "-W", "ignore", PROJECT / "bench/albumentations_w1.py", folder, out / f"{worker}.tfrecord",
                          str(worker), str(workers)], env=TUNED | {"NO_ALBUMENTATIONS_UPDATE": "1"}, stdin=subprocess.PIPE,
                         stdout=subprocess.PIPE, text=True)
        for worker in range(workers)
    ]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    results = [json.loads(process.communicate()[0]) for process in processes]
    return max(r["wall"] for r in results), sum(r["cpu"] for r in results), sum(r["examples"] for r in results)


def versions(python, binary):
    own = subprocess.run([binary, "--version"], stdout=subprocess.PIPE, text=True).stdout.strip()
    code = "import albumentations, cv2; print('Albumentations', albumentations.__version__, 'on OpenCV', cv2.__version__)"
    other = subprocess.run([python, "-W", "ignore", "-c", code], env=TUNED | {"NO_ALBUMENTATIONS_UPDATE": "1"},
                           stdout=subprocess.PIPE, text=True).stdout.strip()
    cpu = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    return f"{own}; {other}; {os.cpu_count()} x {cpu.group(1) if cpu else 'unknown CPU'}"


def main():
    parser = argparse.ArgumentParser(description="augshard against Albumentations, W1")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--images", type=int, default=400)
    parser.add_argument("--augshard", default=str(PROJECT / "build/release/augshard"))
    parser.add_argument("--at-least", type=float, help="fail when the median ratio by CPU time is below this")
    arguments = parser.parse_args()
    if not (DATA / "coco_cc").is_dir():
        print(f"skipped: {DATA / 'coco_cc'} is not there, and the inputs are made from it")
        return 0

    python = bench_python()
    folder = inputs(python, arguments.images)
    print(versions(python, arguments.augshard))
    shared = pathlib.Path("/dev/shm")
    roomy = shared.is_dir() and shutil.disk_usage(shared).free > 4 * 2**18 * arguments.images
    rounds = {"augshard": [], "albumentations": []}
    for number in range(arguments.rounds + 1):
        with tempfile.TemporaryDirectory(prefix="augshard-bench-", dir=shared if roomy else None) as work:
            ours = augshard_round(arguments.augshard, folder, pathlib.Path(work, "ours"))
        with tempfile.TemporaryDirectory(prefix="augshard-bench-", dir=shared if roomy else None) as work:
            theirs = albumentations_round(python, folder, pathlib.Path(work, "theirs"))
        if ours[2] != arguments.images or theirs[2] != arguments.images:
            sys.exit(f"not all examples were written: {ours[2]}, {theirs[2]} of {arguments.images}")
        if number:  # the first round warms up
            rounds["augshard"].append(ours)
            rounds["albumentations"].append(theirs)

    for name, measured in rounds.items():
        wall, cpu = (statistics.median(m[i] / m[2] for m in measured) * 1000 for i in (0, 1))
        print(f"{name:15} {1000 / wall:7.0f} outputs/s   wall {wall:6.3f} ms   CPU {cpu:6.3f} ms an output (medians of {arguments.rounds})")
    ratios = [statistics.median(b[i] / a[i] for a, b in zip(*rounds.values())) for i in (0, 1)]
    print(f"W1 median ratio: {ratios[0]:.2f} by wall, {ratios[1]:.2f} by CPU time")
    if arguments.at_least and ratios[1] < arguments.at_least:
        print(f"error: {ratios[1]:.2f} is below {arguments.at_least}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
