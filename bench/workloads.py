"""Makes the inputs of the benchmark from the COCO photos, once, into a cache folder. Usage: workloads.py PHOTOS FOLDER COUNT

W1: JPEGs whose longest side is 500, 4:4:4, near 129 KB each, cut from the photos at several places and scales; gray PNG masks of
the same cut, label ids as values. Gray, since OpenCV in Python cannot read palette indices."""
import pathlib
import sys

import cv2
import numpy as np

TARGET_BYTES = 129_000
SAMPLING = [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444]


def encode(image):
    """JPEG at the quality whose size is nearest to the target."""
    best = None
    low, high = 70, 100
    while low <= high:
        quality = (low + high) // 2
        data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality, *SAMPLING])[1]
        if best is None or abs(len(data) - TARGET_BYTES) < abs(len(best) - TARGET_BYTES):
            best = data
        low, high = (quality + 1, high) if len(data) < TARGET_BYTES else (low, quality - 1)
    return best


def cut(image, mask, rng):
    """A random window of the photo, at least 0.6 of each side, scaled to 500 x 300..400 or upright."""
    height, width = mask.shape
    h, w = int(height * rng.uniform(0.6, 1)), int(width * rng.uniform(0.6, 1))
    y, x = int(rng.integers(height - h + 1)), int(rng.integers(width - w + 1))
    short = int(rng.integers(333, 400))
    size = (500, short) if w >= h else (short, 500)
    return (cv2.resize(image[y : y + h, x : x + w], size, interpolation=cv2.INTER_AREA),
            cv2.resize(mask[y : y + h, x : x + w], size, interpolation=cv2.INTER_NEAREST))


def label_ids(path):
    """Ids of a palette PNG: its chunks with the colour type changed to gray and the palette left out."""
    import struct
    import zlib

    data, position, out = path.read_bytes(), 8, b"\x89PNG\r\n\x1a\n"
    while position < len(data):
        (length,) = struct.unpack_from(">I", data, position)
        kind, body = data[position + 4 : position + 8], data[position + 8 : position + 8 + length]
        if kind == b"IHDR":
            body = body[:9] + b"\0" + body[10:]
        if kind in (b"IHDR", b"IDAT", b"IEND"):
            out += struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        position += 12 + length
    return cv2.imdecode(np.frombuffer(out, np.uint8), cv2.IMREAD_UNCHANGED)


def main(photos, folder, count):
    photos, folder, count = pathlib.Path(photos), pathlib.Path(folder), int(count)
    files = sorted((photos / "images").glob("*.jpg"))
    for kind in ("images", "masks"):
        (folder / kind).mkdir(parents=True, exist_ok=True)
    sizes = []
    for number in range(count):
        file = files[number % len(files)]
        image = cv2.imread(str(file), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
        image, mask = cut(image, label_ids(photos / "masks" / f"{file.stem}.png"), np.random.default_rng(number))
        data = encode(image)
        sizes.append(len(data))
        (folder / f"images/{number:04d}.jpg").write_bytes(data.tobytes())
        cv2.imwrite(str(folder / f"masks/{number:04d}.png"), mask)
    print(f"{count} pairs, {sum(sizes) / count / 1000:.0f} KB a JPEG")


if __name__ == "__main__":
    main(*sys.argv[1:])
