"""Every image of two corpora of odd and damaged files, as the source of one run that skips what it cannot use: each is an
example with exactly the pixels that the libpng and libjpeg-turbo in the packages of OpenCV and Pillow give, or a reject with
a reason; none is missing, and none half decoded. A part of tests/faults.py, run by a Python with those (tests/venv.sh images).

    corpora.py DATA    with DATA/pngsuite and DATA/codec_edge_mit
"""
import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile

import cv2
import numpy as np
import PIL.Image

PROJECT = pathlib.Path(__file__).resolve().parent.parent
AUGSHARD = str(pathlib.Path(os.environ.get("AUGSHARD", PROJECT / "build/dev/augshard")).resolve())
CODES = {"format", "decode", "too-large"}
# Damaged files are named x in both; this one is a JPEG cut short.
ALSO_DAMAGED = {"incomplete_image.jpg"}


def pipeline(root):
    # One pixel type for all: 8 bits times 257 is 16 bits, without loss.
    return {"augshard": 1, "name": "corpus", "source": {"type": "folders", "root": str(root), "image": "{id}.(png|jpg)"},
            "targets": {"image": {"exif": "ignore"}}, "ops": [{"op": "cast", "dtype": "uint16"}],
            "outputs": [{"type": "tfrecord", "fields": {"image": {"encoding": "raw"}}}]}


def fields(message):
    """(number, value) of each field of a protobuf message; of length-delimited ones and varints."""
    position = 0

    def varint():
        nonlocal position
        value = shift = 0
        while True:
            byte = message[position]
            position += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while position < len(message):
        tag = varint()
        if tag & 7 == 0:
            yield tag >> 3, varint()
        else:
            assert tag & 7 == 2, "a wire type that no Example has"
            length = varint()
            yield tag >> 3, message[position:position + length]
            position += length


def integers(packed):
    return [value for _, value in fields(b"".join(b"\x08" + number for number in split_varints(packed)))]


def split_varints(packed):
    start = 0
    for end, byte in enumerate(packed, 1):
        if byte < 128:
            yield packed[start:end]
            start = end


def example(record):
    """Key -> bytes or list of integers of a tf.train.Example."""
    found = {}
    for _, entry in fields(dict(fields(record))[1]):
        key, feature = (value for _, value in fields(entry))
        kind, values = next(fields(feature))
        value = dict(fields(values))[1]
        found[key.decode()] = value if kind == 1 else integers(value)
    return found


def examples(folder):
    for path in sorted(folder.glob("tfrecord/*.tfrecord-*-of-?????")):
        data = path.read_bytes()
        offset = 0
        while offset < len(data):
            (length,) = struct.unpack_from("<Q", data, offset)
            yield example(data[offset + 12:offset + 12 + length])
            offset += 16 + length


def rgba(pixels):
    """Gray, gray with alpha, RGB or RGBA as RGBA: what readers differ in is only which channels they leave out."""
    height, width, channels = pixels.shape
    color = pixels[..., :1 if channels < 3 else 3]
    alpha = pixels[..., -1:] if channels in (2, 4) else np.full((height, width, 1), 65535, np.uint16)
    return np.concatenate([np.broadcast_to(color, (height, width, 3)), alpha], axis=2)


def transparent_gray(path):
    """The sample that a gray PNG declares to be transparent, as 16 bits; None where there is none. OpenCV ignores it."""
    data = path.read_bytes()
    chunk = data.find(b"tRNS")
    bits, color = data[24:26]
    if path.suffix != ".png" or color != 0 or chunk < 0:
        return None
    return int.from_bytes(data[chunk + 4:chunk + 6], "big") * 65535 // (2 ** bits - 1)


def judged_inks(path):
    """A CMYK file as RGB: each ink takes its share of what black leaves."""
    inks = 255 - np.asarray(PIL.Image.open(path), np.uint16)
    return rgba((inks[..., :3] * inks[..., 3:] + 127) // 255 * 257)


def judged(path):
    """The pixels as the other libraries read them, as 16-bit RGBA."""
    if PIL.Image.open(path).mode == "CMYK":
        return judged_inks(path)
    pixels = cv2.imread(str(path), cv2.IMREAD_UNCHANGED | cv2.IMREAD_IGNORE_ORIENTATION)
    if pixels is None:
        return None
    pixels = pixels.reshape(*pixels.shape[:2], -1)
    if pixels.dtype == np.uint8:
        pixels = pixels.astype(np.uint16) * 257
    if pixels.shape[2] >= 3:
        pixels = pixels[..., [2, 1, 0, *range(3, pixels.shape[2])]]
    wanted = rgba(pixels)
    transparent = transparent_gray(path)
    if transparent is not None:
        wanted[..., 3] = np.where(pixels[..., 0] == transparent, 0, 65535)
    return wanted


def problem_of(path, found, reject):
    """What is wrong with how a file went through; None where nothing is."""
    damaged = path.name.startswith("x") or path.name in ALSO_DAMAGED
    if (found is None) == (reject is None):
        return "neither an example nor a reject" if found is None else "both an example and a reject"
    if reject is not None:
        known = reject["code"] in CODES and reject["reason"] and reject["path"] == path.name
        return None if damaged and known else f"rejected: {reject}"
    if damaged:
        return "damaged, and an example was made of it"
    pixels = rgba(np.frombuffer(found["image/value"], "<u2").reshape(found["image/shape"]))
    wanted = judged(path)
    if wanted is None or pixels.shape != wanted.shape:
        return f"{pixels.shape}, judged {None if wanted is None else wanted.shape}"
    differing = np.count_nonzero((pixels != wanted).any(axis=2))
    return f"{differing} of {wanted.shape[0] * wanted.shape[1]} pixels differ" if differing else None


def check(corpus, folder):
    files = [path for path in sorted(corpus.iterdir()) if path.suffix in (".png", ".jpg")]
    job = folder / f"{corpus.name}.json"
    job.write_text(json.dumps(pipeline(corpus)))
    out = folder / corpus.name
    run = subprocess.run([AUGSHARD, "run", job, "--output", out, "--on-error", "skip", "-q"], capture_output=True, text=True)
    verified = subprocess.run([AUGSHARD, "verify", out], capture_output=True, text=True)
    if run.returncode or verified.returncode:
        print(f"FAILED {corpus.name}: exit {run.returncode}, verify {verified.returncode}\n{run.stderr}{verified.stdout}")
        return 0, 1
    found = {one["key"].decode(): one for one in examples(out)}
    rejects = {line["key"]: line for line in map(json.loads, (out / "rejects.jsonl").read_text().splitlines())}
    passed = failed = 0
    for path in files:
        problem = problem_of(path, found.pop(path.stem, None), rejects.pop(path.stem, None))
        passed, failed = (passed, failed + 1) if problem else (passed + 1, failed)
        if problem:
            print(f"FAILED {corpus.name}/{path.name}: {problem}")
    strangers = [*found, *rejects]
    if strangers:
        print(f"FAILED {corpus.name}: of no file: {strangers}")
    return passed, failed + len(strangers)


def main():
    data = pathlib.Path(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="augshard-") as folder:
        counts = [check(data / name, pathlib.Path(folder)) for name in ("pngsuite", "codec_edge_mit")]
    failed = sum(count[1] for count in counts)
    print(f"{sum(count[0] for count in counts)} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
