"""Boxes, masks and keypoints of a COCO file against NumPy and pycocotools: as written, in every format, moved by ops of fixed
parameters, filtered, and from tables. Writes the datasets that detection_loaders.py reads. Needs numpy, pycocotools."""
import collections
import csv
import json
import math
import pathlib

import numpy as np

from detection_data import POINTS, area, clipped, make, pictures
from detection_rows import rows
from report import Report
from run import HERE, WORK, write

FOLDER = WORK / "detection"
PIPELINE = json.loads("".join(line for line in (HERE / "detection.json").read_text().splitlines() if not line.startswith("//")))
EXACT_NUMBERS = {"objects": {"dtype": "float64"}, "pose": {"dtype": "float64"}}
NPY = {"type": "npy", "fields": EXACT_NUMBERS}
SWAP_POINTS = [0, *(place for left in range(1, len(POINTS), 2) for place in (left + 1, left))]  # left_... then right_...
ALL = {"train": {"fraction": 1}}
GRAY = {"targets__image__color": "gray"}  # for speed
PAD = [{"op": "pad_if_needed", "min_height": 640, "min_width": 640, "position": "top_left"},
       {"op": "crop", "x": 0, "y": 0, "height": 640, "width": 640}]  # cuts nothing off: it states the size, as npy asks
TOLERANCE = 1e-9  # px
SWAPPED_LABELS = (0, 2)  # contiguous, of boxes; in the mask they are one more


# ------------------------------------------------------------------------------------------------------------- reading

def sets(**values):
    """--set arguments; a key is a JSON pointer with _ for /."""
    return [part for key, value in values.items() for part in ("--set", f"/{key.replace('__', '/')}={json.dumps(value)}")]


class Job:
    """The files of the source, and how the tool is run on them."""

    def __init__(self):
        self.images = make(FOLDER)
        self.truth = FOLDER / "polygons.json"

    def run(self, name, *arguments):
        out = write(HERE / "detection.json", f"detection/{name}", "--root", self.images,
                    *sets(source__file=str(FOLDER / "annotations.json")), *arguments)
        return out

    def exact(self, name, ops, *arguments):
        """A run of the ops on all images, padded to one size, which arrays need: its folder, its rows by key."""
        out = self.run(name, *sets(splits=ALL, ops=[*ops, *PAD], outputs=[NPY], **GRAY), *arguments)
        return out, {row["key"]: row for row in rows(out)}


# ------------------------------------------------------------------------------------------------- what ought to come out

def turn(degrees):
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]])  # counter-clockwise where y goes down


def move(x, y):
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1]], float)


def step(op, width, height):
    """(matrix in edge coordinates, new width, new height) of an op of fixed parameters."""
    name = op["op"]
    if name == "horizontal_flip":
        return np.array([[-1, 0, width], [0, 1, 0], [0, 0, 1]], float), width, height
    if name == "rotate90":
        return np.array([[0, 1, 0], [-1, 0, width], [0, 0, 1]], float), height, width
    if name == "crop":
        return move(-op["x"], -op["y"]), op["width"], op["height"]
    if name == "resize":
        return np.diag([op["width"] / width, op["height"] / height, 1]), op["width"], op["height"]
    if name == "letterbox":
        scale = min(op["height"] / height, op["width"] / width)
        w, h = math.floor(width * scale + 0.5), math.floor(height * scale + 0.5)
        shift = move((op["width"] - w) // 2, (op["height"] - h) // 2)
        return shift @ np.diag([w / width, h / height, 1]), op["width"], op["height"]
    assert name == "rotate"
    return move(width / 2, height / 2) @ turn(op["angle_deg"]) @ move(-width / 2, -height / 2), width, height


def moved(points, matrix):
    return points @ matrix[:2, :2].T + matrix[:2, 2]


def follow(thing, ops, width, height):
    """Moves a thing through the ops; what leaves the frame may come back, but not past new area, nor at the end."""
    pending = np.eye(3)
    for op in [*ops, None]:
        if op is None or op["op"] == "letterbox":
            carry(thing, pending, width, height)
            pending = np.eye(3)
        if op is None:
            return width, height
        matrix, width, height = step(op, width, height)
        pending = matrix @ pending
        if op["op"] == "horizontal_flip":
            thing.points = thing.points[SWAP_POINTS]
            thing.label = dict(zip(SWAPPED_LABELS, SWAPPED_LABELS[::-1])).get(thing.label, thing.label)


def carry(thing, matrix, width, height):
    outline = moved(thing.outline, matrix)
    thing.outline = clipped(outline, width, height)
    thing.visible *= area(thing.outline) / area(outline) if len(thing.outline) else 0
    places = moved(thing.points[:, :2], matrix)
    near = 1e-9 if np.any(matrix % 1) else 0
    inside = np.all((places >= -near) & (places <= np.add((width, height), near)), axis=1)
    thing.points[:, :2] = places
    thing.points[~inside | (thing.points[:, 2] == 0)] = 0


def is_kept(thing, min_side_px=0, min_area_px=0, min_visibility=0):
    if not len(thing.outline):
        return False
    x0, y0, x1, y1 = thing.box()
    return (min(x1 - x0, y1 - y0) >= min_side_px and (x1 - x0) * (y1 - y0) >= min_area_px
            and thing.visible >= min_visibility)


def expected(picture, ops=(), **filters):
    """What a row ought to hold: boxes, labels, points as written to NPY, and the new number of each thing in its mask."""
    things = picture.things()
    for thing in things:
        follow(thing, ops, picture.width, picture.height)
    kept = [is_kept(thing, **filters) for thing in things]
    numbers = np.concatenate([[0], np.where(kept, np.cumsum(kept), 0)]).astype(int)
    things = [thing for thing, keep in zip(things, kept) if keep]
    points = np.array([thing.points for thing in things]).reshape(-1, len(POINTS), 3)
    points[..., :2] -= np.where(points[..., 2:] > 0, 0.5, 0)
    boxes = np.array([thing.box() for thing in things]).reshape(-1, 4)
    return boxes, np.array([thing.label for thing in things], int), points, numbers


def all_expected(truth, ops=(), **filters):
    return {key: expected(picture, ops, **filters) for key, picture in truth.items()}


def mask_after(mask, op):
    """What an op of whole pixels leaves of a mask."""
    if op["op"] == "horizontal_flip":
        return mask[:, ::-1]
    if op["op"] == "rotate90":
        return np.rot90(mask)
    return mask[op["y"] : op["y"] + op["height"], op["x"] : op["x"] + op["width"]]


def masks_by_position(masks, fills, ops):
    """(masks sampled at the nearest pixel, where that is beyond doubt) of ops without new area in between."""
    height, width = masks[0].shape
    matrix, w, h = np.eye(3), width, height
    for op in ops:
        one, w, h = step(op, w, h)
        matrix = one @ matrix
    y, x = np.mgrid[:h, :w] + 0.5
    at = moved(np.stack([x, y], axis=-1), np.linalg.inv(matrix))
    sure = np.all(np.abs(at - np.round(at)) > 1e-6, axis=-1)
    inside = np.all((at >= 0) & (at < (width, height)), axis=-1)
    column, row = np.clip(np.floor(at).astype(int), 0, (width - 1, height - 1)).transpose(2, 0, 1)
    return [np.where(inside, mask[row, column], fill) for mask, fill in zip(masks, fills)], sure


# --------------------------------------------------------------------------------------------------------------- checks

def compare_numbers(found, wanted):
    assert found.keys() == wanted.keys(), "keys differ"
    for key, (boxes, labels, points, _) in wanted.items():
        row = found[key]
        assert row["objects.label"].tolist() == labels.tolist(), f"labels of {key}: {row['objects.label']}, not {labels}"
        assert row["objects.bbox"].shape == boxes.shape and row["pose.xyv"].shape == points.shape, key
        assert np.abs(row["objects.bbox"] - boxes).max(initial=0) <= TOLERANCE, f"boxes of {key}"
        assert np.array_equal(row["pose.xyv"][..., 2], points[..., 2]), f"visibility in {key}"
        assert np.abs(row["pose.xyv"] - points).max(initial=0) <= TOLERANCE, f"points of {key}"


def compare_masks(key, row, wanted, sure=True):
    """Masks (label, instances) against what ought to be there, and the fill of the padding around."""
    height, width = wanted[0].shape
    for name, mask, fill in zip(("mask", "instances"), wanted, (255, 0)):
        around = row[name].copy()
        wrong = int(((around[:height, :width] != mask) & sure).sum())
        assert not wrong, f"{name} of {key}: {wrong} pixels differ"
        around[:height, :width] = fill
        assert np.all(around == fill), f"{name} of {key}: the padding is not {fill}"


def check_masks(found, truth, wanted, first, order="largest_first"):
    for key, picture in truth.items():
        label, instance = picture.masks(first, order)
        compare_masks(key, found[key], (label, wanted[key][3][instance]))


def check_statistics(out, wanted):
    """Counts in dataset.json against those of NumPy."""
    counted, seen, dropped, without = collections.Counter(), collections.Counter(), 0, 0
    for _, labels, points, numbers in wanted.values():
        counted.update(str(label) for label in labels)
        dropped += len(numbers) - 1 - len(labels)
        without += not len(labels)
        seen.update({name: int((points[..., 2] == v).sum()) for v, name in enumerate(("absent", "hidden", "visible"))})
    written = json.loads((out / "dataset.json").read_text())["statistics"].values()
    boxes = [split["objects"] for split in written]
    assert sum((collections.Counter(b["boxes"]) for b in boxes), collections.Counter()) == counted
    assert sum(b["dropped"] for b in boxes) == dropped and sum(b["examples_without"] for b in boxes) == without
    assert {name: sum(split["pose"][name] for split in written) for name in seen} == dict(seen)


def check_rows_in_step(found, slack=2):
    """No instance is without its box, and its pixels lie within it, up to the rounding of its shape, enlarged by resize."""
    for key, row in found.items():
        mask, boxes = np.asarray(row["instances"]), row["objects.bbox"]
        assert mask.max(initial=0) <= len(boxes) == len(row["pose.xyv"]), key
        for number in np.unique(mask[mask > 0]):
            y, x = np.nonzero(mask == number)
            x0, y0, x1, y1 = boxes[number - 1]
            assert x.min() >= x0 - slack and x.max() + 1 <= x1 + slack, f"{key}: instance {number} in columns"
            assert y.min() >= y0 - slack and y.max() + 1 <= y1 + slack, f"{key}: instance {number} in rows"


def identity(report, job):
    contiguous, as_written = pictures(job.truth), pictures(job.truth, contiguous=False)
    wanted, wanted_as_written = all_expected(contiguous), all_expected(as_written)
    out, found = job.exact("identity", [])
    report.run("identity: boxes, keypoints", compare_numbers, found, wanted)
    report.run("identity: masks", check_masks, found, contiguous, wanted, 1)
    report.run("identity: statistics", check_statistics, out, wanted)
    out, found = job.exact("as_written", [], *sets(source__category_ids="as_written"))
    report.run("ids as written: boxes, keypoints", compare_numbers, found, wanted_as_written)
    report.run("ids as written: masks", check_masks, found, as_written, wanted_as_written, 0)
    report.run("ids as written: statistics", check_statistics, out, wanted_as_written)
    polygons = ["--set", f"/source/file={job.truth}"]
    _, found = job.exact("polygons", [], *polygons, *sets(source__overlap="file_order"))
    report.run("polygons as they are, in file order: masks", check_masks, found, contiguous, wanted, 1, "file_order")
    annotated = {key: wanted[key] for key, picture in contiguous.items() if picture.entries}
    _, found = job.exact("annotated", [], *sets(source__unannotated="skip"))
    report.run("unannotated images skipped", compare_numbers, found, annotated)
    report.check("there are images to skip", len(annotated) < len(contiguous))


def four_numbers(boxes, name, width, height):
    x0, y0, x1, y1 = boxes.T
    if name.startswith("rel_"):
        x0, x1, y0, y1 = x0 / width, x1 / width, y0 / height, y1 / height
    return np.stack({"xyxy": (x0, y0, x1, y1), "xywh": (x0, y0, x1 - x0, y1 - y0), "yxyx": (y0, x0, y1, x1),
                     "cxcywh": ((x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0)}[name.removeprefix("rel_")], axis=-1)


def point_numbers(points, name, width, height):
    there, out = points[..., 2:] > 0, points.copy()
    if name.startswith("rel_"):
        out[..., :2] = np.where(there, (points[..., :2] + 0.5) / (width, height), 0)
    return out if name.endswith("v") else out[..., :2]


def formats(report, job):
    """Every format of boxes and keypoints, of the same rows."""
    boxes = [prefix + name for prefix in ("", "rel_") for name in ("xyxy", "xywh", "cxcywh", "yxyx")]
    points = ["xyv", "xy", "rel_xyv", "rel_xy"] * 2
    outputs = [{"type": "npy", "path": b, "fields": {"objects": {"format": b, "dtype": "float64"},
                                                     "pose": {"format": p, "dtype": "float64"}}}
               for b, p in zip(boxes, points)]
    out = job.run("formats", *sets(splits=ALL, ops=[CROP], outputs=outputs, source__masks={},
                                   targets={"pose": PIPELINE["targets"]["pose"]}))
    wanted = all_expected(pictures(job.truth), [CROP])

    size = CROP["width"], CROP["height"]

    def check(box_format, point_format):
        for row in rows(out, box_format):
            four, _, xyv, _ = wanted[row["key"]]
            assert np.allclose(row["objects.bbox"], four_numbers(four, box_format, *size), rtol=0, atol=1e-9), row["key"]
            values = row["pose.xyv" if point_format.endswith("v") else "pose.xy"]
            assert np.allclose(values, point_numbers(xyv, point_format, *size), rtol=0, atol=1e-9), row["key"]

    for box_format, point_format in zip(boxes, points):
        report.run(f"formats {box_format}, {point_format}", check, box_format, point_format)


FLIP, QUARTER = {"op": "horizontal_flip"}, {"op": "rotate90", "times": 1}
ROTATE = {"op": "rotate", "angle_deg": 13, "canvas": "keep"}
CROP = {"op": "crop", "x": 21, "y": 10, "width": 150, "height": 120}
RESIZE = {"op": "resize", "width": 203, "height": 311}
LETTERBOX = {"op": "letterbox", "width": 160, "height": 192}
FILTERS = {"min_side_px": 24, "min_area_px": 800, "min_visibility": 0.4}
CHAIN = [ROTATE, CROP, FLIP, LETTERBOX, ROTATE]
MOVES = {  # name -> ops, filters
    "flip": ([FLIP], {}), "quarter turn": ([QUARTER], {}), "crop": ([CROP], {}), "resize": ([RESIZE], {}),
    "letterbox": ([LETTERBOX], {}), "rotate": ([ROTATE], {}), "chain": (CHAIN, {}),
    "out and back": ([CROP, ROTATE, {"op": "rotate", "angle_deg": -13}], {}),
    "crop, filtered": ([CROP], FILTERS), "rotate, filtered": ([ROTATE], FILTERS), "chain, filtered": (CHAIN, FILTERS),
}
SWAPS = {"targets__objects__flip_label_swap": [SWAPPED_LABELS],
         "targets__mask__flip_label_swap": [[label + 1 for label in SWAPPED_LABELS]]}


def check_moved_masks(found, truth, wanted, ops):
    """Masks pixel for pixel: exactly for whole steps, by position for others."""
    swap = np.arange(256)
    if FLIP in ops:
        swap[[i + 1 for i in SWAPPED_LABELS]] = [i + 1 for i in SWAPPED_LABELS[::-1]]
    for key, picture in truth.items():
        label, instance = picture.masks(1)
        if len(ops) == 1 and ops[0] in (FLIP, QUARTER, CROP):
            masks, sure = [mask_after(mask, ops[0]) for mask in (label, instance)], True
        else:
            masks, sure = masks_by_position((label, instance), (255, 0), ops)
        compare_masks(key, found[key], (swap[masks[0]], wanted[key][3][masks[1]]), sure)


def geometry(report, job):
    truth, kept_by_ops = pictures(job.truth), {}
    for name, (ops, filters) in MOVES.items():
        targets = {f"targets__objects__{key}": value for key, value in filters.items()}
        out, found = job.exact(name.replace(" ", "_").replace(",", ""), ops, *sets(**SWAPS, **targets))
        wanted = all_expected(truth, ops, **filters)
        report.run(f"{name}: boxes, keypoints", compare_numbers, found, wanted)
        report.run(f"{name}: statistics", check_statistics, out, wanted)
        kept = sum(len(labels) for _, labels, _, _ in wanted.values())
        report.check(f"{name}: filters leave some out", not filters or 0 < kept < kept_by_ops[str(ops)])
        kept_by_ops[str(ops)] = kept
        report.run(f"{name}: masks in step", check_rows_in_step, found)
        if not name.startswith("chain"):
            report.run(f"{name}: masks", check_moved_masks, found, truth, wanted, ops)


def tables(report, job):
    """JSONL and CSV of the same annotations give the same rows."""
    truth, content = pictures(job.truth), json.loads(job.truth.read_text())
    names = [category["name"] for category in sorted(content["categories"], key=lambda c: c["id"])]
    lines = [table_line(image["file_name"], truth[pathlib.PurePath(image["file_name"]).with_suffix("").as_posix()], names)
             for image in content["images"]]
    (FOLDER / "table.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    with open(FOLDER / "table.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, lines[0].keys())
        writer.writeheader()
        writer.writerows({k: json.dumps(v) if isinstance(v, list) else v for k, v in line.items()} for line in lines)
    targets = {"objects": {"kind": "boxes", "classes": names}, "pose": PIPELINE["targets"]["pose"] | {"boxes": "objects"}}
    for kind in ("jsonl", "csv"):
        source = {"type": "table", "file": str(FOLDER / f"table.{kind}"), "root": str(job.images), "image": "file",
                  "boxes": {"objects": {"column": "boxes", "format": "rel_cxcywh", "labels": "labels"}},
                  "keypoints": {"pose": {"column": "points", "format": "xyv"}}}
        out = write(HERE / "detection.json", f"detection/{kind}",
                    *sets(source=source, targets=targets, splits=ALL, ops=PAD, outputs=[NPY]))
        report.run(f"table {kind}", compare_numbers, {row["key"]: row for row in rows(out)}, all_expected(truth))


def table_line(file, picture, names):
    size, entries = (picture.width, picture.height), [e for e in picture.entries if not e["iscrowd"]]
    boxes = np.array([e["bbox"] for e in entries]).reshape(-1, 4)
    boxes[:, :2] += boxes[:, 2:] / 2
    points = [np.reshape(e.get("keypoints", [0] * 3 * len(POINTS)), (-1, 3)).tolist() for e in entries]
    return {"file": file, "boxes": (boxes / (size * 2)).tolist(), "points": points, "width": size[0], "height": size[1],
            "labels": [names[picture.labels[e["category_id"]]] for e in entries]}


def for_loaders(job):
    """The datasets that detection_loaders.py reads: with labels from 0; with the ids of COCO, also in the preset "detection";
    and the images as they are."""
    shards = {"type": "tfrecord", "fields": {"image": {"encoding": "png"}}}
    job.run("batches", *sets(targets__objects__min_side_px=2))
    job.run("ids", *sets(source__category_ids="as_written", outputs=[
        {"type": "npy"}, shards, shards | {"path": "detection", "preset": "detection"}]))
    job.run("as_is", *sets(splits=ALL, ops=[], outputs=[shards], **GRAY))


def main():
    report, job = Report(), Job()
    for part in (identity, formats, geometry, tables):
        report.run(f"{part.__name__} runs", part, report, job)
    report.run("runs for the loaders", for_loaders, job)
    report.finish()


if __name__ == "__main__":
    main()
