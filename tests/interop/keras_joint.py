"""One array as image and as mask through the geometry layers of Keras and through our geometry ops, nearest for both: the share
of pixels in which the two then differ, held against the table of docs/coming-from.md. Also what layers do with a mask that do
not move it. KERAS_BACKEND names the backend.
Usage: keras_joint.py   (Python with keras)"""
import json
import os
import pathlib
import re
import struct
import subprocess
import tempfile
import zlib

import keras
import numpy as np

from report import Report

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
AUGSHARD = os.environ.get("AUGSHARD", str(PROJECT / "build/dev/augshard"))
PAGE = PROJECT / "docs/coming-from.md"
COLUMNS = {"tensorflow": 0, "jax": 1, "torch": 2}  # of the page's table
BATCH = 4
CONSTANT = {"fill_mode": "constant"}
LAYERS = {
    "RandomElasticTransform": keras.layers.RandomElasticTransform((1, 1), (0.5, 0.5), "nearest", "constant", seed=1),
    "RandomRotation": keras.layers.RandomRotation((0.05, 0.05), interpolation="nearest", **CONSTANT),
    "RandomFlip": keras.layers.RandomFlip("horizontal_and_vertical", seed=1),
    "RandomTranslation": keras.layers.RandomTranslation((0.1, 0.1), (0.2, 0.2), interpolation="nearest", **CONSTANT),
    "RandomZoom": keras.layers.RandomZoom((0.2, 0.2), (0.1, 0.1), interpolation="nearest", **CONSTANT),
    "RandomShear": keras.layers.RandomShear((0.1, 0.1), (0.2, 0.2), interpolation="nearest", **CONSTANT),
    "RandomPerspective": keras.layers.RandomPerspective((1, 1), 0.5, interpolation="nearest", seed=1),
}


def grains():
    """Ids 0..7 in grains of 12 px, 192 x 240."""
    return np.kron(np.random.default_rng(1).integers(0, 8, (16, 20)), np.ones((12, 12))).astype(np.uint8)


def through_layer(layer, ids):
    """(images, masks) of a dict that holds the same batch twice; floats, as RandomElasticTransform takes no other mask."""
    batch = np.repeat(ids[None, ..., None], BATCH, 0).astype(np.float32)
    result = layer({"images": batch, "segmentation_masks": batch.copy()}, training=True)
    return (keras.ops.convert_to_numpy(result[name])[..., 0] for name in ("images", "segmentation_masks"))


def check_layers(report):
    ids, page = grains(), PAGE.read_text()
    for name, layer in LAYERS.items():
        image, mask = through_layer(layer, ids)
        share = 100 * (image != mask).mean()
        report.check(f"{name} moves something", (image != ids).mean() > 0.01)
        row = re.search(rf"^\| `{name}`.*? \|(.*)\|$", page, flags=re.M)
        written = float(re.findall(r"([\d.]+) %", row[1])[COLUMNS[keras.backend.backend()]]) if row else float("nan")
        allowed = 0 if written == 0 else 4  # on PyTorch a seed does not fix the field
        report.check(f"{name}: {PAGE.name}", abs(share - written) <= allowed, f"{share:.1f} % differ, the page has {written} %")


def check_other_layers(report):
    """What docs/coming-from.md says about layers and masks beside that."""
    ids = grains()[None, :, :, None]
    data = {"images": ids.repeat(3, -1).astype(np.float32), "segmentation_masks": ids}
    try:
        keras.layers.ContrastLimitedAdaptiveHistogramEqualization()(dict(data), training=True)
        report.check("CLAHE refuses masks", False, "it took one")
    except NotImplementedError:
        report.check("CLAHE refuses masks", True)
    pair = {name: np.concatenate([array, array[:, ::-1]]).astype(np.float32) for name, array in data.items()}
    mixed = keras.layers.MixUp(seed=1)(pair | {"labels": np.eye(2, dtype=np.float32)}, training=True)["segmentation_masks"]
    report.check("MixUp changes the shape of masks", tuple(mixed.shape) == (2, 192, 240, 2), str(mixed.shape))


def png(pixels):
    """A gray 8-bit PNG."""
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", *pixels.shape[::-1], 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    body = b"".join(struct.pack(">I", len(d)) + kind + d + struct.pack(">I", zlib.crc32(kind + d)) for kind, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + body


def check_ops(report):
    """Every geometry op as its first example has it; what new area holds is 0 in both."""
    listed = subprocess.run([AUGSHARD, "ops", "--json"], check=True, stdout=subprocess.PIPE, text=True).stdout
    examples = {op["name"]: op["examples"][0] for op in map(json.loads, listed.splitlines()) if op["kind"] == "geometry"}
    with tempfile.TemporaryDirectory(prefix="augshard-joint-") as name:
        folder = pathlib.Path(name)
        (folder / "ids.png").write_bytes(png(grains()))
        lines = (json.dumps({"key": op, "image": "ids.png", "mask": "ids.png"}) for op in examples)
        (folder / "records.jsonl").write_text("\n".join(lines) + "\n")
        (folder / "pipeline.json").write_text(json.dumps({
            "augshard": 1, "name": "joint", "seed": 1,
            "source": {"type": "table", "file": "records.jsonl", "image": "image", "masks": {"mask": "mask"}},
            "targets": {"image": {"interpolation": "nearest"}, "mask": {"border": "same", "fill": 0}},
            "splits": {op: {"where": {"key": [op]}, "copies": 4, "ops": [example]} for op, example in examples.items()},
            "outputs": [{"type": "tfrecord", "fields": {"image": {"encoding": "png"}}}],
        }))
        subprocess.run([AUGSHARD, "run", folder / "pipeline.json", "--output", folder / "out", "-q"], check=True)
        for op in examples:
            shards = sorted((folder / "out/tfrecord").glob(f"joint-{op}.tfrecord-*-of-?????"))
            files = [file for shard in shards for file in pngs(shard.read_bytes())]
            report.check(f"{op}: image and mask", files and files[0::2] == files[1::2], f"differ, of {len(files) // 2} copies")


def pngs(shard):
    """The PNG files in a TFRecord shard: of each example the image, then the mask."""
    end = b"IEND\xaeB`\x82"
    return [piece.partition(end)[0] for piece in shard.split(b"\x89PNG\r\n\x1a\n")[1:]]


def main():
    report = Report()
    report.run("other layers", check_other_layers, report)
    check_layers(report)
    if keras.backend.backend() == "tensorflow":  # once
        check_ops(report)
    report.finish()


if __name__ == "__main__":
    main()
