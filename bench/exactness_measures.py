"""The tables of docs/exactness.md: pictures, references in double precision, and what each library makes of them."""
import dataclasses
import os
import pathlib
import re

import exactness_libraries as lib
import numpy as np
from exactness_libraries import A, Affine, Flip, NotOffered, Perspective, Rotate, cv2, keras, torch, tv_tensors, v2

PHOTOS = pathlib.Path(os.environ["AUGSHARD_DATA"], "photos")
SIDE = 512
CHAIN_PHOTOS = ("groceries.jpg", "kodim_1.png", "kodim_10.png", "truck.jpg")
MARGIN = 8  # px; the interior keeps this distance from every frame


# --- tables ---


@dataclasses.dataclass
class Gate:
    """A figure of augshard that must not pass `limit`, nor be worse than the page's by more than `tolerance`."""
    row: str
    column: str
    limit: float
    tolerance: float
    high_is_good: bool = False

    def complaint(self, fresh, page):
        bad = (lambda value, bound: value < bound) if self.high_is_good else (lambda value, bound: abs(value) > bound)
        slack = -self.tolerance if self.high_is_good else self.tolerance
        if bad(fresh, self.limit):
            return f"{self.row}, {self.column}: {fresh:.5g} passes the limit {self.limit:g}"
        if page is not None and bad(fresh, (page if self.high_is_good else abs(page)) + slack):
            return f"{self.row}, {self.column}: {fresh:.5g}, and the page has {page:.5g}"
        return None


@dataclasses.dataclass
class Table:
    columns: list  # names, the first of the rows' labels
    rows: list = dataclasses.field(default_factory=list)
    decimals: int = 4
    gates: list = dataclasses.field(default_factory=list)

    def cell(self, value):
        if value is None:
            return "-"
        if isinstance(value, (str, int, np.integer)):
            return str(value)
        smallest = 10.0**-self.decimals
        return f"<{smallest:.{self.decimals}f}" if 0 < abs(value) < smallest / 2 else f"{value + 0.0:.{self.decimals}f}"

    def text(self):
        lines = [self.columns, ["---"] * len(self.columns), *([self.cell(v) for v in row] for row in self.rows)]
        return "\n".join("| " + " | ".join(line) + " |" for line in lines)

    def value(self, row, column):
        found = [r[self.columns.index(column)] for r in self.rows if r[0] == row]
        return float(found[0]) if found and isinstance(found[0], (int, float, np.number)) else None


def page_values(text):
    """{(row, column): number} of all tables of the page; of equal names the first."""
    values, columns = {}, None
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|"):
            columns = None
        elif columns is None:
            columns = cells
        else:
            for column, cell in zip(columns[1:], cells[1:]):
                if re.fullmatch(r"<?[-+]?\d+(\.\d+)?", cell):
                    values.setdefault((cells[0], column), float(cell.lstrip("<")))
    return values


# --- pictures and references, in double precision ---


def centres(height=SIDE, width=SIDE):
    y, x = np.mgrid[0:height, 0:width] + 0.5
    return x, y


def mapped(matrix, x, y):
    u, v, w = np.tensordot(matrix, np.stack([x, y, np.ones_like(x)]), 1)
    return u / w, v / w


def sources(steps, height=SIDE, width=SIDE):
    """Where each output centre lies in the source, and its least distance from a frame on the way (< 0: outside)."""
    x, y = centres(height, width)
    inside = np.full((height, width), np.inf)
    for step in reversed(steps):
        x, y = mapped(np.linalg.inv(step.matrix(height, width)), x, y)
        inside = np.minimum.reduce([inside, x, y, width - x, height - y])
    return x, y, inside


def coordinates():
    x, y = centres()
    return np.stack([x, y, 0 * x], -1).astype(np.float32)


SLOPE = 31  # gray levels a px of the 8-bit waves below: 8 px up, 8 px down


def wave(position):
    """0 at the centre of the pixels 0, 16, ..., 248 at 8, 24, ..., straight between."""
    phase = (position - 0.5) % 16
    return SLOPE * np.minimum(phase, 16 - phase)


def waves():
    x, y = centres()
    return np.stack([wave(x), wave(y), 0 * x], -1).astype(np.uint8)


def labels(seed=3, count=8, sigma=2.0):
    """A mask of `count` ids in grains of a few px: the largest of as many smooth fields."""
    fy, fx = np.meshgrid(np.fft.fftfreq(SIDE), np.fft.fftfreq(SIDE), indexing="ij")
    smooth = np.exp(-2 * (np.pi * sigma) ** 2 * (fx**2 + fy**2))
    noise = np.random.default_rng(seed).standard_normal((count, SIDE, SIDE))
    return np.argmax(np.fft.ifft2(np.fft.fft2(noise) * smooth).real, 0).astype(np.uint8)


def nearest(mask, x, y):
    """Exact nearest pick, and which positions lie so near a boundary of pixels that rounding decides (ties)."""
    height, width = mask.shape
    pick = mask[np.clip(np.floor(y), 0, height - 1).astype(int), np.clip(np.floor(x), 0, width - 1).astype(int)]
    tie = np.minimum(np.abs(x - np.round(x)), np.abs(y - np.round(y))) < 1e-6
    return pick, tie


def linear_weight(t):
    return np.maximum(0, 1 - np.abs(t))


def cubic_weight(t, a=-0.75):
    t = np.abs(t)
    near, far = ((a + 2) * t - (a + 3)) * t * t + 1, ((a * t - 5 * a) * t + 8 * a) * t - 4 * a
    return np.where(t <= 1, near, np.where(t < 2, far, 0))


def resampled(picture, x, y, weight, radius):
    """One pass in double precision; taps outside repeat the edge (the interior has none)."""
    picture = picture.astype(float)
    height, width = picture.shape[:2]
    left, top = np.floor(x - 0.5).astype(int), np.floor(y - 0.5).astype(int)
    total = np.zeros(x.shape + picture.shape[2:])
    for j in range(1 - radius, radius + 1):
        for i in range(1 - radius, radius + 1):
            share = weight(x - 0.5 - (left + i)) * weight(y - 0.5 - (top + j))
            total += share[..., None] * picture[np.clip(top + j, 0, height - 1), np.clip(left + i, 0, width - 1)]
    return total


def photos():
    for name in CHAIN_PHOTOS:
        picture = cv2.imread(str(PHOTOS / name))[..., ::-1]
        top, left = ((side - SIDE) // 2 for side in picture.shape[:2])
        yield np.ascontiguousarray(picture[top : top + SIDE, left : left + SIDE])


def attempt(call):
    """The result, "raises NAME", or nothing where the library has no such thing."""
    try:
        return call()
    except NotOffered:
        return None
    except Exception as error:  # what a library raises is a finding here
        return f"raises {type(error).__name__}"


# --- 1. masks, resized ---

DISC_ID = 7


def discs(count=8, side=1024):
    """Discs, each also turned by 180 degrees: what the steps of its rim do to the centroid cancels out."""
    rng = np.random.default_rng(11)
    x, y = centres(side, side)
    for _ in range(count):
        cx, cy, radius = *rng.uniform(400, 624, 2), rng.uniform(150, 300)
        disc = np.where((x - cx) ** 2 + (y - cy) ** 2 <= radius**2, DISC_ID, 0).astype(np.uint8)
        yield from (disc, np.ascontiguousarray(disc[::-1, ::-1]))


def centroid(mask):
    x, y = centres(*mask.shape)
    mass = mask.astype(float)
    return np.array([(mass * x).sum(), (mass * y).sum()]) / mass.sum()


RESIZERS = (
    (lib.Augshard, ("nearest", "label_linear")),
    (lib.Albumentations, ("default", "INTER_NEAREST_EXACT", "INTER_LINEAR", "INTER_AREA")),
    (lib.Torchvision, ("default", "NEAREST_EXACT")),
    (lib.Keras, ("default",)),
)
SIDES = (768, 512, 341, 224)


def pairs_off(library, option):
    """Of 81 pairs of source and output length, how many have an index off the exact rule at a place that is no tie."""
    lengths = (37, 64, 100, 129, 255, 411, 500, 777, 1024)
    off = 0
    for source in lengths:
        row = np.tile(np.arange(source), (4, 1)).astype(np.uint16 if library.name == "augshard" else np.float32)
        for output in lengths:
            doubled = (2 * np.arange(output) + 1) * source
            index, tie = doubled // (2 * output), doubled % (2 * output) == 0
            off += bool(np.any((library.resize_mask(row, output, option)[0] != index) & ~tie))
    return off


def resize_table(libraries):
    columns = ["mask resized by", *(f"{side}, px" for side in SIDES), "new ids at 341, %", "wrong pairs, of 81"]
    table = Table(columns, decimals=3)
    masks = list(discs())
    for kind, options in RESIZERS:
        library = libraries[kind]
        for option in options:
            shifts, invented = [], 0
            for side in SIDES:
                outputs = [library.resize_mask(mask, side, option) for mask in masks]
                shifts.append(float(np.mean([centroid(o) - centroid(m) * side / 1024 for m, o in zip(masks, outputs)])))
                if side == 341:
                    invented = 100 * float(np.mean([~np.isin(o, (0, DISC_ID)) for o in outputs]))
            nearest_pick = option in ("nearest", "default", "INTER_NEAREST_EXACT", "NEAREST_EXACT")
            table.rows.append([f"{library.name}, {option}", *shifts, invented,
                               pairs_off(library, option) if nearest_pick else None])
    label = "augshard, nearest"
    # 0.02, and what ties may add: 1 / (2p) for 1024 / side = p / q in lowest terms.
    limits = (0.145, 0.27, 0.0205, 0.0356)
    table.gates = [Gate(label, f"{side}, px", limit, 0.002) for side, limit in zip(SIDES, limits)]
    table.gates += [Gate(label, "wrong pairs, of 81", 0, 0)]
    table.gates += [Gate(f"augshard, {option}", "new ids at 341, %", 0, 0) for option in ("nearest", "label_linear")]
    return table


# --- 2. positions of pixels ---


def fixed_steps(augshard):
    """One of each; the perspective is what augshard draws, and the others are given it."""
    perspective = augshard.drawn_perspective(SIDE, SIDE)
    return {"rotate": Rotate(17.3), "affine": Affine(1.13, 7.0, 13), "perspective": perspective}


def position_errors(library, step):
    """Mean and largest error in source px of a float32 picture, mean of an 8-bit one, mask pixels off the nearest."""
    x, y, inside = sources([step])
    interior = inside > MARGIN
    mask = labels()
    out, moved = library.warp(coordinates(), mask, [step])
    distance = np.hypot(out[..., 0] - x, out[..., 1] - y)[interior]
    gray, _ = library.warp(waves(), None, [step])
    gray_errors = []
    for channel, position in enumerate((x, y)):
        clear = np.abs((position - 0.5 + 4) % 8 - 4) > 0.6  # away from the turning points
        gray_errors.append(np.abs(gray[..., channel] - wave(position))[interior & clear] / SLOPE)
    pick, tie = nearest(mask, x, y)
    off = int(((moved != pick) & interior & ~tie).sum())
    return distance.mean(), distance.max(), np.concatenate(gray_errors).mean(), off


def position_table(libraries, steps):
    table = Table(["pixels moved by", "float32, mean, px", "float32, max, px", "8 bits, mean, px", "mask pixels off"])
    for name, step in steps.items():
        for library in libraries.values():
            table.rows.append([f"{library.name}, {name}", *position_errors(library, step)])
        label = f"augshard, {name}"
        table.gates += [Gate(label, "float32, mean, px", 0.02, 0.0005), Gate(label, "8 bits, mean, px", 0.02, 0.001),
                        Gate(label, "mask pixels off", 0, 0)]
    return table


# --- 3. a chain of four ops ---


def chains(count=6):
    rng = np.random.default_rng(20)
    for _ in range(count):
        first, second, shear = np.round(rng.uniform([-20, -20, -8], [20, 20, 8]), 2).tolist()
        scale, shift = round(rng.uniform(0.9, 1.2), 3), int(rng.integers(-20, 21))
        yield [Rotate(first), Affine(scale, shear, shift), Flip(), Rotate(second)]


def psnr(a, b):
    return 10 * np.log10(255**2 / np.mean((a - b) ** 2))


@dataclasses.dataclass
class ChainCase:
    photo: np.ndarray
    steps: list
    interior: np.ndarray  # far from every frame on the way
    valid: np.ndarray  # the source holds it, whatever the frames between cut off
    cubic: np.ndarray  # one pass in double precision, rounded to 8 bits
    linear: np.ndarray
    pick: np.ndarray
    tie: np.ndarray


def chain_cases(mask):
    for photo in photos():
        for steps in chains():
            x, y, inside = sources(steps)
            valid = np.minimum.reduce([x, y, SIDE - x, SIDE - y]) > 1
            references = [np.clip(np.rint(resampled(photo, x, y, weight, radius)), 0, 255)
                          for weight, radius in ((cubic_weight, 2), (linear_weight, 1))]
            yield ChainCase(photo, steps, inside > MARGIN, valid, *references, *nearest(mask, x, y))


def chain_row(label, cases, warp):
    """PSNR over the interior against the two references, means of the cases; mask pixels off; valid pixels lost."""
    quality, wrong, seen, lost, valid = [], 0, 0, 0, 0
    for case in cases:
        image, mask = warp(case)
        quality.append([psnr(image[case.interior].astype(float), r[case.interior]) for r in (case.cubic, case.linear)])
        wrong += int(((mask != case.pick) & case.interior & ~case.tie).sum())
        seen += int((case.interior & ~case.tie).sum())
        lost += int(((mask == lib.FILL) & case.valid).sum())
        valid += int(case.valid.sum())
    return [label, *map(float, np.mean(quality, 0)), wrong, 100 * wrong / seen, 100 * lost / valid]


def chain_table(libraries):
    mask = labels(sigma=8)
    cases = list(chain_cases(mask))
    table = Table(["chain through", "PSNR to cubic, dB", "PSNR to linear, dB", "mask pixels off", "mask pixels off, %",
                   "valid pixels lost, %"], decimals=2)
    for library in libraries.values():
        for kernel in ("linear", "cubic"):
            row = attempt(lambda: chain_row(f"{library.name}, {kernel}", cases,
                                            lambda case: library.warp(case.photo, mask, case.steps, kernel == "cubic")))
            if row is not None:
                table.rows.append(row)
    ceiling = float(np.mean([psnr(case.linear[case.interior], case.cubic[case.interior]) for case in cases]))
    table.rows.append(["the linear reference itself", ceiling, *[None] * 4])
    table.gates = [Gate("augshard, linear", "PSNR to linear, dB", 55, 0.5, high_is_good=True),
                   Gate("augshard, cubic", "PSNR to cubic, dB", 55, 0.5, high_is_good=True),
                   Gate("augshard, linear", "PSNR to cubic, dB", ceiling - 0.02, 0.05, high_is_good=True)]
    table.gates += [Gate(f"augshard, {kernel}", column, 0, 0) for kernel in ("linear", "cubic")
                    for column in ("mask pixels off", "valid pixels lost, %")]
    counts = {"ties": sum(int((case.interior & case.tie).sum()) for case in cases),
              "pixels": sum(int(case.interior.sum()) for case in cases)}
    return table, counts


# --- 4. boxes and keypoints ---

BOX = (10.0, 12.0, 30.0, 20.0)
FRAME = (50, 60)


def written(box, form, height=FRAME[0], width=FRAME[1]):
    """A corner box in another format, in the names of augshard."""
    x0, y0, x1, y1 = box
    unit = np.array([width, height, width, height], float) if form.startswith("rel_") else np.ones(4)
    kind = form.removeprefix("rel_")
    if kind == "yxyx":
        return (np.array([y0, x0, y1, x1]) / unit[[1, 0, 3, 2]]).tolist()
    numbers = {"xyxy": (x0, y0, x1, y1), "xywh": (x0, y0, x1 - x0, y1 - y0),
               "cxcywh": ((x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0)}[kind]
    return (np.array(numbers) / unit).tolist()


def in_px(numbers, form):
    if not form.startswith("rel_"):
        return np.asarray(numbers, float)
    height, width = FRAME
    return np.asarray(numbers, float) * ([height, width] * 2 if form.endswith("yxyx") else [width, height] * 2)


def identity_ops(library, own, numbers):
    """{op: the box after an op that does nothing}, each written as `own`, the library's name of the format."""
    height, width = FRAME
    if isinstance(library, lib.Keras):
        layers, options = keras.layers, {"bounding_box_format": own}
        ops = [layers.RandomRotation(0.0, **options), layers.RandomTranslation(0.0, 0.0, **options),
               layers.RandomZoom(0.0, **options), layers.RandomShear(0.0, 0.0, **options),
               layers.RandomPerspective(1.0, scale=0.0, **options), layers.Resizing(height, width, **options),
               layers.RandomCrop(height, width, **options), layers.CenterCrop(height, width, **options)]
        return {type(op).__name__: attempt(lambda: library.through_layer(op, [numbers], *FRAME)[0]) for op in ops}
    identity = [Rotate(0.0), Affine(1.0, 0.0, 0), Perspective(lib.frame_of(height, width))]
    if isinstance(library, lib.Albumentations):
        ops = [*(library.transform(step, *FRAME) for step in identity), A.Resize(height, width, p=1),
               A.RandomCrop(height, width, p=1), A.CenterCrop(height, width, p=1)]
        params = A.BboxParams(format=own, label_fields=["labels"])
        data = {"image": np.zeros((height, width, 3), np.uint8), "bboxes": [numbers], "labels": [0]}
        chains = {type(op).__name__: A.Compose([op], bbox_params=params) for op in ops}
        return {op: attempt(lambda: chain(**data)["bboxes"][0]) for op, chain in chains.items()}
    if isinstance(library, lib.Torchvision):
        item = tv_tensors.BoundingBoxes([numbers], format=own, canvas_size=FRAME, dtype=torch.float32)
        results = {type(step).__name__: attempt(lambda: library.move(item, step, *FRAME)) for step in identity}
        results["Resize"] = attempt(lambda: v2.functional.resize(item, list(FRAME)))
        results["CenterCrop"] = attempt(lambda: v2.functional.center_crop(item, FRAME))
        return {op: result if isinstance(result, str) else result.numpy()[0] for op, result in results.items()}
    size = {"height": height, "width": width}
    ops = {"rotate": [Rotate(0.0)], "affine": [Affine(1.0, 0.0, 0)], "two flips": [Flip(), Flip()]}
    ops |= {name: [{"op": name, **size}] for name in ("resize", "random_crop", "center_crop")}
    return {op: attempt(lambda: library.move_boxes([numbers], chain, *FRAME, form=own)[0]) for op, chain in ops.items()}


AUGSHARD_FORMATS = ("xyxy", "xywh", "cxcywh", "yxyx", "rel_xyxy", "rel_xywh", "rel_cxcywh", "rel_yxyx")


def identity_table(libraries):
    table = Table(["boxes of", "ops tried", "ops that change the box", "largest change, px"])
    for library in libraries.values():
        formats = getattr(library, "formats", {name: name for name in AUGSHARD_FORMATS})
        for own, form in formats.items():
            numbers = written(BOX, form)
            results = identity_ops(library, own, numbers)
            result_form = "xyxy" if isinstance(library, lib.Augshard) else form  # augshard always writes corners
            wanted = in_px(written(BOX, result_form), result_form)
            change = {op: float(np.abs(in_px(box, result_form) - wanted).max()) for op, box in results.items()
                      if not isinstance(box, str)}
            moved = [op for op, size in change.items() if size > 1e-4]
            moved += [f"{op} {result}" for op, result in results.items() if isinstance(result, str)]
            largest = max(change.values(), default=None)
            table.rows.append([f"{library.name}, {own}", len(results), ", ".join(moved) or "none", largest])
    table.gates = [Gate(f"augshard, {form}", "largest change, px", 1e-4, 1e-5) for form in AUGSHARD_FORMATS]
    return table


def box_errors(library, step):
    """Largest error of an edge of 6 boxes, against the upright box around the mapped corners."""
    rng = np.random.default_rng(7)
    low = rng.uniform(150, 250, (6, 2))
    boxes = np.hstack([low, low + rng.uniform(20, 100, (6, 2))])
    got = attempt(lambda: np.asarray(library.move_boxes(boxes.tolist(), [step], SIDE, SIDE)))
    if got is None or isinstance(got, str):
        return got
    x, y = mapped(step.matrix(SIDE, SIDE), boxes[:, [0, 2, 2, 0]], boxes[:, [1, 1, 3, 3]])
    return float(np.abs(got[:, :4] - np.stack([x.min(1), y.min(1), x.max(1), y.max(1)], 1)).max())


def point_errors(library, step, origin=0.5):
    """Largest error of 12 keypoints; `origin` is what separates them from edge coordinates."""
    points = np.random.default_rng(8).uniform(128, 384, (12, 2))
    got = attempt(lambda: np.asarray(library.move_points(points.tolist(), [step], SIDE, SIDE)))
    if got is None or isinstance(got, str):
        return got
    wanted = np.stack(mapped(step.matrix(SIDE, SIDE), *(points.T + origin)), 1) - origin
    return float(np.hypot(*(got[:, :2] - wanted).T).max())


def annotation_table(libraries, steps):
    columns = ["boxes and points moved by", *(f"{kind} {name}, px" for kind in ("box", "point") for name in steps)]
    table = Table(columns)
    for library in libraries.values():
        table.rows.append([library.name, *(box_errors(library, step) for step in steps.values()),
                           *(point_errors(library, step) for step in steps.values())])
    table.rows.append(["torchvision v2, read as edge coordinates", *[None] * len(steps),
                       *(point_errors(libraries[lib.Torchvision], step, 0) for step in steps.values())])
    table.gates = [Gate("augshard", column, 0.001, 0.0001) for column in columns[1:]]
    return table


def flipped_twice(library):
    result = attempt(lambda: np.asarray(library.move_points([[24.5, 3.0]], [Flip(), Flip()], 25, 25)))
    if result is None or isinstance(result, str):
        return result or "no keypoints"
    return "lost" if len(result) == 0 else f"kept, off by {np.abs(result[0, :2] - [24.5, 3]).max():g} px"


def overshooting(library):
    """What becomes of a box that stands out by 0.3 px, left and right, under a rotation by 0 degrees."""
    result = attempt(lambda: library.move_boxes([[-0.3, 12.0, 60.3, 20.0]], [Rotate(0.0)], *FRAME))
    if isinstance(result, str):
        return result
    left, right = (float(np.round(result[0][i], 4)) + 0.0 for i in (0, 2))
    return f"x from {left:.1f} to {right:.1f}"


def edge_table(libraries):
    table = Table(["edge cases of", "keypoint at x = 24.5 of 25 px, flipped twice",
                   "box of x -0.3 to 60.3 in 60 px, turned by 0"])
    table.rows = [[library.name, flipped_twice(library), overshooting(library)] for library in libraries.values()]
    return table


# --- 5. further checks ---


def numpy_image(picture):
    return tv_tensors.Image(torch.from_numpy(np.ascontiguousarray(np.moveaxis(np.atleast_3d(picture), -1, 0))))


def share(flags):
    return f"{100 * float(np.mean(flags)):.2f} %"


def elastic(library):
    """One array as image and as mask through an elastic op, nearest for both: pixels that differ; pixels that moved."""
    mask = labels(seed=5, sigma=8)
    if isinstance(library, lib.Augshard):
        targets = {"image": {"interpolation": "nearest"}, "mask": {"border": "same"}}
        result = library.run([{"op": "elastic_transform", "alpha_px": 60, "sigma_px": 5}], mask, mask, targets)
        image, moved = result["image"][..., 0], result["mask"]
    elif isinstance(library, lib.Albumentations):
        op = A.ElasticTransform(alpha=60, sigma=5, interpolation=cv2.INTER_NEAREST, p=1)
        result = A.Compose([op], seed=1)(image=mask, mask=mask)
        image, moved = result["image"], result["mask"]
    elif isinstance(library, lib.Torchvision):
        torch.manual_seed(1)
        op = v2.ElasticTransform(alpha=50.0, sigma=5.0, interpolation=v2.InterpolationMode.NEAREST)
        image, moved = op(numpy_image(mask), tv_tensors.Mask(torch.from_numpy(mask)))
        image, moved = image.numpy()[0], moved.numpy()
    else:
        op = keras.layers.RandomElasticTransform(factor=(1.0, 1.0), scale=(0.1, 0.1), interpolation="nearest", seed=1)
        batch = mask[None, ..., None].astype(np.float32)
        data = {"images": batch, "segmentation_masks": batch}
        result = op(data, training=True)
        image, moved = (lib.array(result[key])[0, ..., 0] for key in ("images", "segmentation_masks"))
    return f"{share(image != moved)} (moved: {share(moved != mask)})"


def default_rotation(library, mask):
    """A mask beside a picture, rotated by 17.3 degrees with all other options left as they are."""
    picture = np.repeat(mask[..., None], 3, -1)
    if isinstance(library, lib.Augshard):
        return library.run([library.op(Rotate(17.3), *mask.shape)], picture, mask)["mask"]
    if isinstance(library, lib.Albumentations):
        return A.Compose([A.Rotate(limit=(17.3, 17.3), p=1)])(image=picture, mask=mask)["mask"]
    if isinstance(library, lib.Torchvision):
        op = v2.RandomRotation((17.3, 17.3), interpolation=lib.BILINEAR)
        return op(numpy_image(picture), tv_tensors.Mask(torch.from_numpy(mask)))[1].numpy()
    data = {"images": picture[None], "segmentation_masks": mask[None, ..., None]}
    op = keras.layers.RandomRotation((17.3 / 360, 17.3 / 360))
    return lib.array(op(data, training=True)["segmentation_masks"])[0, ..., 0]


def invented_ids(library):
    mask = labels() * np.uint8(30)
    return share(~np.isin(default_rotation(library, mask), (*np.unique(mask), lib.FILL)))


def mask_outside(library):
    """What a mask of the ids 1 to 8 holds where the picture has nothing, by default."""
    mask = labels() + np.uint8(1)
    _, _, inside = sources([Rotate(17.3)])
    ids = np.unique(default_rotation(library, mask)[inside < -1]).astype(int)
    return str(ids[0]) if len(ids) == 1 else f"ids {ids.min()} to {ids.max()}"


def mask_type(library):
    return str(default_rotation(library, labels()).dtype)


def uint16_pixels(library):
    """Largest error in gray levels of a 16-bit picture of full range, and the type that comes back."""
    picture = np.random.default_rng(9).integers(0, 65536, (SIDE, SIDE, 3)).astype(np.uint16)
    x, y, inside = sources([Rotate(17.3)])
    out, _ = library.warp(picture, None, [Rotate(17.3)])
    error = np.abs(out - resampled(picture, x, y, linear_weight, 1))[inside > MARGIN].max()
    return f"{error:.1f} ({out.dtype})"


def uint16_mask(library):
    """Pixels off the exact nearest of a mask with ids up to 65000."""
    mask = labels().astype(np.uint16) * 9000 + 2000
    x, y, inside = sources([Rotate(17.3)])
    moved = library.warp(np.zeros((SIDE, SIDE, 3), np.uint8), mask, [Rotate(17.3)])[1]
    pick, tie = nearest(mask, x, y)
    return str(int(((moved != pick) & (inside > MARGIN) & ~tie).sum()))


def with_mask(library, op):
    """Whether a colour op runs with a mask beside the image, and leaves it."""
    mask = labels()
    picture = np.repeat(mask[..., None] * np.uint8(30), 3, -1)
    if isinstance(library, lib.Augshard):
        moved = library.run([op], picture, mask)["mask"]
    elif isinstance(library, lib.Albumentations):
        moved = A.Compose([op])(image=picture, mask=mask)["mask"]
    elif isinstance(library, lib.Torchvision):
        moved = op(numpy_image(picture), tv_tensors.Mask(torch.from_numpy(mask)))[1].numpy()
    else:
        moved = lib.array(op({"images": picture[None].astype(np.float32), "segmentation_masks": mask[None, ..., None]},
                             training=True)["segmentation_masks"])[0, ..., 0]
    return "mask kept" if np.array_equal(moved, mask) else f"mask changed, {share(moved != mask)}"


def equalised(library):
    ops = {lib.Augshard: "clahe", lib.Albumentations: A.CLAHE(p=1), lib.Torchvision: v2.RandomEqualize(p=1),
           lib.Keras: keras.layers.ContrastLimitedAdaptiveHistogramEqualization()}
    return with_mask(library, ops[type(library)])


def rand_augment(library):
    if isinstance(library, lib.Torchvision):
        return with_mask(library, v2.RandAugment())
    if not isinstance(library, lib.Keras):
        raise NotOffered
    mask = labels()
    pictures = np.repeat(mask[None, ..., None], 3, -1).astype(np.float32) * 30
    data = {"images": pictures, "segmentation_masks": mask[None, ..., None]}
    moved = lib.array(keras.layers.RandAugment(seed=1)(data, training=True)["segmentation_masks"])
    new = ~np.isin(moved, np.unique(mask))
    return f"runs; new ids in {share(new)}"


def mixed_up(library):
    """Shape and ids of two masks of 64 x 64 after MixUp."""
    mask = np.stack([labels()[:64, :64], labels()[64:128, 64:128]])
    if isinstance(library, lib.Torchvision):
        op = v2.MixUp(num_classes=8)
        pictures = tv_tensors.Image(torch.zeros(2, 3, 64, 64))
        moved = op(pictures, tv_tensors.Mask(torch.from_numpy(mask)), torch.tensor([0, 1]))[1].numpy()
    elif isinstance(library, lib.Keras):
        data = {"images": np.zeros((2, 64, 64, 3), np.float32), "labels": np.eye(8, dtype=np.float32)[:2],
                "segmentation_masks": mask[..., None].astype(np.float32)}
        moved = lib.array(keras.layers.MixUp(seed=1)(data, training=True)["segmentation_masks"])
    else:
        raise NotOffered
    return f"shape {moved.shape}; new ids in {share(~np.isin(moved, np.unique(mask)))}"


def random_crop(library):
    """Largest error of a box after a crop of 40 x 50 from 50 x 60; a picture of coordinates tells where that was."""
    x, y = centres(*FRAME)
    picture = np.stack([x, y, 0 * x], -1).astype(np.uint8)
    if isinstance(library, lib.Augshard):
        boxes = {"column": "boxes", "format": "xyxy", "labels": "labels"}
        result = library.run([{"op": "random_crop", "height": 40, "width": 50}], picture,
                             targets={"objects": {"kind": "boxes"}}, columns={"boxes": [BOX], "labels": [0]},
                             source={"boxes": {"objects": boxes}})
        image, box = result["image"], result["objects.bbox"].reshape(-1, 4)[0]
    elif isinstance(library, lib.Albumentations):
        params = A.BboxParams(format="pascal_voc", label_fields=["labels"])
        chain = A.Compose([A.RandomCrop(40, 50, p=1)], bbox_params=params, seed=4)
        result = chain(image=picture, bboxes=[BOX], labels=[0])
        image, box = result["image"], result["bboxes"][0]
    elif isinstance(library, lib.Torchvision):
        torch.manual_seed(4)
        item = tv_tensors.BoundingBoxes([BOX], format="XYXY", canvas_size=FRAME, dtype=torch.float32)
        image, box = v2.RandomCrop((40, 50))(numpy_image(picture), item)
        image, box = np.moveaxis(image.numpy(), 0, -1), box.numpy()[0]
    else:
        op = keras.layers.RandomCrop(40, 50, seed=4, bounding_box_format="xyxy")
        data = {"images": picture[None].astype(np.float32),
                "bounding_boxes": {"boxes": np.float32([[BOX]]), "labels": np.zeros((1, 1), np.float32)}}
        result = op(data, training=True)
        image, box = lib.array(result["images"])[0], lib.array(result["bounding_boxes"]["boxes"])[0, 0]
    left, top = map(float, np.floor(image[0, 0, :2]))
    wanted = np.array(BOX) - [left, top, left, top]
    return f"{np.abs(np.asarray(box, float) - wanted).max():.4f} (crop at {left:.0f}, {top:.0f})"


CHECKS = (
    ("one array as image and mask, elastic op, nearest for both: pixels that differ", elastic),
    ("mask rotated by 17.3 degrees, defaults: pixels with ids the source does not have", invented_ids),
    ("the same: what stands outside the source", mask_outside),
    ("the same: type of a uint8 mask afterwards", mask_type),
    ("random crop: largest error of a box, px", random_crop),
    ("16-bit picture rotated: largest error, gray levels of 65535", uint16_pixels),
    ("mask of ids up to 65000 rotated: pixels off the exact nearest", uint16_mask),
    ("histogram equalisation (CLAHE where there is one) with a mask beside the image", equalised),
    ("RandAugment with a mask beside the image", rand_augment),
    ("MixUp of two masks of 64 x 64", mixed_up),
)


def check_table(libraries, augshard_has_boxes):
    table = Table(["check", *(library.name for library in libraries.values())])
    for text, check in CHECKS:
        skipped = (lib.Augshard,) if check is random_crop and not augshard_has_boxes else ()
        table.rows.append([text, *(None if isinstance(library, skipped) else attempt(lambda: check(library))
                                   for library in libraries.values())])
    return table
