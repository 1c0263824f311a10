"""The COCO file of detection.py: real annotations (drawn ones, where those are not there) with keypoints, boxes that overshoot
the image and run lengths added; and what a COCO file says, read by NumPy and pycocotools alone."""
import copy
import functools
import json
import pathlib
import random
import sys

import numpy as np
from pycocotools import mask as shapes

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from configs import DATA, draw_coco

SIDES = ("eye", "ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle")
POINTS = ["nose", *(f"{side}_{part}" for part in SIDES for side in ("left", "right"))]
TOLERANCE = 0.01  # what coordinates may miss the edge of the image by and still lie on it


def person_points(draw, box, width, height):
    """17 points in a box, flat: some absent, some covered, some on the last pixel, some a little outside the image."""
    numbers = []
    for _ in POINTS:
        x, y = box[0] + draw.random() * box[2], box[1] + draw.random() * box[3]
        x, y = min(max(round(x, 2), 0), width - 1), min(max(round(y, 2), 0), height - 1)
        place = draw.choice([(x, y)] * 9 + [(int(x), int(y))] * 5 + [
            (width - 1, y), (x, height - 1), (width - 1, height - 1), (0, 0), (width - 0.5, y), (x, -0.5),
            (width + draw.uniform(0, 4), y), (x, -0.6 - draw.uniform(0, 4))])
        seen = draw.choice([0, 1, 2, 2, 2])
        numbers += [*(place if seen or draw.random() < 0.3 else (0, 0)), seen]
    return numbers


def push_boxes(draw, things, sizes):
    """Makes some boxes overshoot the image, one as wide as nothing and one wholly outside."""
    for number, thing in enumerate(draw.sample(things, len(things) // 5)):
        (width, height), (x, y, w, h) = sizes[thing["image_id"]], thing["bbox"]
        far = draw.choice([0.004, 0.3, 0.99, draw.uniform(1, 20)])
        thing["bbox"] = [[x, y, width + far - x, h], [x, y, w, height + far - y], [-far, y, x + w + far, h],
                         [x, -far, w, y + h + far]][number % 4]
    things[3]["bbox"][2] = 0
    things[-3]["bbox"] = [sizes[things[-3]["image_id"]][0] + 2.5, 4, 30, 20]


def run_lengths(polygons, width, height):
    return shapes.merge(shapes.frPyObjects(polygons, height, width))


def plain_counts(packed):
    """Run lengths as the list of numbers: how often pixels change, down the columns."""
    pixels = shapes.decode(packed).ravel(order="F")
    ends = np.flatnonzero(np.diff(pixels)) + 1
    counts = np.diff(np.concatenate([[0], ends, [len(pixels)]])).tolist()
    return ([0] if pixels[0] else []) + counts


def rewrite_shapes(content, sizes):
    """Polygons become run lengths of both forms, by turns; every third stays."""
    for number, thing in enumerate(entry for entry in content["annotations"] if isinstance(entry["segmentation"], list)):
        width, height = sizes[thing["image_id"]]
        packed = run_lengths(thing["segmentation"], width, height)
        if number % 3:
            counts = packed["counts"].decode() if number % 3 == 1 else plain_counts(packed)
            thing["segmentation"] = {"size": [height, width], "counts": counts}


def make(folder):
    """Writes polygons.json, and annotations.json with the same shapes in other forms; returns the folder of the images."""
    folder.mkdir(parents=True, exist_ok=True)
    source = DATA / "coco_cc" if (DATA / "coco_cc").is_dir() else draw_coco(folder / "drawn")
    content, draw = json.loads((source / "instances.json").read_text()), random.Random(17)
    sizes = {image["id"]: (image["width"], image["height"]) for image in content["images"]}
    bare = {image["id"] for image in content["images"][1:4:2]}  # images without annotations
    content["annotations"] = [a for a in content["annotations"] if a["image_id"] not in bare]
    person = next(category for category in content["categories"] if category["name"] == "person")
    person["keypoints"] = POINTS
    for thing in content["annotations"]:
        thing.pop("keypoints", None)
        if thing["category_id"] == person["id"] and not thing["iscrowd"]:
            thing["keypoints"] = person_points(draw, thing["bbox"], *sizes[thing["image_id"]])
    push_boxes(draw, [thing for thing in content["annotations"] if not thing["iscrowd"]], sizes)
    (folder / "polygons.json").write_text(json.dumps(content))
    content = copy.deepcopy(content)
    rewrite_shapes(content, sizes)
    (folder / "annotations.json").write_text(json.dumps(content))
    return source / "images"


class Thing:
    """One annotation that is no crowd, in edge coordinates."""

    def __init__(self, entry, label, width, height):
        x, y, w, h = entry["bbox"]
        self.label, self.visible = label, 1.0
        empty = w <= 0 or h <= 0
        corners = np.array([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], float)
        self.outline = np.empty((0, 2)) if empty else clipped(corners, width, height)
        points = np.array(entry.get("keypoints", [0] * 3 * len(POINTS)), float).reshape(-1, 3)
        self.points = points + (0.5, 0.5, 0)
        inside = np.all((self.points[:, :2] >= -TOLERANCE) & (self.points[:, :2] <= np.add((width, height), TOLERANCE)), axis=1)
        self.points[:, :2] = np.clip(self.points[:, :2], 0, (width, height))
        self.points[~inside | (points[:, 2] == 0)] = 0

    def box(self):
        return [*self.outline.min(axis=0), *self.outline.max(axis=0)]


class Picture:
    """An image of a COCO file with its annotations."""

    def __init__(self, image, entries, labels):
        self.width, self.height, self.attributes = image["width"], image["height"], image
        self.entries, self.labels = entries, labels

    def things(self):
        return [Thing(e, self.labels[e["category_id"]], self.width, self.height) for e in self.entries if not e["iscrowd"]]

    @functools.cache
    def masks(self, first=0, order="largest_first"):
        """(label mask, instance mask): larger shapes below smaller ones; crowds are 255 in the first and not in the other."""
        label, instance = np.zeros((2, self.height, self.width), np.uint16)
        numbers = np.cumsum([not entry["iscrowd"] for entry in self.entries])
        drawn = list(zip(self.entries, numbers))
        for entry, number in sorted(drawn, key=lambda pair: -pair[0]["area"]) if order == "largest_first" else drawn:
            shape = entry["segmentation"]
            packed = shapes.frPyObjects(shape, self.height, self.width) if isinstance(shape, dict) else run_lengths(
                shape, self.width, self.height)
            inside = shapes.decode(packed).astype(bool)
            label[inside] = 255 if entry["iscrowd"] else self.labels[entry["category_id"]] + first
            if not entry["iscrowd"]:
                instance[inside] = number
        return label, instance


def pictures(file, contiguous=True):
    """Key -> Picture of all images of a file."""
    content = json.loads(pathlib.Path(file).read_text())
    ids = sorted(category["id"] for category in content["categories"])
    labels = {id_: place if contiguous else id_ for place, id_ in enumerate(ids)}
    entries = {image["id"]: [] for image in content["images"]}
    for entry in content["annotations"]:
        entries[entry["image_id"]].append(entry)
    return {pathlib.PurePath(image["file_name"]).with_suffix("").as_posix(): Picture(image, entries[image["id"]], labels)
            for image in content["images"]}


def area(polygon):
    x, y = np.transpose(polygon) if len(polygon) else np.zeros((2, 1))
    return abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2


def clipped(polygon, width, height):
    """What of a polygon lies in the image, one side after the other; without area it is nothing."""
    if np.all(polygon >= 0) and np.all(polygon <= (width, height)):
        return polygon if area(polygon) > 0 else np.empty((0, 2))
    for normal, limit in (((1, 0), 0), ((0, 1), 0), ((-1, 0), -width), ((0, -1), -height)):
        kept = []
        for a, b in zip(polygon, np.roll(polygon, -1, axis=0)):
            at_a, at_b = np.dot(a, normal) - limit, np.dot(b, normal) - limit
            kept += [a] if at_a >= 0 else []
            kept += [a + (b - a) * at_a / (at_a - at_b)] if (at_a < 0) != (at_b < 0) else []
        polygon = np.array(kept).reshape(-1, 2)
    return polygon if area(polygon) > 0 else np.empty((0, 2))
