"""Makes the inputs of a benchmark from real photos, once, into a cache folder. Usage: workloads.py WORKLOAD DATA FOLDER COUNT

w1: JPEGs whose longest side is 500, 4:4:4, near 129 KB each, cut from the COCO photos at several places and scales; PNG masks of
    the same cut.
w2: JPEGs of 1920 x 1080, 4:2:0, quality 92, cut from the two largest photos; masks those of COCO photos, scaled to that size.
w3: PNGs of 480 x 360 cut from the COCO photos, with masks of the same cut.

Masks are gray with label ids as values, since OpenCV in Python cannot read palette indices."""
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


def window(shape, rng, least=0.6):
    """A random window of a picture, at least 0.6 of each side, as slices."""
    height, width = shape[:2]
    h, w = int(height * rng.uniform(least, 1)), int(width * rng.uniform(least, 1))
    y, x = int(rng.integers(height - h + 1)), int(rng.integers(width - w + 1))
    return slice(y, y + h), slice(x, x + w)


def scaled(image, mask, size):
    return (cv2.resize(image, size, interpolation=cv2.INTER_AREA),
            cv2.resize(mask, size, interpolation=cv2.INTER_NEAREST))


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


def coco_pair(data, number):
    files = sorted((data / "coco_cc/images").glob("*.jpg"))
    file = files[number % len(files)]
    image = cv2.imread(str(file), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
    return image, label_ids(data / "coco_cc/masks" / f"{file.stem}.png")


def w1(data, number, rng):
    image, mask = coco_pair(data, number)
    part = window(image.shape, rng)
    short = int(rng.integers(333, 400))
    upright = image[part].shape[1] < image[part].shape[0]
    image, mask = scaled(image[part], mask[part], (short, 500) if upright else (500, short))
    return ".jpg", encode(image), mask


def w2(data, number, rng):
    photo = cv2.imread(str(data / "photos" / ("DJI_0018.JPG", "truck.jpg")[number % 2]))
    mask = coco_pair(data, number)[1]
    image, mask = scaled(photo[window(photo.shape, rng)], mask[window(mask.shape, rng)], (1920, 1080))
    sampling = [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420]
    return ".jpg", cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 92, *sampling])[1], mask


def w3(data, number, rng):
    image, mask = coco_pair(data, number)
    part = window(image.shape, rng)
    image, mask = scaled(image[part], mask[part], (480, 360))
    return ".png", cv2.imencode(".png", image)[1], mask


def main(workload, data, folder, count):
    data, folder, count = pathlib.Path(data), pathlib.Path(folder), int(count)
    for kind in ("images", "masks"):
        (folder / kind).mkdir(parents=True, exist_ok=True)
    sizes = []
    for number in range(count):
        extension, file, mask = {"w1": w1, "w2": w2, "w3": w3}[workload](data, number, np.random.default_rng(number))
        sizes.append(len(file))
        (folder / f"images/{number:04d}{extension}").write_bytes(file.tobytes())
        cv2.imwrite(str(folder / f"masks/{number:04d}.png"), mask)
    print(f"{workload}: {count} pairs, {sum(sizes) / count / 1000:.0f} KB an image")


if __name__ == "__main__":
    main(*sys.argv[1:])
