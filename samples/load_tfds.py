"""TFRecord shards through TensorFlow Datasets, without augshard. Usage: python load_tfds.py DIR"""
import sys

import tensorflow_datasets as tfds

from manifest import class_count
from unet import small_unet, train


def load(folder, split):
    """The examples of a split: {"image": uint8 [height, width, 3], "mask": uint8 [height, width, 1], "key", "copy"}."""
    builder = tfds.builder_from_directory(f"{folder}/tfrecord")
    return builder.as_dataset(split=split)


def main(folder):
    examples = load(folder, "train").map(lambda example: (example["image"], example["mask"][..., 0]))
    batches = examples.shuffle(64, seed=1).batch(8).prefetch(2)
    return train(small_unet(class_count(folder)), x=batches)


if __name__ == "__main__":
    main(sys.argv[1])
