"""Equal bytes: every file of a dataset is the same for any number of threads, any in-flight limit, a second run, another
working folder, locale and time zone, and with the faster kernels of this tool and of OpenCV switched off. The samples,
boxes and keypoints of a COCO file, the real photos where they are there, and every op of the table by itself."""
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from configs import draw_coco

PROJECT = pathlib.Path(__file__).resolve().parent.parent
AUGSHARD = str(pathlib.Path(os.environ.get("AUGSHARD", PROJECT / "build/dev/augshard")).resolve())
DATA = pathlib.Path(os.environ.get("AUGSHARD_DATA", PROJECT.parent / "shared/data")).resolve()

OWN_KERNELS_OFF = {"AUGSHARD_SIMD": "baseline"}
OPENCV_DISPATCH_OFF = {"OPENCV_CPU_DISABLE": "SSE4.1,SSE4.2,FP16,FMA3,AVX,AVX2,AVX512-SKX"}
ONE_BY_ONE = ["--threads", "1", "--in-flight", "1"]
MANY = ["--threads", "8", "--in-flight", "64"]

# name, flags, environment, working folder
VARIANTS = [(f"{threads} threads, {in_flight} in flight", ["--threads", threads, "--in-flight", in_flight], {}, None)
            for threads in "1238" for in_flight in ("1", "4", "64")] + [
    ("a second run", MANY, {}, None),
    ("another working folder", MANY, {}, "/"),
    ("another locale and time zone", MANY, {"LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8", "TZ": "Asia/Kolkata"}, None),
    ("own kernels off", MANY, OWN_KERNELS_OFF, None),
    ("OpenCV's dispatch off", MANY, OPENCV_DISPATCH_OFF, None),
    ("both off", MANY, OWN_KERNELS_OFF | OPENCV_DISPATCH_OFF, None),
]
SHORT = [variant for variant in VARIANTS if variant[0] in ("8 threads, 64 in flight", "both off")]


def sums(job, flags, environment, working_folder):
    """File name -> SHA-256 of everything that a run leaves in its folder."""
    with tempfile.TemporaryDirectory(prefix="augshard-") as folder:
        out = pathlib.Path(folder, "out")
        command = [AUGSHARD, "run", *map(str, job), "--output", str(out), "-q", *flags]
        done = subprocess.run(command, cwd=working_folder, env=os.environ | environment, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"exit {done.returncode}\n{done.stderr}")
        files = [file for file in out.rglob("*") if file.is_file()]
        return {str(file.relative_to(out)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def source_with_rejects(folder):
    """The samples with an image cut short, one that is a dangling link, and a pipeline that skips them."""
    shutil.copytree(PROJECT / "samples/street", folder)
    image = folder / "images/ash/0001.jpg"
    image.write_bytes(image.read_bytes()[:9000])
    (folder / "images/ash/0002.jpg").unlink()
    (folder / "images/ash/0002.jpg").symlink_to("nowhere.jpg")
    return folder


class Counts:
    passed = failed = 0

    def compare(self, label, job, variants, first_job=None):
        try:
            first = sums(first_job or job, ONE_BY_ONE, {}, None)
            assert first, "no file was written"
        except (RuntimeError, AssertionError) as error:
            self.failed += 1
            print(f"FAILED {label}: {error}")
            return
        for name, *how in variants:
            try:
                other = sums(job, *how)
                differing = sorted(f for f in first.keys() | other.keys() if first.get(f) != other.get(f))
            except RuntimeError as error:
                differing = [str(error)]
            self.passed, self.failed = (self.passed, self.failed + 1) if differing else (self.passed + 1, self.failed)
            if differing:
                print(f"FAILED {label}, {name}: {', '.join(differing[:8])}")


def op_pipelines(folder):
    """One pipeline for every op of the table, made of the op's own first example."""
    listed = subprocess.run([AUGSHARD, "ops", "--json"], capture_output=True, text=True, check=True).stdout
    base = json.loads((PROJECT / "samples/pipeline.json").read_text())
    for entry in map(json.loads, listed.splitlines()):
        if entry["name"] == "replay":  # needs a log
            continue
        pipeline = {key: base[key] for key in ("augshard", "name", "seed", "source", "targets")}
        # Mixes need one size; the partners go through the op before as well.
        before = [{"op": "random_resized_crop", "height": 96, "width": 128}] if entry["kind"] == "mix" else []
        pipeline["splits"] = {"train": {"fraction": 1, "copies": 2, "ops": [*before, entry["examples"][0]]}}
        pipeline |= {"shards": {"max_examples": 4}, "outputs": [{"type": "tfrecord"}]}
        path = folder / f"{entry['name']}.json"
        path.write_text(json.dumps(pipeline))
        yield entry["name"], path


def main():
    counts = Counts()
    small = ["--set", '/shards={"max_examples":7}']
    counts.compare("samples", [PROJECT / "samples/pipeline.json", *small], VARIANTS)
    strong = [PROJECT / "configs/segmentation_strong.json", "--set", "/splits/train/copies=2", *small]
    if (DATA / "coco_cc").is_dir():
        counts.compare("photos", [*strong, "--root", DATA / "coco_cc"], VARIANTS)
    else:
        print(f"skipped: photos, {DATA / 'coco_cc'} is not there")
    with tempfile.TemporaryDirectory(prefix="augshard-") as folder:
        here, there = (source_with_rejects(pathlib.Path(folder, name)) for name in ("here", "there"))
        skip = [PROJECT / "samples/pipeline.json", *small, "--on-error", "skip", "--root"]
        counts.compare("rejects, source elsewhere", [*skip, there], VARIANTS, first_job=[*skip, here])
        coco = draw_coco(pathlib.Path(folder, "coco"))
        boxes = [PROJECT / "configs/coco.json", *small, "--root", coco / "images",
                 "--set", f"/source/file={coco / 'instances.json'}"]
        counts.compare("boxes and keypoints", boxes, VARIANTS)
        for name, path in op_pipelines(pathlib.Path(folder)):
            counts.compare(name, [path, "--root", PROJECT / "samples/street"], SHORT)
    print(f"{counts.passed} passed, {counts.failed} failed")
    return counts.failed != 0


if __name__ == "__main__":
    sys.exit(main())
