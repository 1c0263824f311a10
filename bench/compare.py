"""The same work through augshard on 2 threads and through Albumentations 2.0.8 in 2 processes, in turn, and the ratio.

    python3 bench/compare.py [WORKLOAD...] [--rounds 5] [--images N] [--augshard build/release/augshard] [--at-least RATIO]

  w1  decode a 4:4:4 JPEG of about 129 KB and 500 px and its label PNG; flip, rotate and scale, crop to 256 x 256, colour jitter;
      write raw TFRecord examples of 256 KiB (the default)
  w2  decode a 4:2:0 JPEG of 1920 x 1080 and its label PNG; random resized crop to 512 x 512, flip, blur, colour jitter; write
      TFRecord examples of JPEG, quality 95, and PNG
  w3  decode a PNG of 480 x 360 and its label PNG once; elastic warp and colour jitter, eight times; write NPY

What each side does:

  both            warm page cache; output to the same folder (a RAM disk where there is one); glibc keeps its memory (mmap and trim
                  thresholds at 1 GiB, top pad 64 MiB); OpenCV's own threads off; masks by nearest, images linear
  augshard        one process, 2 threads; the time is that of the whole process: start-up, pairing report, headers, decoding with
                  damage checks, one composed warp, shards with index, fsync, SHA-256 of every file, dataset.json, examples.jsonl
  Albumentations  2 processes with half of the files each; the time starts after imports and a warm-up image: cv2.imread, one pass
                  per transform, Example by hand, CRC by a compiled library; no fsync, no manifest

Not the same: Albumentations mirrors the mask at the border where augshard fills 255 (w1, w3); it reduces without anti-aliasing where
augshard averages (w2); its hue and its displacement fields come by other ways; the two draw different random numbers."""
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
IMAGES = {"w1": 400, "w2": 120, "w3": 100}
COPIES = {"w1": 1, "w2": 1, "w3": 8}
TUNED = os.environ | {
    "GLIBC_TUNABLES": "glibc.malloc.mmap_threshold=1073741824:glibc.malloc.trim_threshold=1073741824:"
    "glibc.malloc.top_pad=67108864"
}


def bench_python():
    command = ["bash", str(PROJECT / "tests/venv.sh"), "bench"]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def inputs(python, workload, count):
    """The folder with the pairs of a workload, made when it is not there."""
    folder = CACHE / f"{workload}-{count}"
    if not (folder / "done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([python, PROJECT / "bench/workloads.py", workload, DATA, folder, str(count)], check=True)
        (folder / "done").touch()
    for file in folder.rglob("*.*"):
        file.read_bytes()
    return folder


def augshard_round(binary, workload, folder, out):
    """Wall and CPU seconds, and examples written, of one run."""
    start = time.perf_counter()
    process = subprocess.Popen([binary, "run", PROJECT / f"bench/{workload}.json", "--root", folder, "--output", out, "--threads", "2", "-q"],
                               env=TUNED)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if status:
        sys.exit(f"augshard ended with {os.waitstatus_to_exitcode(status)}")
    examples = json.loads((out / "dataset.json").read_text())["splits"]["train"]["examples"]
    return wall, used.ru_utime + used.ru_stime, examples


def albumentations_round(python, workload, folder, out, workers=2):
    out.mkdir()
    processes = [
        subprocess.Popen([python, "-W", "ignore", PROJECT / "bench/albumentations_worker.py", workload, folder, out / str(worker),
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


def compare(workload, count, rounds, binary, python):
    """Medians of both sides and of their ratio, printed; the ratio by CPU time."""
    folder = inputs(python, workload, count)
    examples = count * COPIES[workload]
    shared = pathlib.Path("/dev/shm")
    roomy = shared.is_dir() and shutil.disk_usage(shared).free > 4 * 2**20 * examples
    sides = {"augshard": [], "albumentations": []}
    for number in range(rounds + 1):
        with tempfile.TemporaryDirectory(prefix="augshard-bench-", dir=shared if roomy else None) as work:
            ours = augshard_round(binary, workload, folder, pathlib.Path(work, "ours"))
        with tempfile.TemporaryDirectory(prefix="augshard-bench-", dir=shared if roomy else None) as work:
            theirs = albumentations_round(python, workload, folder, pathlib.Path(work, "theirs"))
        if ours[2] != examples or theirs[2] != examples:
            sys.exit(f"not all examples were written: {ours[2]}, {theirs[2]} of {examples}")
        if number:  # the first round warms up
            sides["augshard"].append(ours)
            sides["albumentations"].append(theirs)

    for name, measured in sides.items():
        wall, cpu = (statistics.median(m[i] / m[2] for m in measured) * 1000 for i in (0, 1))
        print(f"{name:15} {1000 / wall:7.0f} outputs/s   wall {wall:6.3f} ms   CPU {cpu:6.3f} ms an output (medians of {rounds})")
    ratios = [statistics.median(b[i] / a[i] for a, b in zip(*sides.values())) for i in (0, 1)]
    print(f"{workload.upper()} median ratio: {ratios[0]:.2f} by wall, {ratios[1]:.2f} by CPU time", flush=True)
    return ratios[1]


def main():
    parser = argparse.ArgumentParser(description="augshard against Albumentations")
    parser.add_argument("workloads", nargs="*", metavar="WORKLOAD", help="w1, w2, w3")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--images", type=int, help="default: 400 (w1), 120 (w2), 100 (w3)")
    parser.add_argument("--augshard", default=str(PROJECT / "build/release/augshard"))
    parser.add_argument("--at-least", type=float, help="fail when a median ratio by CPU time is below this")
    arguments = parser.parse_args()
    if not (DATA / "coco_cc").is_dir():
        print(f"skipped: {DATA / 'coco_cc'} is not there, and the inputs are made from it")
        return 0
    python = bench_python()
    print(versions(python, arguments.augshard))
    failed = False
    for workload in arguments.workloads or ["w1"]:
        ratio = compare(workload, arguments.images or IMAGES[workload], arguments.rounds, arguments.augshard, python)
        if arguments.at_least and ratio < arguments.at_least:
            print(f"error: {ratio:.2f} is below {arguments.at_least}", file=sys.stderr)
            failed = True
    return failed


if __name__ == "__main__":
    sys.exit(main())
