"""One worker process of the other side of a workload. Usage: albumentations_worker.py WORKLOAD FOLDER OUT WORKER WORKERS

Reads its share of FOLDER (cv2.imread), augments by Albumentations, and writes what augshard writes there, by hand: TFRecord with
the CRC of a compiled library (w1 raw, w2 JPEG and PNG), or the values of arrays (w3). Imports and one warm-up image come first;
then it prints "ready" and starts when a line comes in. At the end it prints seconds of wall and of CPU, and the number of examples."""
import json
import pathlib
import struct
import sys
import time

import albumentations as A
import cv2
import google_crc32c

cv2.setNumThreads(1)

JITTER = A.ColorJitter(brightness=(0.8, 1.2), contrast=(0.8, 1.2), saturation=(0.8, 1.2), hue=(-0.05, 0.05), p=1)
TRANSFORMS = {
    "w1": A.Compose([
        A.HorizontalFlip(p=0.5),
        A.Affine(scale=(0.8, 1.25), rotate=(-15, 15), interpolation=cv2.INTER_LINEAR, mask_interpolation=cv2.INTER_NEAREST,
                 border_mode=cv2.BORDER_REFLECT_101, fill_mask=255, p=1),
        A.RandomCrop(256, 256, p=1),
        JITTER,
    ]),
    "w2": A.Compose([
        A.RandomResizedCrop((512, 512), scale=(0.2, 1.0), ratio=(0.75, 1.3333), interpolation=cv2.INTER_LINEAR,
                            mask_interpolation=cv2.INTER_NEAREST, p=1),
        A.HorizontalFlip(p=0.5),
        A.GaussianBlur(blur_limit=0, sigma_limit=(0.5, 1.4), p=0.5),
        JITTER,
    ]),
    "w3": A.Compose([
        A.ElasticTransform(alpha=120, sigma=6, interpolation=cv2.INTER_LINEAR, mask_interpolation=cv2.INTER_NEAREST,
                           border_mode=cv2.BORDER_REFLECT_101, fill_mask=255, p=1),
        JITTER,
    ]),
}
COPIES = {"w1": 1, "w2": 1, "w3": 8}


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


def load(image_file, folder):
    image = cv2.imread(str(image_file), cv2.IMREAD_COLOR_RGB)
    mask = cv2.imread(f"{folder}/masks/{image_file.stem}.png", cv2.IMREAD_GRAYSCALE)
    return {"image": image, "mask": mask}


def encode(workload, pixels):
    if workload != "w2":
        return pixels["image"].tobytes(), pixels["mask"].tobytes()
    image = cv2.cvtColor(pixels["image"], cv2.COLOR_RGB2BGR)
    return (cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes(),
            cv2.imencode(".png", pixels["mask"])[1].tobytes())


def write(workload, streams, key, image, mask):
    if workload == "w3":
        for stream, data in zip(streams, (image, mask)):
            stream.write(data)
    else:
        write_record(streams[0], example({"key": key, "image": image, "mask": mask}))


def main(workload, folder, out, worker, workers):
    files = sorted(pathlib.Path(folder, "images").iterdir())[int(worker) :: int(workers)]
    transform = TRANSFORMS[workload]
    transform.set_random_seed(int(worker))
    encode(workload, transform(**load(files[0], folder)))
    print("ready", flush=True)
    sys.stdin.readline()
    wall, cpu = time.perf_counter(), time.process_time()
    with open(f"{out}.image", "wb") as image_stream, open(f"{out}.mask", "wb") as mask_stream:
        for file in files:
            pixels = load(file, folder)
            for _ in range(COPIES[workload]):
                write(workload, (image_stream, mask_stream), file.stem.encode(), *encode(workload, transform(**pixels)))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(json.dumps({"wall": wall, "cpu": cpu, "examples": COPIES[workload] * len(files)}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
