"""Writes coco_masks_golden.txt: random polygons and the run lengths that pycocotools makes of them.
Usage: make_coco_masks.py [--check]   (Python with pycocotools; --check compares the file with what is installed)

A line is a frame and its shape: height, width, run lengths as text, then for each polygon how many numbers it has and
the numbers. No polygon has four numbers: pycocotools takes them for a box."""
import math
import pathlib
import random
import sys

from pycocotools import mask

FILE = pathlib.Path(__file__).with_name("coco_masks_golden.txt")
SHAPES = 300


def ring(draw, height, width, points, radii):
    """A polygon round a centre; its corners lie at the given share of the largest radius, by angle."""
    centre = draw.uniform(0, width), draw.uniform(0, height)
    reach = draw.uniform(2, max(height, width))
    angles = sorted(draw.uniform(0, 2 * math.pi) for _ in range(points))
    corners = [(angle, reach * radii()) for angle in angles]
    return [(centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)) for angle, radius in corners]


def scattered(draw, left, right, top, bottom, points):
    return [(draw.uniform(left, right), draw.uniform(top, bottom)) for _ in range(points)]


def convex(draw, height, width):
    return ring(draw, height, width, draw.randint(3, 14), lambda: 1)


def concave(draw, height, width):
    return ring(draw, height, width, draw.randint(5, 24), lambda: draw.uniform(0.3, 1))


def crossing(draw, height, width):
    return scattered(draw, 0, width, 0, height, draw.randint(4, 10))


def outside(draw, height, width):
    return scattered(draw, -2 * width, 3 * width, -2 * height, 3 * height, draw.randint(3, 8))


def far(draw, height, width):
    return scattered(draw, -20000, 20000, -20000, 20000, draw.randint(3, 5))


def tiny(draw, height, width):
    x, y = draw.uniform(0, width), draw.uniform(0, height)
    return scattered(draw, x, x + 2, y, y + 2, draw.randint(3, 5))


def upright(draw, height, width):
    x, y = draw.uniform(-2, width), draw.uniform(-2, height)
    right, bottom = x + draw.uniform(0, width), y + draw.uniform(0, height)
    return [(x, y), (right, y), (right, bottom), (x, bottom)]


def on_centres(draw, height, width):
    return [(draw.randint(-1, width) + 0.5, draw.randint(-1, height) + 0.5) for _ in range(draw.randint(3, 8))]


def on_edges(draw, height, width):
    return [(draw.randint(-1, width + 1), draw.randint(-1, height + 1)) for _ in range(draw.randint(3, 8))]


def repeated(draw, height, width):
    return [point for point in crossing(draw, height, width) for _ in range(2)]


KINDS = [convex, concave, crossing, outside, far, tiny, upright, on_centres, on_edges, repeated]


def polygon(draw, kind, height, width):
    digits = draw.choice([1, 2, 2, 2, 9])
    return [round(number, digits) for point in kind(draw, height, width) for number in point]


def shape(draw, kind):
    height, width = draw.randint(1, 90), draw.randint(1, 90)
    count = draw.choice([1, 1, 1, 2, 4])
    return height, width, [polygon(draw, kind, height, width) for _ in range(count)]


def run_lengths(height, width, polygons):
    return mask.merge(mask.frPyObjects(polygons, height, width))["counts"].decode()


def line(height, width, polygons):
    numbers = [str(number) for corners in polygons for number in [len(corners), *corners]]
    return " ".join([str(height), str(width), run_lengths(height, width, polygons), *numbers])


def shape_of(text):
    height, width, _, *numbers = text.split()
    polygons = []
    while numbers:
        count = int(numbers.pop(0))
        polygons.append([float(number) for number in numbers[:count]])
        del numbers[:count]
    return int(height), int(width), polygons


def check():
    lines = FILE.read_text().splitlines()
    wrong = [number for number, text in enumerate(lines, 1) if run_lengths(*shape_of(text)) != text.split()[2]]
    print(f"{len(lines)} shapes, {len(wrong)} differ" + (f": lines {wrong}" if wrong else ""))
    return 1 if wrong or len(lines) != SHAPES else 0


def write():
    draw = random.Random(5)
    FILE.write_text("".join(line(*shape(draw, KINDS[i % len(KINDS)])) + "\n" for i in range(SHAPES)))
    return 0


if __name__ == "__main__":
    sys.exit(check() if sys.argv[1:] == ["--check"] else write())
