"""TFRecord shards through tf.data, without augshard. Usage: python load_tensorflow.py DIR"""
import pathlib
import sys

import tensorflow as tf

from manifest import class_count
from unet import small_unet, train


def load(folder, split):
    """The examples of a split: (image uint8 [height, width, 3], mask uint8 [height, width])."""
    files = sorted(str(file) for file in pathlib.Path(folder, "tfrecord").glob(f"*-{split}.tfrecord-*-of-?????"))
    features = {name: tf.io.FixedLenFeature([], tf.string) for name in ("image", "mask")}

    def parse(record):
        example = tf.io.parse_single_example(record, features)
        image = tf.io.decode_image(example["image"], channels=3, expand_animations=False)  # JPEG or PNG
        mask = tf.io.decode_png(example["mask"], channels=1)
        return image, mask[..., 0]

    return tf.data.TFRecordDataset(files).map(parse, num_parallel_calls=tf.data.AUTOTUNE)


def main(folder):
    batches = load(folder, "train").shuffle(64, seed=1).batch(8).prefetch(2)
    return train(small_unet(class_count(folder)), x=batches)


if __name__ == "__main__":
    main(sys.argv[1])
