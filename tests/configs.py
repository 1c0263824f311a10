"""Validates and runs every file of configs/ on data that fits it, and verifies what it wrote."""
import json
import math
import os
import pathlib
import random
import struct
import subprocess
import sys
import tempfile
import zlib

PROJECT = pathlib.Path(__file__).resolve().parent.parent
AUGSHARD = os.environ.get("AUGSHARD", str(PROJECT / "build/dev/augshard"))
DATA = pathlib.Path(os.environ.get("AUGSHARD_DATA", PROJECT.parent / "shared/data")).resolve()


def write_png(path, rows, width, bits, channels=1):
    """A gray or RGB PNG; `rows` are big-endian bytes."""
    color_type = {1: 0, 3: 2}[channels]
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, len(rows), bits, color_type, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows))),
        (b"IEND", b""),
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    body = b"".join(struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)


def draw_16bit(root):
    """Four RGB tiles of 16 bits with a square field and its mask."""
    side = 224
    for number in range(4):
        low, high = 40 + 10 * number, 150 + 10 * number
        inside = [[low <= x < high and low <= y < high for x in range(side)] for y in range(side)]
        image = [b"".join(struct.pack(">HHH", 60000 - 9 * x if i else 900 * number + 40 * y, 30 * x, 50 * y)
                          for x, i in enumerate(row)) for y, row in enumerate(inside)]
        write_png(root / f"images/{number}.png", image, side, 16, 3)
        write_png(root / f"masks/{number}.png", [bytes(2 if i else 1 for i in row) for row in inside], side, 8)
    return root


def draw_binary(root):
    """Four RGB pictures with one disc each and a 0/255 mask."""
    side = 240
    for number in range(4):
        inside = [[(x - 120) ** 2 + (y - 100 - 9 * number) ** 2 < 2500 for x in range(side)] for y in range(side)]
        image = [b"".join(bytes((200, x, y)) if i else bytes((y // 2, 40 * number, 90)) for x, i in enumerate(row))
                 for y, row in enumerate(inside)]
        write_png(root / f"images/{number}.png", image, side, 8, 3)
        write_png(root / f"masks/{number}.png", [bytes(255 if i else 0 for i in row) for row in inside], side, 8)
    return root


def link_street(root):
    """samples/street under the names that the configs use."""
    for kind, folder, suffix in (("images", "images", ""), ("masks", "labels", "_labels")):
        for file in (PROJECT / "samples/street" / folder).rglob("*.*"):
            target = root / kind / file.parent.name / (file.stem.removesuffix(suffix) + file.suffix)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    return root


def star(draw, width, height):
    """An annotation's shape: a polygon of seven corners, its area and its box."""
    x, y, reach = draw.uniform(0.2, 0.8) * width, draw.uniform(0.2, 0.8) * height, draw.uniform(8, 60)
    radii = [reach * draw.uniform(0.4, 1) for _ in range(7)]
    corners = [(x + r * math.cos(0.9 * i), y + r * math.sin(0.9 * i)) for i, r in enumerate(radii)]
    corners = [(round(min(max(a, 0), width), 2), round(min(max(b, 0), height), 2)) for a, b in corners]
    xs, ys = zip(*corners)
    area = abs(sum(a * d - c * b for (a, b), (c, d) in zip(corners, corners[1:] + corners[:1]))) / 2
    box = [min(xs), min(ys), round(max(xs) - min(xs), 2), round(max(ys) - min(ys), 2)]
    return {"segmentation": [[number for corner in corners for number in corner]], "area": area, "bbox": box, "iscrowd": 0}


def crowd(width, height):
    """A crowd in run lengths: the lower half of the left eighth."""
    top, columns = height // 2, width // 8
    counts = [top, height - top] * columns + [height * (width - columns)]
    return {"segmentation": {"size": [height, width], "counts": counts}, "area": columns * (height - top),
            "bbox": [0, top, columns, height - top], "iscrowd": 1}


def draw_coco(root):
    """samples/street as images of a COCO file: stars of three categories, a crowd, and one image without annotations."""
    draw, images, annotations = random.Random(4), [], []
    link_street(root)
    for number, file in enumerate(sorted((root / "images").rglob("*.*"))):
        label = PROJECT / "samples/street/labels" / file.parent.name / f"{file.stem}_labels.png"
        width, height = struct.unpack(">II", label.read_bytes()[16:24])
        images.append({"id": number, "file_name": f"{file.parent.name}/{file.name}", "width": width, "height": height})
        made = [star(draw, width, height) for _ in range(9 if number else 0)] + [crowd(width, height)] * (number == 2)
        for thing in made:
            category = draw.choice([1, 3, 7])
            annotations.append({"id": len(annotations) + 1, "image_id": number, "category_id": category, **thing})
            if category == 1 and not thing["iscrowd"]:
                x, y, w, h = thing["bbox"]
                annotations[-1]["keypoints"] = [n for _ in range(17) for n in (x + w * draw.random(), y + h * draw.random(), 2)]
    categories = [{"id": 1, "name": "person"}, {"id": 3, "name": "car"}, {"id": 7, "name": "tree"}]
    content = {"images": images, "annotations": annotations, "categories": categories}
    (root / "instances.json").write_text(json.dumps(content))
    return root


def gather(root, pairs):
    """Copies (image, mask) pairs of the real data to images/ and masks/."""
    for number, (image, mask) in enumerate(pairs):
        for kind, file in (("images", image), ("masks", mask)):
            target = root / kind / f"{number:03d}{file.suffix}"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    return root


def real_data(root):
    """Config name -> folder with real data that fits it."""
    found = {}
    if (DATA / "coco_cc").is_dir():
        for name in ("segmentation_basic", "segmentation_strong", "keras_random_flip", "keras_pipeline", "coco"):
            found[name] = DATA / "coco_cc"
    if (DATA / "dsb2018_cc0").is_dir():
        # One PNG an instance: the largest file stands for the mask, which is enough to run the pipeline.
        pairs = [(next(folder.glob("images/*.png")), max(folder.glob("masks/*.png"), key=lambda f: f.stat().st_size))
                 for folder in sorted((DATA / "dsb2018_cc0").iterdir()) if (folder / "images").is_dir()]
        found["binary_medical"] = gather(root / "dsb", pairs)
    if (DATA / "labels16_bsd3").is_dir():
        pair = (DATA / "labels16_bsd3/img2d.tif", DATA / "labels16_bsd3/mask2d.tif")
        found["aerial_16bit"] = gather(root / "labels16", [pair] * 3)
    return found


def augshard(*arguments):
    done = subprocess.run([AUGSHARD, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"augshard {' '.join(map(str, arguments))}: exit {done.returncode}\n{done.stderr}")


def source_of(config, root):
    """Arguments that point a config at its data."""
    if config.stem != "coco":
        return ["--root", root]
    return ["--root", root / "images", "--set", f"/source/file={root / 'instances.json'}"]


def run(config, root, out):
    """Validates, runs and verifies one pipeline; every planned example must be there."""
    augshard("validate", config, *source_of(config, root))
    augshard("run", config, *source_of(config, root), "--output", out, "-q")
    augshard("verify", out)
    splits = json.loads((out / "dataset.json").read_text())["splits"]
    if sum(split["rejected"] for split in splits.values()) or not sum(split["examples"] for split in splits.values()):
        raise RuntimeError(f"unexpected counts: {splits}")
    return ", ".join(f"{name} {split['examples']}" for name, split in splits.items())


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="augshard-") as name:
        folder = pathlib.Path(name)
        drawn = {"aerial_16bit": draw_16bit(folder / "drawn16"), "binary_medical": draw_binary(folder / "drawn"),
                 "coco": draw_coco(folder / "drawn_coco")}
        street = link_street(folder / "street")
        real = real_data(folder)
        if len(real) < 7:
            print(f"skipped: real data for some configs, {DATA} is not (wholly) there")
        for config in sorted(set((PROJECT / "configs").glob("*.json")) - {PROJECT / "configs/augshard.schema.json"}):
            roots = [drawn.get(config.stem, street)] + ([real[config.stem]] if config.stem in real else [])
            for number, root in enumerate(roots):
                try:
                    counts = run(config, root, folder / f"{config.stem}-{number}")
                    print(f"{config.stem} on {root.name}: {counts}")
                    passed += 1
                except RuntimeError as error:
                    print(f"FAILED {config.stem} on {root.name}: {error}")
                    failed += 1
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
