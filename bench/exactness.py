"""Measures how exact the geometry of augshard, Albumentations, torchvision v2 and Keras is; writes docs/exactness.md.

    python3 bench/exactness.py            # writes docs/exactness.md
    python3 bench/exactness.py --check    # writes nothing; exit code 1 when augshard misses a limit or got worse

AUGSHARD names the binary (default build/release/augshard), AUGSHARD_DATA the folder with photos/. The other libraries
come from tests/venvs/torch.txt. The photos lie beside the project; without them nothing is measured. Takes two
minutes once the libraries are there."""
import argparse
import os
import pathlib
import subprocess
import sys
import textwrap
import time
import warnings

PROJECT = pathlib.Path(__file__).resolve().parent.parent
DATA = pathlib.Path(os.environ.get("AUGSHARD_DATA", PROJECT.parent / "shared/data"))
BINARY = os.environ.get("AUGSHARD", str(PROJECT / "build/release/augshard"))
PAGE = PROJECT / "docs/exactness.md"


def enter_environment():
    """Starts this script anew under the Python that has the other libraries."""
    if os.environ.get("AUGSHARD_EXACTNESS") == "inside":
        return
    command = ["bash", str(PROJECT / "tests/venv.sh"), "torch"]
    python = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    inside = os.environ | {"AUGSHARD_EXACTNESS": "inside", "AUGSHARD_DATA": str(DATA)}
    os.execve(python, [python, "-W", "ignore", *sys.argv], inside)


if __name__ == "__main__":
    if not (DATA / "photos").is_dir():
        sys.exit(print(f"skipped: {DATA / 'photos'} is not there, and the figures are of its photos"))
    if not pathlib.Path(BINARY).is_file():
        sys.exit(f"error: {BINARY} is not there; build augshard, or name it in AUGSHARD")
    enter_environment()

import exactness_libraries as lib
import exactness_measures as measures
from exactness_measures import Rotate


def filled(block):
    """A paragraph in lines of 120; tables, lists and headings as they are."""
    return block if block.startswith(("|", "#", "-")) else textwrap.fill(block, 120, break_on_hyphens=False) + (
        "\n" if block.endswith("\n") else "")


def page(libraries, tables, counts):
    versions = "\n".join(f"- {library.version()}" for library in libraries.values())
    t = {name: table.text() for name, table in tables.items()}
    photos, slope, margin = ", ".join(measures.CHAIN_PHOTOS), measures.SLOPE, measures.MARGIN
    rounding, pixels, ties = f"{0.25 / slope:.4f}", f"{counts['pixels']:,}", counts["ties"]
    has_boxes = any(row[0] == "augshard" for row in tables["annotations"].rows)
    absent = "" if has_boxes else "The version of augshard that was measured reads no boxes: it has no line here.\n\n"
    boxes = f"""{absent}\
Boxes are in edge coordinates. First, ops whose parameters say "do nothing", in each format: how far the box moved.

{t["identity"]}

Then the largest error of an edge of 6 boxes, against the upright box around the mapped corners, and of 12 keypoints
in index coordinates, in px of the 512 x 512 output. `-`: the library has none, or not by one op.

{t["annotations"]}

The index reading of keypoints is that of every library's flip (x becomes W-1-x). torchvision's other steps fit the
edge reading, which has a line of its own. Albumentations and Keras apply the perspective of pixel indices to box
edges unchanged, and Keras turns boxes about another centre than pixels: the figures are those half pixels, seen
through the map. Keras' RandomRotation reads the format wrongly unless it is xyxy, and its RandomPerspective gives
xyxy whatever the format.

{t["edges"]}

Albumentations has `clip=True` for boxes and `remove_invisible=False` for keypoints, with which the box passes,
clipped, and the point comes back; the table shows the defaults."""
    text = f"""# Geometric exactness

Made by `python3 bench/exactness.py`, whose `--check` fails when augshard's figures get worse: measured figures of
augshard and three other libraries on the same pictures and with the same maps. Lower is better but for PSNR. `-`: not
offered, or not applicable.

{versions}

Positions below are edge coordinates: pixel i covers i to i + 1, its centre is i + 0.5. Each library got the same map,
translated to its sign of angles and its origin. "Interior" means: further than {margin} px from every frame on the
way.

## 1. Masks after a resize

The mean shift, over 16 discs and both axes, of the centroid of a disc's mask when 1024 x 1024 becomes the size named,
against exact scaling, in output px. Where a centre falls on the boundary of two pixels (a tie), a nearest pick must
shift one way or the other: averaged over all places by 0.125 px at 768, 0.25 at 512 and 0.016 at 224. "New ids" are
pixels that hold neither of the two ids. "Wrong pairs": of 81 pairs of source and output length, those with an index
that is not the nearest, where no tie lets it choose.

{t["resize"]}

Keras, torchvision's NEAREST_EXACT and OpenCV 5's INTER_NEAREST_EXACT pick as exactly as augshard. At ties the first
two take the same pixel; OpenCV takes the left at some and the right at others, which makes its shift smaller.
INTER_LINEAR and INTER_AREA place the disc best and are meant for other masks than labels. `label_linear` takes the id
with the largest linear weight: no shift at ties, no new ids.

## 2. Positions of pixels

A picture whose channels hold x and y goes through one step: rotation by 17.3 degrees; scale 1.13, shear 7 degrees and
shift 13 px; a perspective. The value of each interior pixel is where the library sampled; the error is its distance
from the analytic position, in source px. float32 itself resolves about 0.00003 px here. The 8-bit column is the same
from 8-bit waves of {slope} levels a px; rounding to whole levels alone gives {rounding} px (Keras returns float32, so
it has none). "Mask pixels off": interior pixels of a label mask that are not the exact nearest, of about 200,000.

{t["positions"]}

With these versions all four sample at the precision of float32; the few mask pixels off lie within float32 rounding
of a boundary. augshard computes positions in double precision. OpenCV 4, which is not measured here, rounded
positions to 1/32 px.

## 3. A chain of four ops

Rotate, affine, flip, rotate (angles within 20 degrees, scale 0.9 to 1.2, shear within 8 degrees, shift within 20 px):
6 fixed draws on 4 photos, each the 512 x 512 centre of {photos}. The references sample once, by the composed map, in
double precision: cubic (a = -0.75) and linear for the image, exact nearest for the mask of 8 ids in grains of about
20 px (the share of mask pixels off grows with the length of the borders in it). PSNR is the mean over the 24
interiors ({pixels} pixels in all; {ties} ties among them do not count for the mask). "Valid pixels lost": mask pixels
whose place the source holds but that came out as fill, because an op in between moved them out of the frame.

{t["chain"]}

The others sample at every op; augshard composes the four maps and samples once. That is the whole difference: a
single op of theirs is as exact (section 2), and who composes the matrices by hand and calls one op gets one pass from
them too. How far a linear pass is from a cubic one depends on the photos: on these the last line is the most that a
linear kernel can reach, and four cubic passes come as near to the cubic reference as one linear pass does.

## 4. Boxes and keypoints

{boxes}

## 5. Further checks

{t["checks"]}

Notes. Keras draws the field of RandomElasticTransform anew for the mask. The RandomCrop of this version moves boxes
by the offset of the other axis; the project mended that in August 2026 (keras-team/keras#23518). Rotation in Keras
once blended ids and lost their type: in this version neither happens. It reflects at the border by default, labels
included; with `fill_mode="constant"` one `fill_value` serves image and mask. Albumentations and torchvision take a
fill for masks (`fill_mask`, a dict of fills), 0 by default. The errors of 16-bit pixels are float32 positions on
noise of full contrast.
"""
    return "\n\n".join(filled(block) for block in text.split("\n\n"))


def measure():
    augshard = lib.Augshard(BINARY)
    libraries = {type(library): library for library in (augshard, lib.Albumentations(), lib.Torchvision(), lib.Keras())}
    annotated = dict(libraries)
    try:
        augshard.move_boxes([measures.BOX], [], *measures.FRAME)
    except (RuntimeError, KeyError) as error:
        print(f"skipped: boxes and keypoints of augshard: {str(error).splitlines()[0]}", file=sys.stderr)
        del annotated[lib.Augshard]
    steps = measures.fixed_steps(augshard)
    work = {
        "resize": lambda: measures.resize_table(libraries),
        "positions": lambda: measures.position_table(libraries, steps),
        "chain": lambda: measures.chain_table(libraries),
        "identity": lambda: measures.identity_table(annotated),
        "annotations": lambda: measures.annotation_table(annotated, steps),
        "edges": lambda: measures.edge_table(annotated),
        "checks": lambda: measures.check_table(libraries, lib.Augshard in annotated),
    }
    tables = {}
    for name, make in work.items():
        start = time.perf_counter()
        tables[name] = make()
        print(f"measured: {name}, {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    tables["chain"], counts = tables["chain"]
    return libraries, tables, counts


def complaints(tables):
    old = measures.page_values(PAGE.read_text()) if PAGE.exists() else {}
    found = []
    for table in tables.values():
        for gate in table.gates:
            fresh = table.value(gate.row, gate.column)
            page_has = old.get((gate.row, gate.column))
            if fresh is not None:
                found.append(gate.complaint(fresh, page_has))
            elif page_has is not None or any(row[0] == gate.row for row in table.rows):
                found.append(f"{gate.row}, {gate.column}: no figure")
    return [complaint for complaint in found if complaint]


def main():
    parser = argparse.ArgumentParser(description="exactness of augshard beside others; makes docs/exactness.md")
    parser.add_argument("--check", action="store_true", help="compare with the page instead of writing it")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    libraries, tables, counts = measure()
    text = page(libraries, tables, counts)
    if not arguments.check:
        PAGE.write_text(text)
        print(f"written: {PAGE.relative_to(PROJECT)}")
    found = complaints(tables)
    for complaint in found:
        print(f"error: {complaint}", file=sys.stderr)
    print(f"{sum(len(table.gates) for table in tables.values())} limits, {len(found)} broken")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
