"""The loaders of samples/ on a dataset of lossless shards: the same pixels in every framework, and a loss that falls.
Usage: loaders.py DIR NAME...   with NAMEs of pixels, tensorflow, tfds, jax, keras, pytorch"""
import collections
import importlib
import json
import pathlib
import sys

import numpy as np

from report import Report

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "samples"))


def expected(folder, split):
    """(image, mask) of every row as the NPY shards hold them."""
    files = sorted(pathlib.Path(folder, "npy").glob(f"{split}-*.image.npy"))
    for file in files:
        yield from zip(np.load(file), np.load(str(file).replace(".image.", ".mask.")))


def same(rows, others):
    rows, others = list(rows), list(others)
    assert len(rows) == len(others), f"{len(others)} rows, expected {len(rows)}"
    for number, (row, other) in enumerate(zip(rows, others)):
        for name, a, b in zip(("image", "mask"), row, other):
            assert np.array_equal(a, np.asarray(b)), f"{name} of row {number}"


def tensorflow_pixels(folder, split):
    same(expected(folder, split), importlib.import_module("load_tensorflow").load(folder, split).as_numpy_iterator())


def tensorflow_other_encodings(folder, split):
    """Raw and gzip shards through tf.data."""
    import tensorflow as tf

    rows = list(expected(folder, split))
    names = {name: tf.io.FixedLenFeature([], tf.string) for name in ("image", "mask")}
    raw = tf.data.TFRecordDataset(sorted(map(str, pathlib.Path(folder, "raw").glob(f"*-{split}.tfrecord-*-of-?????"))))
    same(rows, [(np.frombuffer(e["image"].numpy(), np.uint8).reshape(rows[0][0].shape),
                 np.frombuffer(e["mask"].numpy(), np.uint8).reshape(rows[0][1].shape))
                for e in (tf.io.parse_single_example(record, names) for record in raw)])
    zipped = sorted(map(str, pathlib.Path(folder, "gzip").glob(f"*{split}*.tfrecord.gz")))
    same(rows, [(tf.io.decode_png(e["image"]).numpy(), tf.io.decode_png(e["mask"]).numpy()[..., 0])
                for e in (tf.io.parse_single_example(record, names)
                          for record in tf.data.TFRecordDataset(zipped, compression_type="GZIP"))])


def tfds_pixels(folder, split):
    """TFDS reads files interleaved, so rows are found by key and copy; in one by one reading the order is that of rows."""
    import tensorflow_datasets as tfds

    loaded = [e for e in importlib.import_module("load_tfds").load(folder, split).as_numpy_iterator()]
    log = [json.loads(line) for line in pathlib.Path(folder, "examples.jsonl").read_text().splitlines()]
    place = {(line["key"], line["copy"]): line["row"] for line in log if line["split"] == split}
    loaded.sort(key=lambda e: place[e["key"].decode(), int(e["copy"])])
    same(expected(folder, split), ((e["image"], e["mask"][..., 0]) for e in loaded))
    for output in ("tfrecord", "raw"):
        builder = tfds.builder_from_directory(f"{folder}/{output}")
        config = tfds.ReadConfig(interleave_cycle_length=1)
        ordered = builder.as_dataset(split=split, read_config=config).as_numpy_iterator()
        same(expected(folder, split), ((e["image"], np.squeeze(e["mask"])) for e in ordered))


def tfds_information(folder):
    import tensorflow_datasets as tfds

    manifest = json.loads(pathlib.Path(folder, "dataset.json").read_text())
    info = tfds.builder_from_directory(f"{folder}/tfrecord").info
    assert info.name == manifest["name"] and str(info.version) == manifest["version"]
    assert {n: s.num_examples for n, s in info.splits.items()} == {n: s["examples"] for n, s in manifest["splits"].items()}
    assert set(info.features) >= {"image", "mask", "key", "copy"}
    assert list(info.features["mask"].shape) == manifest["fields"]["mask"]["shape"]


def jax_pixels(folder, split):
    """The JAX loader shuffles: the multiset of rows is compared."""
    def digest(rows):
        return collections.Counter(np.asarray(i).tobytes() + np.asarray(m).tobytes() for i, m in rows)

    batches = importlib.import_module("load_jax").load(folder, split)
    assert digest(expected(folder, split)) == digest((i, m) for images, masks in batches for i, m in zip(images, masks))


def keras_pixels(folder, split):
    same(expected(folder, split), zip(*importlib.import_module("load_keras").load(folder, split)))


def pytorch_pixels(folder, split):
    loaded = importlib.import_module("load_pytorch").load(folder, split)
    same(expected(folder, split), ((image.permute(1, 2, 0).numpy(), mask.numpy()) for image, mask in loaded))


def loss_falls(folder, name):
    losses = importlib.import_module(f"load_{name}").main(folder)
    assert np.all(np.isfinite(losses)) and losses[-1] < losses[0], losses


PIXELS = {"tensorflow": [tensorflow_pixels, tensorflow_other_encodings], "tfds": [tfds_pixels], "jax": [jax_pixels],
          "keras": [keras_pixels], "pytorch": [pytorch_pixels]}


def main(folder, *names):
    report = Report()
    for name in names:
        for check in PIXELS[name]:
            for split in ("train", "val"):
                report.run(f"{check.__name__}: {split}", check, folder, split)
        if name == "tfds":
            report.run("tfds_information", tfds_information, folder)
        report.run(f"loss_falls: {name}", loss_falls, folder, name)
    report.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
