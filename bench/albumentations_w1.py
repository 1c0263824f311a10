"""One worker process of the other side of W1. Usage: albumentations_w1.py FOLDER OUT WORKER WORKERS

Reads its share of FOLDER (cv2.imread), augments by Albumentations, and writes one TFRecord file of raw examples with the CRC of a
compiled library. Imports and one warm-up image come first; then it prints "ready" and starts when a line comes in. At the end it
prints seconds of wall and of CPU, and the number of examples."""
import json
import pathlib
import struct
import sys
import time

import albumentations as A
import cv2
import google_crc32c

cv2.setNumThreads(1)

TRANSFORM = A.Compose([
    A.HorizontalFlip(p=0.5),
    A.Affine(scale=(0.8, 1.25), rotate=(-15, 15), interpolation=cv2.INTER_LINEAR, mask_interpolation=cv2.INTER_NEAREST,
             border_mode=cv2.BORDER_REFLECT_101, fill_mask=255, p=1),
    A.RandomCrop(256, 256, p=1),
    A.ColorJitter(brightness=(0.8, 1.2), contrast=(0.8, 1.2), saturation=(0.8, 1.2), hue=(-0.05, 0.05), p=1),
])


def varint(value):
    out = b""
    while value > 127:
        out, value = out + bytes((value & 127 | 128,)), value >> 7
    return out + bytes((value,))


def field(tag, *parts):
    """A length-delimited protobuf field."""
    return [tag, varint(sum(map(len, parts))), *parts]


def example(features):
    """tf.train.Example of bytes features, as pieces to write."""
    entries = []
    for key, value in sorted(features.items()):
        entries += field(b"\x0a", *field(b"\x0a", key.encode()), *field(b"\x12", *field(b"\x0a", *field(b"\x0a", value))))
    return b"".join(field(b"\x0a", *entries))


def masked_crc(data):
    crc = google_crc32c.value(data)
    return struct.pack("<I", (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF)


def write_record(out, payload):
    length = struct.pack("<Q", len(payload))
    out.write(length + masked_crc(length))
    out.write(payload)
    out.write(masked_crc(payload))


def augment(image_file, folder):
    image = cv2.imread(str(image_file), cv2.IMREAD_COLOR_RGB)
    mask = cv2.imread(f"{folder}/masks/{image_file.stem}.png", cv2.IMREAD_GRAYSCALE)
    return TRANSFORM(image=image, mask=mask)


def main(folder, out, worker, workers):
    files = sorted(pathlib.Path(folder, "images").glob("*.jpg"))[int(worker) :: int(workers)]
    TRANSFORM.set_random_seed(int(worker))
    augment(files[0], folder)
    print("ready", flush=True)
    sys.stdin.readline()
    wall, cpu = time.perf_counter(), time.process_time()
    with open(out, "wb") as stream:
        for file in files:
            done = augment(file, folder)
            features = {"key": file.stem.encode(), "image": done["image"].tobytes(), "mask": done["mask"].tobytes()}
            write_record(stream, example(features))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(json.dumps({"wall": wall, "cpu": cpu, "examples": len(files)}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
