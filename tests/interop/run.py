"""The shards of augshard in every framework: runs the job of pipeline.json on the COCO photos (the samples, where they are
not there), reads every file by other means (oracle.py), loads it by the code of samples/load_*.py, and trains. Then boxes, masks
and keypoints of a COCO file (detection.py, detection_loaders.py), the same ops in other libraries (twins.py, keras_joint.py), and
pipelines that other libraries saved (imported.py).
The Python packages live in virtual environments of their own (tests/venv.sh)."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
AUGSHARD = os.environ.get("AUGSHARD", str(PROJECT / "build/dev/augshard"))
DATA = pathlib.Path(os.environ.get("AUGSHARD_DATA", PROJECT.parent / "shared/data")).resolve()
WORK = PROJECT / "build/tests/interop"

QUIET = {"TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "0", "PYTHONWARNINGS": "ignore"}


def python(venv):
    command = ["bash", str(PROJECT / "tests/venv.sh"), venv]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def write(pipeline, name, *arguments):
    out = WORK / name
    shutil.rmtree(out, ignore_errors=True)
    subprocess.run([AUGSHARD, "run", pipeline, "--output", out, "-q", *arguments], check=True)
    subprocess.run([AUGSHARD, "verify", out], check=True, stdout=subprocess.DEVNULL)
    return out


def source():
    """Arguments that say which photos are read."""
    photos = DATA / "coco_cc"
    if photos.is_dir():
        categories = json.loads((photos / "instances.json").read_text())["categories"]
        names = {"0": "background"} | {str(category["id"]): category["name"] for category in categories}
        return ["--root", photos, "--set", f"/targets/mask/classes={json.dumps(names)}"]
    print(f"{photos} is not there: on the samples instead")
    return ["--root", PROJECT / "samples/street", "--set", "/source/image=images/{town}/{id}.(jpg|png)",
            "--set", "/source/masks/mask=labels/{town}/{id}_labels.png"]


def main():
    WORK.mkdir(parents=True, exist_ok=True)
    photos = write(HERE / "pipeline.json", "photos", *source())
    joint = write(HERE / "joint.json", "joint")
    tensorflow, torch, coco = python("tensorflow"), python("torch"), python("coco")
    boxes = WORK / "detection"
    palette = PROJECT / "samples/street/labels/ash/0001_labels.png"
    passed = failed = 0
    for name, interpreter, backend, *command in (
        ("oracle", tensorflow, "tensorflow", "oracle.py", photos),
        ("joint", tensorflow, "tensorflow", "joint.py", joint, palette),
        ("TensorFlow and TFDS", tensorflow, "tensorflow", "loaders.py", photos, "tensorflow", "tfds"),
        ("JAX", tensorflow, "jax", "loaders.py", photos, "jax"),
        ("PyTorch", torch, "torch", "loaders.py", photos, "pytorch"),
        ("Keras on TensorFlow", tensorflow, "tensorflow", "loaders.py", photos, "keras"),
        ("Keras on JAX", tensorflow, "jax", "loaders.py", photos, "keras"),
        ("Keras on PyTorch", torch, "torch", "loaders.py", photos, "keras"),
        ("imported pipelines", torch, "torch", "imported.py"),
        ("detection", coco, "", "detection.py"),
        ("detection in TensorFlow, TFDS, Keras", tensorflow, "tensorflow", "detection_loaders.py", boxes, "tfds", "tensorflow", "keras"),
        ("detection in Keras on JAX", tensorflow, "jax", "detection_loaders.py", boxes, "keras"),
        ("twins", torch, "torch", "twins.py"),
        ("Keras on TensorFlow, image and mask", tensorflow, "tensorflow", "keras_joint.py"),
        ("Keras on JAX, image and mask", tensorflow, "jax", "keras_joint.py"),
        ("Keras on PyTorch, image and mask", torch, "torch", "keras_joint.py"),
        ("detection in PyTorch and Keras on it", torch, "torch", "detection_loaders.py", boxes, "pytorch", "keras"),
    ):
        done = subprocess.run([interpreter, *map(str, command)], cwd=HERE, env=os.environ | QUIET | {"KERAS_BACKEND": backend},
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        counts = re.findall(r"^(\d+) passed, (\d+) failed$", done.stdout, flags=re.M)
        good, bad = map(int, counts[-1]) if counts else (0, 1)
        passed, failed = passed + good, failed + bad
        print(f"{name}: {good} passed, {bad} failed" + (f"\n{done.stdout}" if bad else ""))
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
