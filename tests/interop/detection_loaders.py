"""The datasets of detection.py as each framework takes them: TFDS, tf.io, ragged batches, dicts for torchvision's detection
models, padded boxes for Keras. Usage: detection_loaders.py DIR NAME...   with NAMEs of tfds, tensorflow, keras, pytorch"""
import json
import pathlib
import sys

import numpy as np

from detection_rows import rows
from report import Report

SPLITS = ("train", "val")


def near(found, wanted, tolerance=1e-6):
    found, wanted = np.asarray(found), np.asarray(wanted)
    return found.shape == wanted.shape and np.abs(found.astype(float) - wanted).max(initial=0) <= tolerance


def fractions(boxes, height, width):
    """xyxy in pixels as ymin, xmin, ymax, xmax in fractions."""
    return boxes[:, [1, 0, 3, 2]] / np.array([height, width, height, width], float)


def of_split(out, split):
    return [row for row in rows(out) if row["split"] == split]


def some_are_empty(found):
    counts = [len(row["objects.label"]) for row in found]
    assert min(counts) == 0 < max(counts), f"boxes in rows: {counts}"


# ------------------------------------------------------------------------------------------------------------------ TFDS

def tfds_rows(folder, split):
    import tensorflow_datasets as tfds

    builder = tfds.builder_from_directory(folder / "tfrecord")
    config = tfds.ReadConfig(interleave_cycle_length=1)
    return builder.info, list(tfds.as_numpy(builder.as_dataset(split=split, read_config=config)))


def check_tfds_row(row, example):
    height, width = example["image"].shape[:2]
    boxes = fractions(row["objects.bbox"], height, width)
    assert near(example["objects"]["bbox"], boxes), row["key"]
    assert example["objects"]["label"].tolist() == row["objects.label"].tolist(), row["key"]
    assert near(example["pose"], row["pose.xyv"], 1e-4), row["key"]
    for name in ("mask", "instances"):
        assert np.array_equal(example[name][..., 0], row[name][:height, :width]), f"{name} of {row['key']}"


def check_tfds(folder, split):
    _, found = tfds_rows(folder, split)
    wanted = of_split(folder, split)
    assert len(found) == len(wanted)
    for row, example in zip(wanted, found):
        assert example["key"].decode() == row["key"] and example["copy"] == row["copy"]
        assert np.array_equal(example["image"], row["image"]), row["key"]
        check_tfds_row(row, example)


def check_names(folder):
    """Label i of the boxes has the name of id i + 1 of the mask."""
    info, _ = tfds_rows(folder, "val")
    boxes, mask = info.features["objects"]["label"].names, info.features["mask"].names
    assert boxes[0] == "person" and mask == ["background", *boxes], (boxes, mask)


def check_unpadded(folder):
    """Images of all sizes without ops in TFRecord hold what the padded arrays of `identity` hold."""
    _, found = tfds_rows(folder / "as_is", "train")
    wanted = {row["key"]: row for row in rows(folder / "identity")}
    assert len({example["image"].shape for example in found}) > 1
    assert {example["key"].decode() for example in found} == wanted.keys()
    for example in found:
        row = wanted[example["key"].decode()]
        assert np.array_equal(example["image"], row["image"][: example["image"].shape[0], : example["image"].shape[1]])
        check_tfds_row(row, example)


# ------------------------------------------------------------------------------------------------------------ TensorFlow

def check_detection_preset(folder, split):
    """The keys of the preset "detection" by tf.io, against the arrays of the same run."""
    import tensorflow as tf

    files = sorted(map(str, pathlib.Path(folder, "detection").glob(f"{split}-*.tfrecord")))
    lists = {name: tf.float32 for name in ("bbox/xmin", "bbox/ymin", "bbox/xmax", "bbox/ymax")}
    lists |= {"class/label": tf.int64, "class/text": tf.string, "mask": tf.string}
    features = {f"image/object/{name}": tf.io.RaggedFeature(dtype) for name, dtype in lists.items()}
    features |= {f"image/{name}": tf.io.FixedLenFeature([], dtype) for name, dtype in
                 (("encoded", tf.string), ("height", tf.int64), ("width", tf.int64), ("source_id", tf.string))}
    names = names_of(folder)
    found = tf.data.TFRecordDataset(files).map(lambda record: tf.io.parse_single_example(record, features))
    for number, (row, example) in enumerate(zip(of_split(folder, split), found, strict=True)):
        get = lambda name: example[f"image/object/{name}"].numpy()
        height, width = int(example["image/height"]), int(example["image/width"])
        assert np.array_equal(tf.io.decode_png(example["image/encoded"]), row["image"]), number
        boxes = np.stack([get(f"bbox/{side}") for side in ("ymin", "xmin", "ymax", "xmax")], axis=-1)
        assert near(boxes, fractions(row["objects.bbox"], height, width)), number
        assert get("class/label").tolist() == row["objects.label"].tolist(), number
        assert [text.decode() for text in get("class/text")] == [names[label] for label in row["objects.label"]], number
        masks = [tf.io.decode_png(png).numpy()[..., 0] for png in get("mask")]
        assert len(masks) == len(boxes), number
        assert all(np.array_equal(mask, row["instances"] == i) for i, mask in enumerate(masks, 1)), number


def names_of(folder):
    classes = json.loads((folder / "dataset.json").read_text())["fields"]["objects"]["classes"]
    return dict(enumerate(classes)) if isinstance(classes, list) else {int(id_): name for id_, name in classes.items()}


def load_ragged(folder, split, batch_size):
    """Batches with ragged boxes, labels and keypoints from the TFRecords of TFDS."""
    import tensorflow as tf

    files = sorted(str(file) for file in pathlib.Path(folder, "tfrecord").glob(f"*-{split}.tfrecord-*-of-?????"))
    features = {"image": tf.io.FixedLenFeature([], tf.string), "objects/label": tf.io.RaggedFeature(tf.int64)}
    features |= {name: tf.io.RaggedFeature(tf.float32) for name in ("objects/bbox", "pose")}

    def parse(record):
        example = tf.io.parse_single_example(record, features)
        image = tf.io.decode_image(example["image"], channels=3, expand_animations=False)
        boxes, points = tf.reshape(example["objects/bbox"], [-1, 4]), tf.reshape(example["pose"], [-1, 17, 3])
        return image, {"boxes": boxes, "labels": example["objects/label"], "keypoints": points}

    return tf.data.TFRecordDataset(files).map(parse).ragged_batch(batch_size)


def check_ragged(folder, split):
    def dense(tensor):
        return tensor.to_tensor() if hasattr(tensor, "to_tensor") else tensor

    wanted, start = of_split(folder, split), 0
    for images, targets in load_ragged(folder, split, 8):
        for i in range(targets["labels"].nrows()):
            row, start = wanted[start], start + 1
            boxes = fractions(row["objects.bbox"], *row["image"].shape[:2])
            assert np.array_equal(dense(images[i]), row["image"])
            assert near(dense(targets["boxes"][i]), boxes)
            assert targets["labels"][i].numpy().tolist() == row["objects.label"].tolist()
            assert near(dense(targets["keypoints"][i]), row["pose.xyv"], 1e-4)
    assert start == len(wanted)


# ----------------------------------------------------------------------------------------------------------------- Keras

def load_padded(folder, split, most):
    """Images with {"boxes": [rows, most, 4], "labels": [rows, most]}; where there is no box, all is -1."""
    images, boxes, labels = [], [], []
    for file in sorted(pathlib.Path(folder, "npy").glob(f"{split}-*.image.npy")):
        images.append(np.load(file))
        parts = (str(file).replace(".image.", f".objects.{part}.") for part in ("bbox", "label", "offsets"))
        box, label, offsets = map(np.load, parts)
        for start, end in zip(offsets, offsets[1:]):
            pad = max(0, most - (end - start))
            boxes.append(np.pad(box[start:end][:most], ((0, pad), (0, 0)), constant_values=-1))
            labels.append(np.pad(label[start:end][:most], (0, pad), constant_values=-1))
    return np.concatenate(images), {"boxes": np.stack(boxes), "labels": np.stack(labels)}


def check_padded(folder, split):
    wanted, most = of_split(folder, split), 12
    images, targets = load_padded(folder, split, most)
    assert targets["boxes"].shape == (len(wanted), most, 4) and targets["labels"].shape == (len(wanted), most)
    for number, row in enumerate(wanted):
        count = min(most, len(row["objects.label"]))
        assert np.array_equal(images[number], row["image"])
        assert np.array_equal(targets["boxes"][number, :count], row["objects.bbox"][:most])
        assert np.array_equal(targets["labels"][number, :count], row["objects.label"][:most])
        assert np.all(targets["boxes"][number, count:] == -1) and np.all(targets["labels"][number, count:] == -1)


def check_keras_takes_them(folder):
    """A layer of Keras that moves boxes with the images: they are those of the file, in other units."""
    import keras

    images, targets = load_padded(folder, "val", 12)
    height, width = images.shape[1:3]
    layer = keras.layers.Resizing(2 * height, 2 * width, bounding_box_format="xyxy")
    out = layer({"images": images.astype("float32"), "bounding_boxes": targets})
    there = targets["labels"] >= 0
    assert np.array_equal(np.asarray(out["bounding_boxes"]["labels"])[there], targets["labels"][there])
    assert near(np.asarray(out["bounding_boxes"]["boxes"])[there], 2 * targets["boxes"][there], 1e-3)


# --------------------------------------------------------------------------------------------------------------- PyTorch

def torch_shard(file):
    """One shard, mapped from disk, for torchvision's detection models: (image float [3, height, width], dict)."""
    import torch

    class Shard(torch.utils.data.Dataset):
        def __init__(self):
            parts = ("image", "instances", "objects.bbox", "objects.label", "objects.offsets", "pose.xyv")
            self.parts = [np.load(str(file).replace(".image.", f".{part}."), mmap_mode="r") for part in parts]

        def __len__(self):
            return len(self.parts[0])

        def __getitem__(self, row):
            images, instances, boxes, labels, offsets, points = self.parts
            things = slice(offsets[row], offsets[row + 1])
            masks = instances[row] == np.arange(1, things.stop - things.start + 1)[:, None, None]
            target = {"boxes": boxes[things], "labels": labels[things], "keypoints": points[things]}
            target["masks"] = masks.astype(np.uint8)
            return torch.tensor(images[row]).permute(2, 0, 1) / 255, {k: torch.tensor(v) for k, v in target.items()}

    return Shard()


def check_torch(folder, split):
    import torch

    files = sorted(pathlib.Path(folder, "npy").glob(f"{split}-*.image.npy"))
    data = torch.utils.data.ConcatDataset([torch_shard(file) for file in files])
    wanted = of_split(folder, split)
    batches = torch.utils.data.DataLoader(data, batch_size=8, collate_fn=lambda batch: tuple(zip(*batch)))
    pairs = [pair for images, targets in batches for pair in zip(images, targets)]
    for row, (image, target) in zip(wanted, pairs, strict=True):
        boxes, count = target["boxes"], len(row["objects.label"])
        assert image.dtype == boxes.dtype == target["keypoints"].dtype == torch.float32
        assert target["labels"].dtype == torch.int64
        assert boxes.shape == (count, 4) and target["keypoints"].shape == (count, 17, 3)
        assert target["masks"].shape == (count, *image.shape[1:])
        assert bool((boxes[:, 2:] > boxes[:, :2]).all()) and bool((target["labels"] > 0).all()), "no box is empty, no label 0"
        assert np.array_equal((image * 255).round().byte().permute(1, 2, 0), row["image"])
        assert np.array_equal(boxes, row["objects.bbox"]) and np.array_equal(target["labels"], row["objects.label"])
        numbers = torch.arange(1, count + 1)[:, None, None]
        assert np.array_equal((target["masks"] * numbers).sum(0), row["instances"]) if count else not row["instances"].any()


def check_tfds_part(report, folder):
    for name in ("batches", "ids"):
        for split in SPLITS:
            report.run(f"TFDS {name}: {split}", check_tfds, folder / name, split)
    report.run("TFDS: names of labels", check_names, folder / "batches")
    report.run("TFDS: images of all sizes, no ops", check_unpadded, folder)


def check_tensorflow_part(report, folder):
    report.run("images without boxes are among them", some_are_empty, of_split(folder / "batches", "train"))
    for split in SPLITS:
        report.run(f"preset detection: {split}", check_detection_preset, folder / "ids", split)
        report.run(f"ragged batches: {split}", check_ragged, folder / "batches", split)


def check_keras_part(report, folder):
    for split in SPLITS:
        report.run(f"padded boxes: {split}", check_padded, folder / "batches", split)
    report.run("Keras moves padded boxes", check_keras_takes_them, folder / "batches")


def check_pytorch_part(report, folder):
    for split in SPLITS:
        report.run(f"dicts for torchvision: {split}", check_torch, folder / "ids", split)


PARTS = {"tfds": check_tfds_part, "tensorflow": check_tensorflow_part, "keras": check_keras_part, "pytorch": check_pytorch_part}


def main(folder, *names):
    report = Report()
    for name in names:
        PARTS[name](report, pathlib.Path(folder))
    report.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
