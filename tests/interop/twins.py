"""Runs every op of the table (twins_table.py) beside its twin in Albumentations, torchvision v2 or Keras on the same
pictures and masks, and holds what differs against the table. Makes docs/libraries.md.

    python3 tests/interop/twins.py             # compares, and holds the page against what it would be now
    python3 tests/interop/twins.py --update    # writes the page
    python3 tests/interop/twins.py rotate      # prints what these ops measure, for a new entry

An op of `augshard ops` that the table does not know fails. The libraries come from tests/venvs/torch.txt."""
import dataclasses
import inspect
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
AUGSHARD = os.environ.get("AUGSHARD", str(PROJECT / "build/dev/augshard"))
DATA = pathlib.Path(os.environ.get("AUGSHARD_DATA", PROJECT.parent / "shared/data")).resolve()
PAGE = PROJECT / "docs/libraries.md"
SCRATCH = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # every run syncs its shards

if __name__ == "__main__" and "AUGSHARD_TWINS" not in os.environ:
    found = subprocess.run(["bash", str(PROJECT / "tests/venv.sh"), "torch"], check=True, stdout=subprocess.PIPE, text=True)
    os.environ |= {"AUGSHARD_TWINS": "inside", "KERAS_BACKEND": "torch", "NO_ALBUMENTATIONS_UPDATE": "1"}
    os.execv(found.stdout.strip(), [found.stdout.strip(), "-W", "ignore", *sys.argv])

import albumentations as A
import cv2
import keras
import numpy as np
import torch
import torchvision
from scipy import ndimage
from torchvision import tv_tensors
from torchvision.transforms import v2

import twins_table
from report import Report

cv2.setNumThreads(1)
torch.set_num_threads(1)


# --- pictures ---


@dataclasses.dataclass(frozen=True)
class Picture:
    image: np.ndarray  # uint8 [height, width, 3], RGB
    mask: np.ndarray  # uint8 [height, width], ids 0..7
    on_page: bool = True  # its differences are in the page's figures


def grains(height, width, generator):
    """A mask of 8 ids in grains of about 12 px."""
    small = generator.integers(0, 8, (height // 12 + 1, width // 12 + 1)).astype(np.uint8)
    return np.kron(small, np.ones((12, 12), np.uint8))[:height, :width]


def read(path):
    return np.ascontiguousarray(cv2.imread(str(path))[..., ::-1])


def pictures():
    """Scenes of the samples, smooth waves, and noise of full contrast and saturation, the worst case; sizes even and odd."""
    generator = np.random.default_rng(1)
    street = PROJECT / "samples/street"
    result = {}
    for name, ending in (("0001", "jpg"), ("0003", "png")):
        mask = cv2.imread(str(street / f"labels/ash/{name}_labels.png"), cv2.IMREAD_UNCHANGED)
        if mask.ndim == 3:  # a palette, which OpenCV turns into colours
            mask = grains(*mask.shape[:2], generator)
        result[f"street{name}"] = Picture(read(street / f"images/ash/{name}.{ending}"), mask)
    y, x = np.mgrid[:187, :233]
    waves = np.stack([128 + 100 * np.sin(x / 23), 128 + 100 * np.cos(y / 17), 128 + 90 * np.sin((x + y) / 31)], -1)
    result["waves"] = Picture(waves.astype(np.uint8), grains(187, 233, generator))
    result["noise"] = Picture(generator.integers(0, 256, (205, 211, 3), dtype=np.uint8), grains(205, 211, generator))
    photo = DATA / "photos/kodim_1.png"
    if photo.is_file():
        result["photo"] = Picture(read(photo)[100:356, 200:520].copy(), grains(256, 320, generator), on_page=False)
    return result


PICTURES = pictures()


def company(key, is_mix):
    """{key: picture} of a picture's split: itself and, for mixes, others of its size."""
    image, mask, on_page = dataclasses.astuple(PICTURES[key])
    turns = {"": np.s_[:, :], "-rows": np.s_[::-1, :], "-columns": np.s_[:, ::-1], "-both": np.s_[::-1, ::-1]}
    return {f"{key}{name}": Picture(np.ascontiguousarray(image[turn]), np.ascontiguousarray(mask[turn]), on_page)
            for name, turn in turns.items() if is_mix or not name}


# --- our side ---


def png_records(data):
    """The PNG files in a TFRecord: image and mask of each example, whatever their sizes."""
    signature = b"\x89PNG\r\n\x1a\n"
    for piece in data.split(signature)[1:]:
        pixels = cv2.imdecode(np.frombuffer(signature + piece, np.uint8), cv2.IMREAD_UNCHANGED)
        yield np.ascontiguousarray(pixels[..., ::-1]) if pixels.ndim == 3 else pixels


def write_inputs(folder, keys, is_mix=False):
    records = []
    for split in keys:
        for key, picture in company(split, is_mix).items():
            records.append({"split": split, "key": key, "image": f"{key}.png", "mask": f"{key}_mask.png"})
            cv2.imwrite(str(folder / f"{key}.png"), picture.image[..., ::-1])
            cv2.imwrite(str(folder / f"{key}_mask.png"), picture.mask)
    (folder / "records.jsonl").write_text("".join(f"{json.dumps(record)}\n" for record in records))


def ours(op, targets, kind="geometry"):
    """{picture: (image, mask, draws)} after the op. Each picture is a split of its own, as their sizes differ."""
    with tempfile.TemporaryDirectory(prefix="augshard-twins-", dir=SCRATCH) as name:
        folder = pathlib.Path(name)
        try:
            if kind != "labels":
                write_inputs(folder, PICTURES, kind == "mix")
                return run(folder, op, targets, tuple(PICTURES), {"type": "tfrecord", "fields": {"image": {"encoding": "png"}}})
        except RuntimeError as error:
            if "cannot hold" not in str(error):  # PNG holds no float pixels; NPY does, of one size, and any mask
                raise
        result = {}
        for key in PICTURES:
            write_inputs(folder, (key,))
            result |= run(folder, op, targets, (key,), {"type": "npy"})
        return result


def run(folder, op, targets, keys, output):
    pipeline = {
        "augshard": 1, "name": "twins", "seed": 1,
        "source": {"type": "table", "file": "records.jsonl", "image": "image", "masks": {"mask": "mask"}},
        "targets": targets,
        "splits": {key: {"where": {"split": [key]}, "ops": [op]} for key in keys},
        "outputs": [output],
    }
    (folder / "pipeline.json").write_text(json.dumps(pipeline))
    command = [AUGSHARD, "run", folder / "pipeline.json", "--output", folder / "out", "--overwrite", "-q", "--threads", "1"]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise RuntimeError(f"augshard ended with {done.returncode}: {done.stderr.strip()}")
    examples = map(json.loads, (folder / "out/examples.jsonl").read_text().splitlines())
    return {line["key"]: (*pixels(folder / "out", line, output["type"]), line["draws"]) for line in examples if line["key"] in keys}


def pixels(out, example, kind):
    split, row = example["split"], example["row"]
    if kind == "npy":
        return [np.load(out / f"npy/{split}-00000-of-00001.{field}.npy")[row] for field in ("image", "mask")]
    return list(png_records((out / f"tfrecord/twins-{split}.tfrecord-00000-of-00001").read_bytes()))[2 * row : 2 * row + 2]


def kinds():
    """{op: kind} of every op that there is."""
    done = subprocess.run([AUGSHARD, "ops", "--json"], check=True, stdout=subprocess.PIPE, text=True)
    return {line["name"]: line["kind"] for line in map(json.loads, done.stdout.splitlines())}


KINDS = kinds()


# --- their side ---


class given:
    """A transform of Albumentations with the parameters that it would have drawn."""

    def __init__(self, transform, **params):
        self.transform, self.params = transform, params


def albumentations(transform, image, mask):
    if isinstance(transform, given):
        image = np.ascontiguousarray(image)
        params = transform.params | {"shape": image.shape, "rows": image.shape[0], "cols": image.shape[1]}
        moved = mask
        if isinstance(transform.transform, A.DualTransform):
            moved = transform.transform.apply_to_mask(mask.copy(), **params)
        return transform.transform.apply(image.copy(), **params), moved
    result = A.Compose([transform])(image=image, mask=mask)
    return result["image"], result["mask"]


def as_torch(image, mask):
    return tv_tensors.Image(torch.from_numpy(image).permute(2, 0, 1)), tv_tensors.Mask(torch.from_numpy(mask))


def as_numpy(image, mask):
    return image.permute(1, 2, 0).numpy(), mask.numpy()


def keras_layer(layer, image, mask):
    data = {"images": image[None].astype(np.float32), "segmentation_masks": mask[None, ..., None]}
    try:
        result = layer(data, training=True)
    except (NotImplementedError, AttributeError, ValueError):  # layers that take an image alone
        result = {"images": layer(data["images"], training=True), "segmentation_masks": data["segmentation_masks"]}
    pixels, labels = (keras.ops.convert_to_numpy(result[name])[0] for name in data)
    return pixels, labels[..., 0]


def theirs(twin, key, draws, erased):
    """(image, mask) of the twin's call, written with the names that the page explains."""
    kind = KINDS[twin.covers]
    split = company(key, kind == "mix")
    image, mask = split[key].image, split[key].mask
    height, width = mask.shape
    names = {"A": A, "L": keras.layers, "v2": v2, "F": v2.functional, "cv2": cv2, "ndimage": ndimage, "np": np, "torch": torch,
             "utils": torchvision.utils, "given": given, "draw": draws[-1] if draws else {}, "draws": draws, "mask": mask,
             "erased": erased, "height": height, "width": width} | vars(twins_table)
    if twin.library == "Albumentations":
        names["others"] = [split[other] for other in names["draw"].get("partners", ())]
        return albumentations(eval(twin.call, names), image, mask)
    if twin.library == "Keras":
        return keras_layer(eval(twin.call, names), image, mask)
    if not re.search(r"\bx\b", twin.call):
        return as_numpy(*eval(twin.call, names)(*as_torch(image, mask)))
    is_torch = twin.library in ("torchvision", "PyTorch")
    both = [as_torch(p.image, p.mask) if is_torch else (p.image, p.mask)
            for p in (split[name] for name in (key, *names["draw"].get("partners", ())))]
    changed = {"geometry": (True, True), "mix": (True, True), "labels": (False, True)}.get(kind, (True, False))
    image, mask = (eval(twin.call, names | {"x": x, "others": others}) if moves else x
                   for (x, *others), moves in zip(zip(*both), changed))
    return as_numpy(image, mask) if is_torch else (image, mask)


# --- the comparison ---


@dataclasses.dataclass
class Difference:
    """What is between two results, the largest over the pictures. Pixels in levels of 255 where both are integers, else in
    the values themselves; a float picture beside an integer one is rounded."""
    maximum: float = 0.0
    mean: float = 0.0
    mask: float = 0.0  # percent of the mask's pixels that differ

    def worst(self, other):
        return Difference(*map(max, dataclasses.astuple(self), dataclasses.astuple(other)))


def difference(our_image, our_mask, image, mask, margin=0):
    our_image, image = (array if array.ndim == 3 else array[..., None] for array in (our_image, image))
    if our_image.shape != image.shape or our_mask.shape != mask.shape:
        raise AssertionError(f"ours {our_image.shape} and {our_mask.shape}, theirs {image.shape} and {mask.shape}")
    if np.issubdtype(our_image.dtype, np.integer) and np.issubdtype(image.dtype, np.floating):
        image = np.clip(np.round(image), 0, 255)
    gap = np.abs(our_image.astype(np.float64) - image.astype(np.float64))
    gap = gap[margin : len(gap) - margin, margin : gap.shape[1] - margin]
    return Difference(gap.max(), gap.mean(), 100 * (our_mask != mask).mean())


def measure(twin):
    """(the difference on the page's pictures, that on all)."""
    page, everything = Difference(), Difference()
    for key, (image, mask, draws) in ours(twin.op, twin.targets, KINDS[twin.covers]).items():
        if twin.only and key not in twin.only:
            continue
        one = difference(image, mask, *theirs(twin, key, draws, mask == 255), twin.margin)
        everything = everything.worst(one)
        if PICTURES[key].on_page:
            page = page.worst(one)
    return page, everything


def compare(report, twin):
    """Holds one entry against its limits. What it measured on the page's pictures; None where the sizes differ."""
    name = f"{json.dumps(twin.op)} and {twin.call}"
    try:
        page, everything = measure(twin)
    except AssertionError as sizes:
        report.check(name, twin.limit is None, str(sizes))
        return None
    if twin.limit is not None:
        maximum, mean = twin.limit
        report.check(f"{name}: pixels", everything.maximum <= maximum and everything.mean <= mean,
                     f"off by {everything.maximum:.4g} and {everything.mean:.4g} on average, limits {maximum} and {mean}")
    if twin.mask is not None:
        report.check(f"{name}: mask", everything.mask <= twin.mask, f"{everything.mask:.3f} % differ, limit {twin.mask}")
    exact = dataclasses.astuple(page) == (0, 0, 0)
    report.check(f"{name}: reason", exact or twin.why, "it differs, and the table says nothing")
    return page


def check_every_op_is_here(report):
    """A new op is compared with its twins, or the table says why it has none."""
    covered = {twin.covers for twin in twins_table.TWINS}
    for name in KINDS:
        report.check(f"op {name}", (name in covered) != (name in twins_table.NO_TWIN), "enter it in tests/interop/twins_table.py: "
                     "in TWINS with a call that makes the same picture, or in NO_TWIN with a reason")
    unknown = sorted((covered | set(twins_table.NO_TWIN)) - set(KINDS))
    report.check("the table's ops", not unknown, f"{unknown} are no ops")


def check_their_examples(report):
    """The Python of docs/coming-from.md runs as it stands, on an image with its mask."""
    picture = PICTURES["street0001"]
    blocks = re.findall(r"^```python\n(.*?)^```$", (PROJECT / "docs/coming-from.md").read_text(), flags=re.M | re.S)
    report.check("examples of other libraries", len(blocks) == 3, f"{len(blocks)} blocks")
    for block in blocks:
        report.run(block.split("\n", 1)[0], exec, block, {"image": picture.image.copy(), "mask": picture.mask.copy()})


def check_elastic_sizes(report):
    """Displacements of the same alpha and sigma beside alpha / (6.14 sigma), the standard deviation of ours."""
    side, alpha, sigma = 400, 60.0, 5.0
    y, x = np.mgrid[:side, :side].astype(np.float32) / side
    places = np.stack([x, y, x], -1)
    torch.manual_seed(0)
    picture = tv_tensors.Image(torch.from_numpy(places).permute(2, 0, 1))
    for name, wanted, moved in (
        ("uniform", 1, A.Compose([A.ElasticTransform(alpha, sigma, noise_distribution="uniform", p=1)], seed=1)(image=places)["image"]),
        ("gaussian", 0.35, A.Compose([A.ElasticTransform(alpha, sigma, p=1)], seed=1)(image=places)["image"]),
        ("torchvision", 0.5, v2.ElasticTransform(alpha, sigma)(picture).permute(1, 2, 0).numpy()),
    ):
        deviation = side * (moved - places)[30:-30, 30:-30, :2].std() / (alpha / (6.14 * sigma))
        report.check(f"elastic field, {name}", abs(deviation - wanted) < 0.1, f"{deviation:.2f}, docs/coming-from.md has {wanted}")


def check_registration(report):
    """A mask that is resized holds the nearest pixel: index floor((2 i + 1) * source / (2 * result)), by whole numbers."""
    for height, width in ((64, 96), (101, 77), (331, 404)):
        moved = ours({"op": "resize", "height": height, "width": width}, {})
        for key, picture in PICTURES.items():
            rows, columns = ((2 * np.arange(n) + 1) * source // (2 * n) for n, source in zip((height, width), picture.mask.shape))
            wanted = picture.mask[np.ix_(rows, columns)]
            report.check(f"registration of {key} at {height} x {width}", np.array_equal(moved[key][1], wanted),
                         f"{(moved[key][1] != wanted).sum()} pixels")


def check_boxes(report):
    """Boxes around connected pixels are those of torchvision, which end at the index of their last pixel."""
    op = {"op": "boxes_from_mask"}
    with tempfile.TemporaryDirectory(prefix="augshard-twins-", dir=SCRATCH) as name:
        folder = pathlib.Path(name)
        for key, picture in PICTURES.items():
            write_inputs(folder, (key,))
            run(folder, op, {"objects": {"kind": "boxes", "from": "ops"}}, (key,), {"type": "npy"})
            boxes, labels = (np.load(folder / f"out/npy/{key}-00000-of-00001.objects.{part}.npy") for part in ("bbox", "label"))
            numbers = twins_table.things(ndimage.label, picture.mask)
            areas = torch.from_numpy(numbers == np.arange(1, numbers.max() + 1)[:, None, None])
            wanted = torchvision.ops.masks_to_boxes(areas).numpy() + [0, 0, 1, 1]
            ids = [picture.mask[area.numpy()][0] for area in areas]
            report.check(f"boxes of {key}", np.array_equal(boxes, wanted) and np.array_equal(labels, ids), f"{len(boxes)} and {len(ids)}")


# --- the page ---


def cell(value):
    """A figure: levels as they are, floats by their size."""
    if value == 0:
        return "0"
    return f"{value:.0e}" if value < 0.0005 else f"{value:.3f}".rstrip("0").rstrip(".")


def code(text):
    return f"`{text}`".replace("|", "\\|")


def row(twin, page):
    parts = [code(json.dumps(twin.op))]
    if twin.targets:
        parts.append(f"with `targets` {code(json.dumps(twin.targets))}")
    if page is None:
        figures = ["other size", "-", "-"]
    else:
        figures = [cell(page.maximum), cell(page.mean), "not held" if twin.mask is None else cell(page.mask)]
        if twin.limit is None and twin.mask is None:
            figures[2] = cell(page.mask)
    return f"| {'; '.join(parts)} | {code(twin.call)} | {' | '.join(figures)} | {twin.why} |"


TITLES = {"geometry": "Geometry", "regions": "Erasing", "mix": "Mixes", "pixels": "Pixels"}


def tables(measured):
    """A table a kind of op."""
    parts = []
    for kind in dict.fromkeys([*TITLES, *KINDS.values()]):
        entries = sorted((entry for entry in measured if KINDS[entry[0].covers] == kind), key=lambda entry: entry[0].covers)
        if entries:
            lines = ["| ours | theirs | largest | mean | mask, % | why |", "| --- | --- | --- | --- | --- | --- |"]
            parts.append("\n".join([f"### {TITLES.get(kind, kind.capitalize())}\n", *lines, *(row(*entry) for entry in entries)]))
    return "\n\n".join(parts)


def other_names():
    """{name elsewhere: our ops}, as the reference page of the ops has them."""
    names = {}
    reference = (PROJECT / "docs/reference/ops.md").read_text()
    for section in re.split(r"^### ", reference, flags=re.M)[1:]:
        for listed in re.findall(r"^Elsewhere: (.*?)\.$", section, flags=re.M | re.S):
            for name in re.split(r",\s+", listed):
                names.setdefault(name, []).append(section.split("\n", 1)[0].strip())
    return names


def is_transform(library, name):
    value = getattr(library, name)
    if not inspect.isclass(value) or name in twins_table.NOT_TRANSFORMS:
        return False
    if library is keras.layers:
        return ".preprocessing" in value.__module__
    return issubclass(value, (A.BasicTransform, A.BaseCompose, torch.nn.Module))


def name_table(library):
    names = other_names()
    counterparts = {name: " ".join(map(code, names[name])) if name in names else twins_table.COMPOSITION.get(name)
                    for name in dir(library) if not name.startswith("_") and is_transform(library, name)}
    lines = ["| theirs | ours |", "| --- | --- |", *(f"| `{name}` | {ours_} |" for name, ours_ in counterparts.items() if ours_)]
    missing = ", ".join(f"`{name}`" for name, ours_ in counterparts.items() if not ours_)
    return "\n".join(lines) + f"\n\nWithout a counterpart: {missing}."


def page(measured):
    version = {name: value.split("+")[0] for name, value in (
        ("Albumentations", A.__version__), ("OpenCV", cv2.__version__), ("torchvision", torchvision.__version__),
        ("PyTorch", torch.__version__), ("Keras", keras.__version__))}
    no_twin = "\n".join(f"| `{name}` | {why} |" for name, why in sorted(twins_table.NO_TWIN.items()))
    return f"""# Beside other libraries

Made by `python3 tests/interop/twins.py --update`; the test beside it holds every figure against a limit. What
[coming-from.md](coming-from.md) explains by example stands here as tables: which of their names is which op, and how
closely the same parameters give the same picture.

- Albumentations {version["Albumentations"]} on OpenCV {version["OpenCV"]}
- torchvision {version["torchvision"]} on PyTorch {version["PyTorch"]}
- Keras {version["Keras"]} with the torch backend

## The same parameters, the same picture

Four 8-bit pictures with masks of 8 ids go through both: two of `samples/street`, smooth waves, and noise of full
contrast, which shows the most. *Largest* and *mean* are the differences of pixel values, in levels of 255 for integers,
in the values themselves for float results; the worse of the pictures counts. A float picture beside an integer one is
rounded first. *Mask* is the share of its pixels that differ. "Not held": no limit is kept, for the reason that is given.

In the calls `A` is albumentations, `L` keras.layers, `v2` torchvision.transforms.v2, `F` its functional; `x` is the
image, then the mask. `draw` has what augshard drew for the picture, its line in `examples.jsonl`; `given(t, ...)` is
transform `t` with these parameters in place of drawn ones. `mask` is the mask before the op, `erased` the pixels where
ours is 255 after it, `others` are the partners of a mix. The other names stand in `tests/interop/twins_table.py`. Where
none of the three has an op, a function of OpenCV, of SciPy (`ndimage`) or of PyTorch stands.

{tables(measured)}

### Without a twin

| op | why |
| --- | --- |
{no_twin}

## Their names

### Keras

{name_table(keras.layers)}

### Albumentations

{name_table(A)}

### torchvision v2

{name_table(v2)}
"""


FIGURES = re.compile(r"^(\| .* \| )[^|]* \| [^|]* \| [^|]*( \| [^|]*\|)$", re.M)  # the three columns of numbers


def without_figures(text):
    """Figures have their limits in the table: floats of other libraries may differ between processors."""
    return FIGURES.sub(r"\1\2", text)


def main(arguments):
    report = Report()
    names = [argument for argument in arguments if argument != "--update"]
    measured = [(twin, compare(report, twin)) for twin in twins_table.TWINS if not names or twin.covers in names]
    if names:
        for twin, found in measured:
            print(f"{json.dumps(twin.op)} {twin.call}\n  {found}")
        report.finish()
    check_every_op_is_here(report)
    check_elastic_sizes(report)
    check_registration(report)
    check_boxes(report)
    check_their_examples(report)
    text = page(measured)
    if "--update" in arguments:
        PAGE.write_text(text)
    same = PAGE.exists() and without_figures(PAGE.read_text()) == without_figures(text)
    report.check(str(PAGE.relative_to(PROJECT)), same, "write it anew with --update")
    report.finish()


if __name__ == "__main__":
    main(sys.argv[1:])
