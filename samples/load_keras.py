"""NPY shards into Keras 3, on the backend that KERAS_BACKEND names. Usage: KERAS_BACKEND=jax python load_keras.py DIR"""
import pathlib
import sys

import numpy as np

from manifest import class_count
from unet import small_unet, train


def load(folder, split):
    """All examples of a split: images uint8 [rows, height, width, 3], masks uint8 [rows, height, width]."""
    files = {name: sorted(pathlib.Path(folder, "npy").glob(f"{split}-*.{name}.npy")) for name in ("image", "mask")}
    images, masks = (np.concatenate([np.load(f, mmap_mode="r") for f in files[name]]) for name in ("image", "mask"))
    return images, masks


def main(folder):
    images, masks = load(folder, "train")
    return train(small_unet(class_count(folder)), x=images, y=masks, batch_size=8)


if __name__ == "__main__":
    main(sys.argv[1])
