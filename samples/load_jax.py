"""NPY shards into JAX, mapped from disk. Usage: python load_jax.py DIR"""
import pathlib
import sys

import jax
import jax.numpy as jnp
import numpy as np

from manifest import class_count


def load(folder, split, batch_size=8, seed=0):
    """Yields shuffled batches of one pass: image uint8 [batch, height, width, 3], mask uint8 [batch, height, width]."""
    files = sorted(pathlib.Path(folder, "npy").glob(f"{split}-*.image.npy"))
    shards = [
        (np.load(file, mmap_mode="r"), np.load(str(file).replace(".image.npy", ".mask.npy"), mmap_mode="r"))
        for file in files
    ]
    rows = [(images[row], masks[row]) for images, masks in shards for row in range(len(images))]  # views, not read yet
    order = np.random.default_rng(seed).permutation(len(rows))
    for start in range(0, len(rows), batch_size):
        image, mask = zip(*(rows[i] for i in order[start : start + batch_size]))
        yield jnp.asarray(np.stack(image)), jnp.asarray(np.stack(mask))


def initial(key, channels):
    """3x3 kernels and biases of a chain of convolutions."""
    keys = jax.random.split(key, len(channels) - 1)
    return [
        (jax.random.normal(k, (3, 3, i, o)) * (2 / (9 * i)) ** 0.5, jnp.zeros(o))
        for k, i, o in zip(keys, channels, channels[1:])
    ]


def logits(parameters, image):
    x = image.astype(jnp.float32) / 255 - 0.5
    for number, (kernel, bias) in enumerate(parameters):
        x = jax.lax.conv_general_dilated(x, kernel, (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC")) + bias
        x = jax.nn.relu(x) if number + 1 < len(parameters) else x
    return x


def loss(parameters, image, mask):
    """Cross-entropy over the pixels that have a label; 255 is void."""
    valid = mask != 255
    log_probabilities = jax.nn.log_softmax(logits(parameters, image))
    picked = jnp.take_along_axis(log_probabilities, jnp.where(valid, mask, 0)[..., None].astype(jnp.int32), axis=-1)
    return -jnp.sum(picked[..., 0] * valid) / jnp.maximum(1, valid.sum())


@jax.jit
def step(parameters, image, mask, rate=0.1):
    value, gradient = jax.value_and_grad(loss)(parameters, image, mask)
    return jax.tree.map(lambda p, g: p - rate * g, parameters, gradient), value


def main(folder, epochs=4):
    parameters = initial(jax.random.key(1), (3, 16, 16, class_count(folder)))
    losses = []
    for epoch in range(1, epochs + 1):
        values = []
        for image, mask in load(folder, "train", seed=epoch):
            parameters, value = step(parameters, image, mask)
            values.append(float(value))
        losses.append(sum(values) / len(values))
        print(f"epoch {epoch}: loss {losses[-1]:.3f}")
    return losses


if __name__ == "__main__":
    main(sys.argv[1])
