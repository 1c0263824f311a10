"""Which call of another library makes the same picture as which op, how closely, and why not more closely. Data for
twins.py, which runs it; docs/libraries.md shows it.

To enter an op: `Twin(op, call)` with fixed parameters, run `python3 tests/interop/twins.py OP`, which prints what it measures,
copy that with a small margin, and say why it is not zero. An op without a counterpart goes into NO_TWIN with a reason.

In a call stand A albumentations, L keras.layers, v2 torchvision.transforms.v2, F its functional, ndimage scipy's. In a call
with `x` it is the image (unless the op is one of labels), then the mask (unless it is one of pixels). `draw` has what
augshard drew for the picture (its line in examples.jsonl; the last op's), `given(t, ...)` is a transform of Albumentations
that gets these parameters instead of drawing its own. `mask` is the mask before the op, `erased` is where ours is 255 after
it, `others` are the partners of a mix."""
import dataclasses
import math
import re

import albumentations.augmentations.geometric.functional as grid_functional
import cv2
import numpy as np
import torch
from torchvision import tv_tensors
from torchvision.ops import masks_to_boxes
from torchvision.transforms import InterpolationMode, v2

BILINEAR, BICUBIC, NEAREST_EXACT = (InterpolationMode[name] for name in ("BILINEAR", "BICUBIC", "NEAREST_EXACT"))
FILL = {tv_tensors.Image: None, tv_tensors.Mask: 255}
FLOAT = {tv_tensors.Image: torch.float32, "others": None}
CROSS = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
AREA_LINEAR = {"downscale": cv2.INTER_AREA, "upscale": cv2.INTER_LINEAR}


# By the first name of a module in a call.
LIBRARIES = {"A": "Albumentations", "L": "Keras", "v2": "torchvision", "F": "torchvision", "utils": "torchvision",
             "torch": "PyTorch", "cv2": "OpenCV", "ndimage": "SciPy"}


@dataclasses.dataclass(frozen=True)
class Twin:
    op: dict
    call: str
    limit: tuple | None = (0, 0)  # largest and mean difference of pixels; None: another picture, and `why` says which
    mask: float | None = 0  # percent of the mask's pixels that may differ; None: any
    why: str = ""  # it is not the same
    margin: int = 0  # px at the frame that are left out
    targets: dict = dataclasses.field(default_factory=dict)  # of the pipeline
    only: tuple = ()  # pictures; all without

    @property
    def library(self):
        return LIBRARIES[re.search(rf"\b({'|'.join(LIBRARIES)})\.", self.call)[1]]

    @property
    def covers(self):
        """The op that it is about: of a chain the last."""
        return self.op["ops"][-1]["op"] if "ops" in self.op else self.op["op"]


def op(name, **parameters):
    return {"op": name, **parameters}


def gray(*ops):
    return op("sequential", ops=[op("to_gray", keep_channels=False), *ops])


def cut(mix):
    """Mixes that need pictures of one size, so declared."""
    return op("sequential", ops=[op("crop", x=0, y=0, width=128, height=96), mix])


def jitter(**parameters):
    return op("color_jitter", **{"brightness": 1, "contrast": 1, "saturation": 1, "hue": 0} | parameters)


def level(**parameters):
    return op("brightness_contrast", **{"brightness": 0, "contrast": 0} | parameters)


def hsv(**parameters):
    return op("hue_saturation_value", **{"hue_deg": 0, "saturation": 0, "value": 0} | parameters)


def affine(**parameters):
    return op("affine", **{"scale": 1, "angle_deg": 0, "shear_x_deg": 0, "translate_frac": 0, "border": "constant"} | parameters)


EVEN = ("street0001", "street0003")  # pictures whose sides are even
SAME = {"mask": {"border": "same"}}
REFLECT = {"image": {"border": "reflect"}, "mask": {"border": "same"}}
CLAMPED = {"border": "replicate"}  # as other libraries read beyond the frame when they resize

# Reasons that several entries share.
FLOAT32 = "float32 positions and weights of theirs, rounded: single levels"
FIXED = "OpenCV's weights have 11 bits here"
CUT = "theirs cuts fractions of a level off, ours rounds"
TIES = "where a position lies on the border of two mask pixels, OpenCV takes the left one at some and the right one at others"
FLOOR = "their mask takes pixel floor(i * scale), half an output pixel off: the mask differs"
RAMP = "both average with a triangle over twice the footprint; ours tilts the weights so that a ramp stays where it is"
CUBIC = "theirs is a = -0.5 when it averages, ours a = -0.75"
KEEPS_FRAME = "another rule at the frame, which is left out here: "
WINDOW = "ours reads the pixels around the window, theirs repeats its last"
NO_BOXES = "Without boxes, as here, any window"
HSV8 = "theirs goes through 8-bit HSV with a hue in steps of 2 degrees"
GRAY = "gray in float32, rounded otherwise"

TWINS = (
    # --- geometry ---
    Twin(op("horizontal_flip"), "A.HorizontalFlip(p=1)"),
    Twin(op("horizontal_flip"), "v2.RandomHorizontalFlip(1)"),
    Twin(op("vertical_flip"), "A.VerticalFlip(p=1)"),
    Twin(op("vertical_flip"), "v2.RandomVerticalFlip(1)"),
    Twin(op("random_flip", mode="horizontal"), "v2.RandomHorizontalFlip(draw['horizontal'])"),
    Twin(op("transpose"), "A.Transpose(p=1)"),
    Twin(op("rotate90", times=[0, 3]), "given(A.RandomRotate90(), factor=draw['times'])"),
    Twin(op("d4"), "given(A.D4(), group_element=d4_name(draw))"),
    Twin(op("rotate", angle_deg=17.3, border="constant"), "A.Rotate((17.3, 17.3), fill_mask=255, p=1)", (1, 0.005), 0.01, FLOAT32),
    Twin(op("rotate", angle_deg=17.3), "A.Rotate((17.3, 17.3), border_mode=cv2.BORDER_REFLECT_101, p=1)", (1, 0.005), 0.01,
         FLOAT32, targets=SAME),
    Twin(op("rotate", angle_deg=17.3, border="constant"), "v2.RandomRotation((17.3, 17.3), BILINEAR, fill=FILL)", (1, 0.005), 0.01,
         FLOAT32),
    Twin(op("rotate", angle_deg=17.3, border="constant", mask_fill=0), "v2.RandomRotation((17.3, 17.3), BILINEAR, fill=0)", None, 0.01,
         "with a fill of 0 instead of none, theirs weighs pixels at the source's frame twice, which darkens them"),
    Twin(op("rotate", angle_deg=17.3), "L.RandomRotation((17.3 / 360, 17.3 / 360))", (1, 0.005), None,
         f"{FLOAT32}; on PyTorch theirs turns the mask by another map (docs/coming-from.md)", targets=REFLECT),
    Twin(op("rotate", angle_deg=17.3, border="constant", canvas="expand"),
         "v2.RandomRotation((17.3, 17.3), BILINEAR, expand=True, fill=FILL)", None, None,
         "their frame grows by the same number of pixels on both sides, so that it may be 1 px larger"),
    Twin(op("rotate", angle_deg=17.3, canvas="crop_valid"), "A.Rotate((17.3, 17.3), crop_border=True, p=1)", None, None,
         "theirs rounds the edges of the rectangle, ours its size, 1 px apart, and cuts from the turned picture, ours samples anew"),
    Twin(op("rotate", angle_deg=17.3, border="constant", canvas="fit"), "A.SafeRotate((17.3, 17.3), fill_mask=255, p=1)", None, None,
         "theirs scales width and height by factors of their own, ours keeps the aspect ratio"),
    Twin(affine(scale=1.13, angle_deg=9, translate_px=13),
         "A.Affine((1.13, 1.13), translate_px=shift(13), rotate=(9, 9), fill_mask=255, p=1)", (1, 0.005), 0.01, FLOAT32),
    Twin(affine(scale=1.13, shear_x_deg=7), "A.Affine((1.13, 1.13), shear={'x': (-7, -7), 'y': (0, 0)}, fill_mask=255, p=1)",
         (1, 0.005), 0.01, f"{FLOAT32}. Their shear has the other sign"),
    Twin(affine(scale=1.13, angle_deg=9, shear_x_deg=7),
         "A.Affine((1.13, 1.13), rotate=(9, 9), shear={'x': (-7, -7), 'y': (0, 0)}, fill_mask=255, p=1)", None, None,
         "theirs rotates before it shears, ours after"),
    Twin(affine(scale=1.13, angle_deg=9, shear_x_deg=7), "v2.RandomAffine((-9, -9), None, (1.13, 1.13), (-7, -7), BILINEAR, FILL)",
         (1, 0.005), 0.01, f"{FLOAT32}. Their angles are clockwise, their shear has the other sign"),
    Twin(affine(translate_frac=0.125, mask_fill=0), "L.RandomTranslation((0.125, 0.125), (0.125, 0.125), 'constant')", (1, 0.13), 0.01,
         FLOAT32),
    Twin(affine(scale=1.25, mask_fill=0), "L.RandomZoom((-0.2, -0.2), (-0.2, -0.2), 'constant')", (1, 0.03), 0.01,
         f"{FLOAT32}. Their factor f is the scale 1 / (1 + f)"),
    Twin(affine(scale=0.8, mask_fill=0), "L.RandomZoom((0.25, 0.25), (0.25, 0.25), 'constant')", None, 0.5,
         "ours averages where a picture shrinks without turning, theirs picks"),
    Twin(affine(shear_x_deg=10, mask_fill=0), "L.RandomShear((0.17633, 0.17633), fill_mode='constant')", None, None,
         "theirs moves rows left by a fraction of their distance from the top, ours right by an angle about the centre"),
    Twin(op("perspective", border="constant"),
         "F.perspective(x, corners(draw, height, width), frame(height, width), BILINEAR, FILL[type(x)])", (1, 0.006), 0.02, FLOAT32),
    Twin(op("perspective", border="constant"), "given(A.Perspective(fill_mask=255), **homography(draw, height, width))", (1, 0.006), 0.02,
         FLOAT32),
    Twin(op("grid_distortion", border="replicate"),
         "given(A.GridDistortion(border_mode=cv2.BORDER_REPLICATE, fill_mask=255), **lines(draw, height, width))", (1, 0.006), 0.01,
         f"{FLOAT32}. The positions are ours, read by theirs"),
    Twin(op("grid_distortion", border="replicate"),
         "given(A.GridDistortion(border_mode=cv2.BORDER_REPLICATE, fill_mask=255), **grid(draw, height, width))", None, None,
         "their cells are a whole number of pixels and hold both ends: positions are up to 1 px away from a linear map"),
    # --- warps ---
    Twin(op("zoom", scale=1.25, border="constant", mask_fill=0), "L.RandomZoom((-0.2, -0.2), (-0.2, -0.2), 'constant')", (1, 0.03), 0.01,
         f"{FLOAT32}. Their factor f is the scale 1 / (1 + f)"),
    Twin(op("zoom", scale=1.25, scale_y=1.6, border="constant"), "A.Affine({'x': (1.25, 1.25), 'y': (1.6, 1.6)}, fill_mask=255, p=1)",
         (1, 0.05), 0.01, FLOAT32),
    Twin(op("zoom", scale=1.25, border="constant"), "F.affine(x, 0, [0, 0], 1.25, [0, 0], BILINEAR, FILL[type(x)])", (1, 0.03), 0.01,
         FLOAT32),
    Twin(op("shift_scale_rotate", shift_frac=0.125, scale=1.13, angle_deg=17, border="constant"),
         "A.ShiftScaleRotate((0.125, 0.125), (0.13, 0.13), (17, 17), fill_mask=255, p=1)", (1, 0.005), 0.01,
         f"{FLOAT32}. Theirs shifts by whole pixels: pictures of other sizes differ", only=EVEN),
    Twin(op("shift_scale_rotate", shift_frac=0.125, scale=1.13, angle_deg=17, border="constant"),
         "F.affine(x, -17, [width / 8, height / 8], 1.13, [0, 0], BILINEAR, FILL[type(x)])", (1, 0.005), 0.01,
         f"{FLOAT32}. Their angles are clockwise"),
    Twin(op("optical_distortion", distortion=0.2, border="constant"),
         "given(A.OpticalDistortion(fill_mask=255), **lens(0.2, height, width))",
         (1, 0.012), 0.03, f"{FLOAT32}. The positions are OpenCV's (initUndistortRectifyMap), for a focal length of the longer side"),
    Twin(op("optical_distortion", distortion=0.2, border="constant"), "A.OpticalDistortion((0.2, 0.2), fill_mask=255, p=1)", None, None,
         "theirs has a focal length of the width in x and of the height in y, and its centre is half a pixel off"),
    Twin(op("optical_distortion", distortion=0.2, model="fisheye", border="constant"),
         "A.OpticalDistortion((0.2, 0.2), mode='fisheye', fill_mask=255, p=1)", None, None, "the centre of theirs is half a pixel off"),
    Twin(op("grid_shuffle", rows=4, columns=5), "given(A.RandomGridShuffle(), **tiles(draw, 4, 5, height, width))"),
    # --- sizes ---
    Twin(op("resize", height=300, width=400, **CLAMPED), "A.Resize(300, 400, mask_interpolation=cv2.INTER_NEAREST_EXACT)", (1, 0.17), 1,
         f"{FIXED}; {TIES}"),
    Twin(op("resize", height=300, width=400), "A.Resize(300, 400, mask_interpolation=cv2.INTER_NEAREST_EXACT)", None, 1,
         "the outermost half pixel: ours reads the target's border there, reflect101 unless set; theirs repeats the last pixel"),
    Twin(op("resize", height=300, width=400, **CLAMPED), "v2.Resize((300, 400))", (1, 0.25), None, f"8-bit weights of theirs; {FLOOR}"),
    Twin(op("resize", height=300, width=400, interpolation="nearest"), "v2.Resize((300, 400), NEAREST_EXACT)"),
    Twin(op("resize", height=300, width=400, **CLAMPED), "L.Resizing(300, 400)", (1, 0.07), 0, FLOAT32),
    Twin(op("resize", height=128, width=160, antialias=False), "A.Resize(128, 160, mask_interpolation=cv2.INTER_NEAREST_EXACT)",
         (1, 0.17), 7,
         f"{FIXED}; {TIES}"),
    Twin(op("resize", height=128, width=160, antialias=False), "A.Resize(128, 160)", (1, 0.17), None, f"{FIXED}; {FLOOR}"),
    Twin(op("resize", height=128, width=160, antialias=False), "L.Resizing(128, 160)", (1, 0.17), 0, FLOAT32),
    Twin(op("resize", height=128, width=160, antialias=False), "v2.Resize((128, 160), antialias=False)", (1, 0.5), None,
         f"8-bit weights of theirs; {FLOOR}"),
    Twin(op("resize", height=128, width=160, interpolation="area"), "A.Resize(128, 160, cv2.INTER_AREA, cv2.INTER_NEAREST_EXACT)",
         (1, 0.05), 7,
         f"float32 sums; {TIES}"),
    Twin(op("resize", height=128, width=160), "v2.Resize((128, 160))", (21, 2.6), None, f"{RAMP}; {FLOOR}"),
    Twin(op("resize", height=128, width=160, interpolation="cubic"), "v2.Resize((128, 160), BICUBIC)",
         (31, 3.5), None, f"{CUBIC}; {FLOOR}"),
    Twin(op("resize", height=128, width=160), "L.Resizing(128, 160, antialias=True)", (21, 2.6), 0, RAMP),
    Twin(op("longest_max_size", size=400, **CLAMPED), "A.LongestMaxSize(400, mask_interpolation=cv2.INTER_NEAREST_EXACT)", (1, 0.17), 1,
         f"{FIXED}; {TIES}"),
    Twin(op("longest_max_size", size=160), "v2.Resize(None, max_size=160)", (21, 2.9), None, f"{RAMP}; {FLOOR}"),
    Twin(op("smallest_max_size", size=300, **CLAMPED), "A.SmallestMaxSize(300, mask_interpolation=cv2.INTER_NEAREST_EXACT)", (1, 0.17), 1,
         f"{FIXED}; {TIES}"),
    Twin(op("smallest_max_size", size=300, **CLAMPED), "v2.Resize(300)", None, None,
         "theirs cuts fractions of the other side off, ours rounds: 1 px apart at some sizes"),
    Twin(op("random_scale", scale=2, **CLAMPED), "A.RandomScale((1, 1), mask_interpolation=cv2.INTER_NEAREST_EXACT, p=1)", (1, 0.16), 0,
         f"{FIXED}. Their scale_limit is what 1 is added to"),
    Twin(op("random_scale", scale=1.3, **CLAMPED), "A.RandomScale((0.3, 0.3), mask_interpolation=cv2.INTER_NEAREST_EXACT, p=1)",
         None, None,
         "theirs cuts fractions of the sides off, ours rounds: 1 px apart at some sizes"),
    Twin(op("letterbox", height=400, width=420),
         "A.Compose([A.LongestMaxSize(max_size_hw=(400, 420), mask_interpolation=cv2.INTER_NEAREST_EXACT),"
         " A.PadIfNeeded(400, 420, fill_mask=255)])", (1, 0.17), 2.5, f"{FIXED}; {TIES}", targets={"image": {"border": "replicate"}}),
    Twin(op("letterbox", height=160, width=160, mask_fill=0), "L.Resizing(160, 160, pad_to_aspect_ratio=True, antialias=True)",
         None, None,
         "theirs pads the source by whole pixels, then scales: the picture is up to half a source pixel away, and blends with the pad"),
    Twin(op("center_crop", height=101, width=120), "A.CenterCrop(101, 120)"),
    Twin(op("center_crop", height=101, width=120), "L.CenterCrop(101, 120)"),
    Twin(op("center_crop", height=100, width=120), "v2.CenterCrop((100, 120))", only=EVEN),
    Twin(op("center_crop", height=101, width=120), "v2.CenterCrop((101, 120))", None, None,
         "where an odd number of pixels is cut, theirs rounds half of it to even, ours down: 1 px apart at every other size"),
    Twin(op("center_crop", height=300, width=320), "A.CenterCrop(300, 320, pad_if_needed=True, fill_mask=255)"),
    Twin(op("center_crop", height=300, width=320, mask_fill=0), "v2.CenterCrop((300, 320))"),
    Twin(op("center_crop", height=300, width=320, if_smaller="resize", **CLAMPED), "L.CenterCrop(300, 320)", None, None,
         "theirs cuts whole source pixels to the aspect ratio, then scales; ours scales, then cuts"),
    Twin(op("crop", x=16, y=8, width=128, height=96), "A.Crop(16, 8, 144, 104)"),
    Twin(op("crop", x=16, y=8, width=128, height=96), "F.crop(x, 8, 16, 96, 128)"),
    Twin(op("random_crop", height=96, width=128), "A.Crop(draw['x'], draw['y'], draw['x'] + 128, draw['y'] + 96)"),
    Twin(op("random_crop", height=96, width=128), "F.crop(x, draw['y'], draw['x'], 96, 128)"),
    Twin(op("random_resized_crop", height=200, width=200, scale=[0.3, 0.5]), "F.resized_crop(x, *window(draw, height, width), [200, 200])",
         (1, 0.4), None, f"{KEEPS_FRAME}{WINDOW}; {FLOOR}", margin=2),
    Twin(op("pad", left_px=8, right_px=5, top_px=4, bottom_px=7), "A.Pad((8, 4, 5, 7), fill_mask=255)"),
    Twin(op("pad", left_px=8, right_px=5, top_px=4, bottom_px=7), "v2.Pad([8, 4, 5, 7], {tv_tensors.Image: 0, tv_tensors.Mask: 255})"),
    Twin(op("pad", left_px=8, right_px=5, top_px=4, bottom_px=7, border="reflect101"),
         "A.Pad((8, 4, 5, 7), border_mode=cv2.BORDER_REFLECT_101)", targets=SAME),
    Twin(op("pad_if_needed", min_height=301, min_width=256), "A.PadIfNeeded(301, 256, fill_mask=255)"),
    Twin(op("pad_if_needed", divisor=32), "A.PadIfNeeded(None, None, 32, 32, fill_mask=255)"),
    Twin(op("resize_to_multiple", divisor=64, **CLAMPED),
         "A.Resize(multiple(height, 64), multiple(width, 64), mask_interpolation=cv2.INTER_NEAREST_EXACT)", (1, 0.17), 1,
         f"{FIXED}; {TIES}"),
    Twin(op("resize_to_multiple", divisor=64, **CLAMPED), "F.resize(x, [multiple(height, 64), multiple(width, 64)])", (1, 0.25), None,
         f"8-bit weights of theirs; {FLOOR}"),
    Twin(op("crop_and_pad", side_px=[-16, 8], keep_size=False), "A.CropAndPad(sides(draw), keep_size=False, fill_mask=255)"),
    Twin(op("crop_and_pad", side_px=-8), "A.CropAndPad(-8, mask_interpolation=cv2.INTER_NEAREST_EXACT)", (1, 0.17), 1,
         f"{FIXED}; {TIES}; {KEEPS_FRAME}{WINDOW}", margin=2),
    Twin(op("random_crop_from_borders", left_frac=[0.1, 0.4]), "given(A.RandomCropFromBorders(), crop_coords=inner(draw, height, width))"),
    Twin(op("random_sized_crop", height=200, width=240, window_height=120, ratio=1.2),
         "given(A.RandomSizedCrop((120, 120), (200, 240), mask_interpolation=cv2.INTER_NEAREST_EXACT),"
         " crop_coords=(draw['x'], draw['y'], draw['x'] + 144, draw['y'] + 120))", (1, 0.17), 1, f"{FIXED}; {TIES}; {KEEPS_FRAME}{WINDOW}",
         margin=2),
    Twin(op("random_sized_crop", height=200, width=240, window_height=120, ratio=1.2),
         "F.resized_crop(x, draw['y'], draw['x'], 120, 144, [200, 240])", (1, 0.4), None, f"{KEEPS_FRAME}{WINDOW}; {FLOOR}", margin=2),
    Twin(op("five_crop", height=96, width=128, pick="random"), "F.five_crop(x.as_subclass(torch.Tensor), [96, 128])[draw['patch']]"),
    Twin(op("grid_patch", height=64, width=48, pick="random", rest="drop"), "F.crop(x, *patch(draw, 64, 48, width), 64, 48)"),
    Twin(op("random_foreground_crop", height=96, width=128),
         "F.crop(x, *holding(np.argwhere(mask)[draw['pixel']], draw, 96, 128), 96, 128)"),
    Twin(op("crop_samples", height=96, width=128, n=1),
         "F.crop(x, *centred(np.argwhere(mask)[draw['pixel']], 96, 128, height, width), 96, 128)"),
    Twin(op("crop_foreground", ignore_labels=[0, 1, 2, 3, 4, 6, 7, 255]), "F.crop(x, *bounds(mask == 5))"),
    Twin(op("random_iou_crop", min_iou=0.5),
         "F.crop(x, last(draw['y']), last(draw['x']), round(last(draw['scale_y']) * height), round(last(draw['scale_x']) * width))"),
    Twin(op("at_least_one_bbox_random_crop", height=96, width=128), "F.crop(x, draw['y'], draw['x'], 96, 128)",
         why=NO_BOXES),
    Twin(op("bbox_safe_random_crop"), "F.crop(x, *between(draw))", why=NO_BOXES),
    Twin(op("random_crop_near_bbox"), "F.crop(x, *between(draw))", why=NO_BOXES),
    Twin(op("random_sized_bbox_safe_crop", height=400, width=640), "F.resized_crop(x, *between(draw), [400, 640])", (1, 0.4), None,
         f"{KEEPS_FRAME}{WINDOW}; {FLOOR}. {NO_BOXES}", margin=24, only=("street0001", "street0003", "waves", "photo")),
    Twin(op("zoom_out", side_factor=2), "F.pad(x, margins(draw, 2, height, width), FILL[type(x)] or 0)"),
    # --- regions ---
    Twin(op("coarse_dropout", holes=3, fill=0.5, mask_fill=255),
         "given(A.CoarseDropout(fill=128, fill_mask=255), holes=holes(draw, height, width), seed=0)"),
    Twin(op("random_erasing", fill="value", value=0.2), "F.erase(x, *hole(draw, height, width), 51)"),
    Twin(op("random_erasing", fill="value", value=0.2), "given(A.Erasing(fill=51), holes=corners_of(*hole(draw, height, width)), seed=0)"),
    Twin(op("grid_dropout", unit_px=40, ratio=0.5), "given(A.GridDropout(), holes=cells(draw, 40, 20, height, width), seed=0)"),
    Twin(op("xy_masking", columns=2, rows=3, fill=0.2, mask_fill=255),
         "given(A.XYMasking(fill=51, fill_mask=255), holes=stripes(draw, height, width), seed=0)"),
    Twin(op("grid_mask", unit_px=40, fill=0.2, mask_fill=255),
         "given(A.MaskDropout(fill=51, fill_mask=255), dropout_mask=squares(draw, 40, 0.5, height, width))"),
    Twin(op("mask_dropout", objects=5, fill=0.2), "given(A.MaskDropout(fill=51), dropout_mask=some_of(draw, things(ndimage.label, mask)))"),
    Twin(op("constrained_coarse_dropout", holes=1, height_frac=0.4, width_frac=0.6, fill=0.2, mask_fill=255),
         "given(A.ConstrainedCoarseDropout(fill=51, fill_mask=255),"
         " holes=holes_within(draw, 0.4, 0.6, ndimage.find_objects(things(ndimage.label, mask))), seed=0)"),
    Twin(op("pixel_dropout", drop_frac=0.1, fill=0.2, mask_fill=255),
         "given(A.PixelDropout(drop_value=51, mask_drop_value=255), drop_mask=erased[..., None], drop_values=51,"
         " mask_drop_mask=erased, mask_drop_values=255)",
         why="The pixels are those that our mask has"),
    # --- mixes ---
    Twin(cut(op("mixup", share=0.7)), "mixed(v2.MixUp(num_classes=2), x, others, lam=0.7)", (1, 0.01), 0, "weights in float32"),
    Twin(cut(op("cutmix", share=0.6)), "mixed(v2.CutMix(num_classes=2), x, others, box=pasted(draw, 0.6, 96, 128))"),
    Twin(op("mosaic", center_frac=0.5), "in_grid(utils.make_grid, x, others)"),
    Twin(op("copy_paste", mask="mask", labels=[3]), "given(A.OverlayElements(), overlay_data=[overlay(others[0], 3)])"),
    # --- policies: the function that torchvision has for what was drawn ---
    Twin(op("rand_augment", magnitude=9, space="color"), "by_policy(v2.RandAugment(), x, draws, 9)", (3, 1.2), 0, CUT),
    Twin(op("trivial_augment", space="color"), "by_policy(v2.TrivialAugmentWide(), x, draws)", (1, 0.6), 0, CUT),
    # --- labels ---
    Twin(op("one_hot_mask", classes=8), "torch.nn.functional.one_hot(x.long(), 8)"),
    Twin(op("distance_map"), "ndimage.distance_transform_edt(x).astype(np.float32)"),
    Twin(op("generate_edge", width_px=2), "cv2.morphologyEx(x, cv2.MORPH_GRADIENT, CROSS) > 0"),
    Twin(op("masks_to_instances"), "things(ndimage.label, x)"),
    # --- pixels ---
    Twin(op("advanced_blur", sigma_x=1.5, sigma_y=0.8, angle_deg=30, beta=1, noise=0),
         "A.AdvancedBlur((11, 11), (1.5, 1.5), (0.8, 0.8), (-30, -30), (1 - 1e-9, 1 + 1e-9), (1, 1), p=1)", (3, 0.3), 0,
         "ours is cut at three deviations. Their angles are clockwise"),
    Twin(op("chromatic_aberration", red_frac=0.02, blue_frac=0),
         "F.affine(x, 0, [0, 0], 1.02, [0, 0], BILINEAR) * only(0) + x * only(1, 2)", (1, 0.005), 0, FLOAT32),
    Twin(op("chromatic_aberration", red_frac=0.02, blue_frac=0),
         "given(A.ChromaticAberration(), primary_distortion_red=-0.02, secondary_distortion_red=0, primary_distortion_blue=0,"
         " secondary_distortion_blue=0)", None, 0,
         "theirs distorts as a lens does, with the cube of the distance; ours in proportion to it"),
    Twin(op("color_degeneration", factor=0.4), "L.RandomColorDegeneration((0.4, 0.4))", (1, 0.02), 0, GRAY),
    Twin(op("color_degeneration", factor=0.4), "F.adjust_saturation(x, 0.6)", (1, 0.8), 0, CUT),
    Twin(op("defocus", radius_px=5), "A.Defocus((5, 5), (0.3, 0.3), p=1)", None, 0,
         "their disc is of whole pixels, smoothed afterwards, ours is anti-aliased by its area"),
    Twin(op("emboss", alpha=0.5, strength=0.5), "A.Emboss((0.5, 0.5), (0.5, 0.5), p=1)"),
    Twin(op("fancy_pca"), "given(A.FancyPCA(), alpha_vector=np.array(draw['alpha']))", None, 0,
         "theirs scales the distances from the mean colour by the axes and their variances, ours shifts all colours alike"),
    Twin(op("illumination", strength=0.2, angle_deg=90), "given(A.Illumination('linear'), intensity=0.2, angle=270)", (1, 0.01), 0,
         "float32. Their angles are clockwise"),
    Twin(op("illumination", strength=0.2, angle_deg=30), "given(A.Illumination('linear'), intensity=0.2, angle=330)", None, 0,
         "theirs scales the gradient to the extremes of the corners"),
    Twin(op("illumination", mode="corner", strength=0.2),
         "given(A.Illumination('corner'), intensity=0.2, corner=corner(draw))", (1, 0.6), 0,
         CUT),
    Twin(op("illumination", mode="gaussian", strength=0.2, center_x_frac=0.3, center_y_frac=0.6, sigma_frac=0.4),
         "given(A.Illumination('gaussian'), intensity=0.2, center=(0.3, 0.6), sigma=0.4)", (1, 0.6), 0,
         f"{CUT}; the centre of theirs is half a pixel off"),
    Twin(op("photo_metric_distort", brightness=0.9, contrast=0.8, saturation=0.7, hue=0.03, change_p=1, shuffle_p=0),
         "v2.Compose(distortions(draw, 0.9, 0.8, 0.7, 0.03))", (6, 2.1), 0, "theirs cuts fractions off after each step"),
    Twin(op("planckian_jitter", temperature_k=4700), "given(A.PlanckianJitter(), temperature=4700)", (1, 0.45), 0, CUT),
    Twin(op("planckian_jitter", temperature_k=9200, illuminant="daylight"),
         "given(A.PlanckianJitter('cied'), temperature=9200)", (1, 0.6), 0,
         CUT),
    Twin(op("ringing_overshoot", ksize=11, cutoff=0.4), "A.RingingOvershoot((11, 11), (0.4 * np.pi, 0.4 * np.pi), p=1)", (1, 0.001), 0,
         "sums rounded otherwise"),
    Twin(op("sepia"), "A.ToSepia(p=1)", (1, 0.15), 0, CUT),
    Twin(op("sharpness", factor=2), "v2.RandomAdjustSharpness(2, 1)"),
    Twin(op("sharpness", factor=0.5), "v2.RandomAdjustSharpness(0.5, 1)", (1, 0.6), 0, "theirs rounds the smoothed picture"),
    Twin(op("sharpness", factor=2), "L.RandomSharpness((1, 1))", why=f"{KEEPS_FRAME}theirs reads zeros beyond it", margin=1),
    Twin(op("tone_curve", shadows=0.2, highlights=0.85), "given(A.RandomToneCurve(), low_y=0.2, high_y=0.85)"),
    Twin(op("unsharp_mask", sigma=1.5, alpha=0.5, threshold=0), "A.UnsharpMask((13, 13), (1.5, 1.5), (0.5, 0.5), 0, p=1)", (1, 0.001), 0,
         "theirs takes pixels near unchanged ones back by a soft mask"),
    Twin(op("unsharp_mask", sigma=1.5, alpha=0.5, threshold=0.04), "A.UnsharpMask((13, 13), (1.5, 1.5), (0.5, 0.5), 10, p=1)", None, 0,
         "theirs mixes by a soft mask of the larger differences, ours counts them from the threshold"),
    Twin(op("zoom_blur", zoom=1.1), "A.ZoomBlur((1.1, 1.1), (0.01, 0.01), p=1)", None, 0,
         "theirs cuts whole pixels before it enlarges them, and has the picture itself twice"),
    Twin(op("auto_contrast"), "A.AutoContrast(method='pil', p=1)", (1, 0.6), 0, CUT),
    Twin(op("auto_contrast"), "A.AutoContrast(method='cdf', p=1)", None, 0, "that is an equalisation of the histogram"),
    Twin(op("auto_contrast", cutoff=5), "A.AutoContrast(5, method='pil', p=1)", (4, 1.3), 0,
         f"{CUT}; a level that the cutoff splits is left out by one and not by the other"),
    Twin(op("auto_contrast"), "v2.RandomAutocontrast(1)", (1, 0.65), 0, CUT),
    Twin(op("auto_contrast"), "L.AutoContrast()", (1, 0.01), 0, FLOAT32),
    Twin(op("box_blur", ksize=5), "A.Blur((5, 5), p=1)"),
    Twin(level(brightness=0.1), "A.RandomBrightnessContrast((0.1, 0.1), (0, 0), p=1)", (1, 0.6), 0, CUT),
    Twin(level(brightness=0.1), "L.RandomBrightness((0.1, 0.1))", (1, 0.2), 0, "25.5 levels: halves fall to either side"),
    Twin(level(contrast=0.3), "v2.ColorJitter(contrast=(1.3, 1.3))", (1, 0.5), 0, CUT),
    Twin(level(contrast=0.3), "A.RandomBrightnessContrast((0, 0), (0.3, 0.3), p=1)",
         None, 0, "theirs multiplies, that is about black; ours about the mean gray"),
    Twin(level(contrast=0.3), "L.RandomContrast((-0.3, 0.3))", None, 0, "theirs is about each channel's own mean"),
    Twin(level(brightness=0.2, brightness_mode="multiply"), "v2.ColorJitter(brightness=(1.2, 1.2))", (1, 0.5), 0, CUT),
    Twin(level(contrast=0.3, contrast_about="black"), "A.RandomBrightnessContrast((0, 0), (0.3, 0.3), p=1)", (1, 0.6), 0, CUT),
    Twin(level(contrast=0.3, contrast_about="channel_means"), "L.RandomContrast((-0.3, 0.3))"),
    Twin(op("cast", dtype="float32"), "A.ToFloat(255)"),
    Twin(op("cast", dtype="float32"), "v2.ToDtype(FLOAT, scale=True)", (1e-7, 5e-8), 0, "last bit of float32"),
    Twin(op("channel_dropout"), "given(A.ChannelDropout(), channels_to_drop=[draw['channel']])"),
    Twin(op("channel_shift"), "given(A.RGBShift(), noise_map=255 * np.array(draw['shift']))", (1, 1), 0, CUT),
    Twin(op("channel_shuffle"), "given(A.ChannelShuffle(), channels_shuffled=order(draw))"),
    Twin(op("channel_shuffle"), "F.permute_channels(x, order(draw))"),
    Twin(gray(op("clahe", clip_limit=2)), "A.Compose([A.ToGray(1, p=1), A.CLAHE((2, 2), p=1)])", (4, 0.05), 0,
         "the gray before it differs by single levels"),
    Twin(op("clahe", clip_limit=2), "A.CLAHE((2, 2), p=1)",
         None, 0, "theirs changes L of CIELAB, ours the Rec.601 luma, which keeps differences of channels"),
    Twin(op("clahe", clip_limit=4), "L.ContrastLimitedAdaptiveHistogramEqualization()", None, 0, "theirs changes each channel by itself"),
    Twin(jitter(brightness=1.2), "v2.ColorJitter(brightness=(1.2, 1.2))", (1, 0.5), 0, CUT),
    Twin(jitter(contrast=1.3), "v2.ColorJitter(contrast=(1.3, 1.3))", (1, 0.5), 0, CUT),
    Twin(jitter(saturation=1.4), "v2.ColorJitter(saturation=(1.4, 1.4))", (1, 0.3), 0, CUT),
    Twin(jitter(hue=0.1), "v2.ColorJitter(hue=(0.1, 0.1))", (1, 0.1), 0, CUT),
    Twin(jitter(brightness=0.8, contrast=0.8, saturation=0.7, hue=0.1, order="fixed"),
         "v2.Compose([v2.ColorJitter(brightness=(0.8, 0.8)), v2.ColorJitter(contrast=(0.8, 0.8)),"
         " v2.ColorJitter(saturation=(0.7, 0.7)), v2.ColorJitter(hue=(0.1, 0.1))])", (6, 2.1), 0,
         "theirs cuts fractions off after each step"),
    Twin(jitter(brightness=1.2, contrast=0.8, saturation=0.7, hue=0.1, order="fixed"),
         "v2.Compose([v2.ColorJitter(brightness=(1.2, 1.2)), v2.ColorJitter(contrast=(0.8, 0.8)),"
         " v2.ColorJitter(saturation=(0.7, 0.7)), v2.ColorJitter(hue=(0.1, 0.1))])", None, 0,
         "theirs clips after each step, so that bright parts are lost to the next; ours once, at the end"),
    Twin(jitter(brightness=1.2), "A.ColorJitter((1.2, 1.2), (1, 1), (1, 1), (0, 0), p=1)", (1, 0.5), 0, CUT),
    Twin(jitter(contrast=1.3), "A.ColorJitter((1, 1), (1.3, 1.3), (1, 1), (0, 0), p=1)", (1, 0.6), 0, CUT),
    Twin(jitter(saturation=1.4), "A.ColorJitter((1, 1), (1, 1), (1.4, 1.4), (0, 0), p=1)", (1, 0.13), 0, GRAY),
    Twin(jitter(hue=0.1), "A.ColorJitter((1, 1), (1, 1), (1, 1), (0.1, 0.1), p=1)", (6, 0.7), 0, HSV8),
    Twin(jitter(saturation=1.5), "L.RandomSaturation((0.6, 0.6))",
         None, 0, "theirs multiplies S of HSV by f / (1 - f), ours the distance from gray"),
    Twin(op("downscale", scale=0.5), "A.Downscale((0.5, 0.5), AREA_LINEAR, p=1)", (1, 0.2), 0,
         "theirs rounds the small picture to whole levels, ours does not", only=EVEN),
    Twin(op("equalize"), "A.Equalize('cv', p=1)"),
    Twin(op("equalize"), "L.Equalization()"),
    Twin(op("equalize", per_channel=False), "A.Equalize('cv', False, p=1)", (6, 1), 0, "theirs goes through 8-bit YCrCb"),
    Twin(op("equalize", method="pil"), "v2.RandomEqualize(1)"),
    Twin(op("equalize", method="pil"), "A.Equalize('pil', p=1)",
         None, 0, "theirs counts a level's own pixels, Pillow only those below it"),
    Twin(op("gamma", gamma=1.2), "A.RandomGamma((120, 120), p=1)", (1, 0.6), 0, f"{CUT}. Their gamma is in percent"),
    Twin(op("gamma", gamma=1.2), "F.adjust_gamma(x, 1.2)", (1, 0.3), 0, "theirs scales by 255.999 and cuts"),
    Twin(op("gaussian_blur", sigma=1.5), "A.GaussianBlur((11, 11), (1.5, 1.5), p=1)", (1, 0.01), 0, "sums rounded otherwise"),
    Twin(op("gaussian_blur", sigma=1.5), "v2.GaussianBlur(11, (1.5, 1.5))", (1, 0.01), 0, "sums rounded otherwise"),
    Twin(op("gaussian_blur", sigma=1), "L.RandomGaussianBlur((1, 1), 7, (1, 1))",
         (1, 0.01), 0, f"{KEEPS_FRAME}theirs reads zeros beyond it", margin=3),
    Twin(hsv(hue_deg=20), "A.HueSaturationValue((10, 10), (0, 0), (0, 0), p=1)", (7, 0.7), 0, HSV8),
    Twin(hsv(saturation=0.1), "A.HueSaturationValue((0, 0), (25.5, 25.5), (0, 0), p=1)", (7, 0.65), 0, HSV8),
    Twin(hsv(value=0.1), "A.HueSaturationValue((0, 0), (0, 0), (25.5, 25.5), p=1)", (7, 1), 0, HSV8),
    Twin(hsv(saturation=-0.5, mode="multiply"), "L.RandomSaturation((1 / 3, 1 / 3))", (1, 0.12), 0,
         f"{FLOAT32}. Their factor f multiplies by f / (1 - f)"),
    Twin(hsv(saturation=0.5, mode="multiply"), "L.RandomSaturation((0.6, 0.6))", None, 0,
         "theirs lets the saturation rise above 1, which changes the hue of strong colours; ours stops there"),
    Twin(hsv(hue_deg=20), "F.adjust_hue(x, 20 / 360)", (1, 0.1), 0, CUT),
    Twin(op("image_compression", quality=75), "v2.JPEG((75, 75))"),
    Twin(op("image_compression", quality=75), "A.ImageCompression('jpeg', (75, 75), p=1)",
         None, 0, "theirs encodes RGB as if it were BGR"),
    Twin(op("invert"), "A.InvertImg(p=1)"),
    Twin(op("invert"), "v2.RandomInvert(1)"),
    Twin(op("invert"), "L.RandomInvert((1, 1))"),
    Twin(op("median_blur", ksize=5), "A.MedianBlur((5, 5), p=1)"),
    Twin(op("motion_blur", ksize=7, angle_deg=90), "A.MotionBlur((7, 7), False, (90, 90), (0, 0), p=1)",
         (2, 0.4), 0, "our weights are whole 1/256"),
    Twin(op("motion_blur", ksize=7, angle_deg=-30), "A.MotionBlur((7, 7), False, (30, 30), (0, 0), p=1)", None, 0,
         "their line is of whole pixels, ours shares weights between pixels; their angles are clockwise"),
    Twin(op("normalize"), "A.Normalize()", (1e-6, 1e-7), 0, "float32"),
    Twin(op("normalize", mode="per_channel"), "A.Normalize(normalization='image_per_channel')",
         (3e-5, 4e-6), 0, "theirs adds 0.0001 to the deviation"),
    Twin(op("normalize", mode="per_image"), "A.Normalize(normalization='image')", (2e-5, 4e-6), 0, "theirs adds 0.0001 to the deviation"),
    Twin(op("normalize"), "v2.Compose([v2.ToDtype(FLOAT, scale=True), v2.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])])",
         (2e-6, 3e-7), 0, "float32"),
    Twin(op("posterize", bits=4), "A.Posterize((4, 4), p=1)"),
    Twin(op("posterize", bits=4), "v2.RandomPosterize(4, 1)"),
    Twin(op("posterize", bits=4), "L.RandomPosterization((4, 4))"),
    Twin(op("rescale"), "L.Rescaling(1 / 255)", (1e-7, 5e-8), 0, "last bit of float32"),
    Twin(op("rescale", out=[-1, 1]), "L.Rescaling(1 / 127.5, -1)", (2e-7, 1e-7), 0, "last bit of float32"),
    Twin(op("sharpen", alpha=0.5), "A.Sharpen((0.5, 0.5), (1, 1), p=1)"),
    Twin(op("sharpen", alpha=0.1), "v2.RandomAdjustSharpness(1 + 13 * 0.1, 1)", (2, 0.6), 0,
         f"{KEEPS_FRAME}theirs leaves it; theirs rounds the smoothed picture. Alpha a is their factor 1 + 13 a", margin=1),
    Twin(op("sharpen", alpha=1 / 13), "L.RandomSharpness((1, 1))", (1, 0.01), 0,
         f"{KEEPS_FRAME}theirs reads zeros beyond it. Their factor f is alpha (2 f - 1) / 13", margin=1),
    Twin(op("solarize", threshold=0.5), "A.Solarize((0.5, 0.5), p=1)"),
    Twin(op("solarize", threshold=0.5), "v2.RandomSolarize(128, 1)"),
    Twin(op("solarize", threshold=0.5), "L.Solarization(0.0, (0.5, 0.5))", None, 0,
         "theirs scales the upper end of a range to 255 but not the lower: this one draws between 0.5 and 127.5"),
    Twin(op("to_gray"), "A.ToGray(p=1)", (1, 0.003), 0, GRAY),
    Twin(op("to_gray", method="mean"), "A.ToGray(3, 'average', p=1)", (1, 0.5), 0, CUT),
    Twin(op("to_gray", method="max"), "A.ToGray(3, 'max', p=1)"),
    Twin(op("to_gray", method="lightness"), "A.ToGray(3, 'desaturation', p=1)", (1, 0.6), 0, CUT),
    Twin(op("to_gray"), "v2.Grayscale(3)", (1, 0.65), 0, CUT),
    Twin(op("to_gray"), "L.RandomGrayscale(1.0)", (1, 0.03), 0, GRAY),
)

RANDOM = "random at every pixel"
FIELD = "each library draws a field of its own"
DRAWN = "each library has its own way to draw it"
NO_TWIN = {
    "additive_noise": RANDOM,
    "aug_mix": "theirs mixes pictures that were moved differently, ours moves once, for all targets",
    "auto_augment": "pairs of ops of this page, each drawn with a probability",
    "bias_field": "none of the three has it",
    "boxes_from_mask": "boxes, no picture; twins.py holds them against torchvision's masks_to_boxes",
    "elastic_transform": f"{FIELD}; docs/coming-from.md compares their sizes",
    "fog": DRAWN,
    "gaussian_noise": RANDOM,
    "glass_blur": RANDOM,
    "grid_elastic_deform": FIELD,
    "iso_noise": RANDOM,
    "multiplicative_noise": RANDOM,
    "piecewise_affine": FIELD,
    "rain": DRAWN,
    "remap_labels": "none of the three gives labels other numbers",
    "salt_and_pepper": RANDOM,
    "shadow": DRAWN,
    "shot_noise": RANDOM,
    "snow": DRAWN,
    "spatter": DRAWN,
    "sun_flare": DRAWN,
    "thin_plate_spline": FIELD,
    "vignetting": "none of the three has it",
}

# Classes of theirs that hold other transforms, and what the spec has for them.
COMPOSITION = {
    "Compose": "the list `ops`", "Pipeline": "the list `ops`", "Sequential": "`sequential`", "OneOf": "`one_of`",
    "RandomChoice": "`one_of`", "SomeOf": "`some_of`", "RandomOrder": "`random_order`", "RandomApply": "`sometimes`, `p`",
    "OneOrOther": "`one_of`", "NoOp": "`identity`", "Identity": "`identity`",
    "SelectiveChannelTransform": "`selective_channels`", "ReplayCompose": "`replay`",
}
# Classes that are no transforms of pictures.
NOT_TRANSFORMS = {
    "BaseCompose", "BasicTransform", "DualTransform", "ImageOnlyTransform", "Transform3D", "Transform", "Lambda",
    "CategoryEncoding", "Discretization", "HashedCrossing", "Hashing", "IntegerLookup", "MelSpectrogram", "STFTSpectrogram",
    "StringLookup", "TextVectorization",
}


# --- what the calls are written with ---


def d4_name(draw):
    """The element of the group by the name that Albumentations gives it; ours turns by quarters, then mirrors from 4 on."""
    return ("e", "r90", "r180", "r270", "h", "hvt", "v", "t")[draw["element"]]


def shift(px):
    return {"x": (px, px), "y": (px, px)}


def frame(height, width):
    return [[0, 0], [width, 0], [width, height], [0, height]]


def corners(draw, height, width):
    """The places that fill the frame."""
    inward = (("top_left", 1, 1), ("top_right", -1, 1), ("bottom_right", -1, -1), ("bottom_left", 1, -1))
    return [[x + sx * draw[f"x_{name}"] * width, y + sy * draw[f"y_{name}"] * height]
            for (x, y), (name, sx, sy) in zip(frame(height, width), inward)]


def homography(draw, height, width):
    """The same map between the indices of pixels."""
    start, end = (np.float32(quad) - 0.5 for quad in (corners(draw, height, width), frame(height, width)))
    return {"matrix": cv2.getPerspectiveTransform(start, end), "max_height": height, "max_width": width}


def displaced(shifts, length):
    """Where each pixel of an axis is read, in indices, when the inner lines of a grid move by `shifts` of a cell."""
    spacing = length / (len(shifts) + 1)
    lines = np.arange(len(shifts) + 2) * spacing
    centres = np.arange(length) + 0.5
    return centres + np.interp(centres, lines, spacing * np.array([0, *shifts, 0])) - 0.5


def lines(draw, height, width):
    x, y = np.meshgrid(displaced(draw["column"], width), displaced(draw["row"], height))
    return {"map_x": x.astype(np.float32), "map_y": y.astype(np.float32)}


def grid(draw, height, width):
    """Albumentations' own map, of the widths that the cells get."""
    widths = [[*(1 + np.diff([0, *shifts, 0])), 1] for shifts in (draw["column"], draw["row"])]
    x, y = grid_functional.generate_grid((height, width), *widths, len(draw["column"]) + 1)
    return {"map_x": x, "map_y": y}


def last(value):
    return value[-1] if isinstance(value, list) else value


def window(draw, height, width):
    area, ratio = last(draw["scale"]) * height * width, last(draw["ratio"])
    return last(draw["y"]), last(draw["x"]), round((area / ratio) ** 0.5), round((area * ratio) ** 0.5)


def hole(draw, height, width):
    area, ratio = draw["area_frac"] * height * width, draw["ratio"]
    across = min((area * ratio) ** 0.5, width)
    down = min(area / across, height)
    return draw["y"], draw["x"], round(down), round(min(area / down, width))


def corners_of(y, x, height, width):
    return np.array([[x, y, x + width, y + height]])


def holes(draw, height, width):
    sizes = [(round(h * height), round(w * width)) for h, w in zip(draw["height_frac"], draw["width_frac"])]
    return np.array([[x, y, x + w, y + h] for (h, w), x, y in zip(sizes, draw["x"], draw["y"])])


def cells(draw, unit, side, height, width):
    places = [(x, y) for y in range(draw["y"] - unit, height, unit) for x in range(draw["x"] - unit, width, unit)]
    return np.clip([[x, y, x + side, y + side] for x, y in places], 0, [width, height] * 2)


def order(draw, count=3):
    """The order that exchanges with these partners, from the last place on, give."""
    result = list(range(count))
    for place, partner in zip(range(count - 1, 0, -1), draw["from"]):
        result[place], result[partner] = result[partner], result[place]
    return result


def lens(k, height, width):
    """OpenCV's map for the distortion k (r^2 + r^4) about the centre, whose pixel index is half a pixel less."""
    focal = max(height, width)
    camera = np.array([[focal, 0, (width - 1) / 2], [0, focal, (height - 1) / 2], [0, 0, 1]])
    maps = cv2.initUndistortRectifyMap(camera, np.array([k, k, 0, 0, 0]), None, camera, (width, height), cv2.CV_32FC1)
    return dict(zip(("map_x", "map_y"), maps))


def tiles(draw, rows, columns, height, width):
    """Tiles in rows, then what is left over at the right and below, which stays."""
    down, across = height // rows, width // columns
    corners = [(row * down, column * across) for row in range(rows) for column in range(columns)]
    rest = [[0, across * columns, height, width], [down * rows, 0, height, across * columns]]
    from_tiles = order(draw, len(corners))
    mapping = [*np.argsort(from_tiles), len(corners), len(corners) + 1]
    return {"tiles": np.array([*([y, x, y + down, x + across] for y, x in corners), *rest]), "mapping": mapping}


def multiple(length, divisor):
    return math.ceil(length / divisor) * divisor


def sides(draw):
    return [math.floor(draw[name] + 0.5) for name in ("top", "right", "bottom", "left")]


def inner(draw, height, width):
    left, right, top, bottom = (int(draw[f"{name}_frac"] * length) for name, length in
                                (("left", width), ("right", width), ("top", height), ("bottom", height)))
    return left, top, width - right, height - bottom


def patch(draw, tile_height, tile_width, width):
    row, column = divmod(draw["patch"], width // tile_width)
    return row * tile_height, column * tile_width


def centred(pixel, window_height, window_width, height, width):
    """The corner of a window around a pixel, within the frame."""
    y, x = pixel
    return int(np.clip(y - window_height // 2, 0, height - window_height)), int(np.clip(x - window_width // 2, 0, width - window_width))


def holding(pixel, draw, window_height, window_width):
    """The corner of a window: the drawn one among those that hold a pixel."""
    return [max(0, int(at) - window + 1) + draw[name] for at, window, name in zip(pixel, (window_height, window_width), "yx")]


def bounds(area):
    """Top, left, height and width of what is set; torchvision's boxes end at their last pixel."""
    left, top, right, bottom = masks_to_boxes(torch.from_numpy(area)[None])[0].int().tolist()
    return top, left, bottom - top + 1, right - left + 1


def between(draw):
    """The window from one drawn pixel to another."""
    (left, right), (top, bottom) = sorted(draw["x"]), sorted(draw["y"])
    return top, left, bottom - top + 1, right - left + 1


def margins(draw, factor, height, width):
    left, top = draw["left"], draw["top"]
    return [left, top, (factor - 1) * width - left, (factor - 1) * height - top]


def stripes(draw, height, width):
    upright = [[x, 0, x + max(1, round(w * width)), height] for x, w in zip(draw["width_start"], draw["width_frac"])]
    level = [[0, y, width, y + max(1, round(h * height))] for y, h in zip(draw["height_start"], draw["height_frac"])]
    return np.array(upright + level)


def squares(draw, unit, ratio, height, width):
    """Cells of a grid through the centre, turned counter-clockwise, then shifted in its own units."""
    y, x = np.mgrid[:height, :width] + 0.5 - np.array([height, width])[:, None, None] / 2
    turn = np.exp(1j * math.radians(draw["angle_deg"])) * (x + 1j * y) / unit
    return ((turn.real + draw["shift_x"]) % 1 < ratio) & ((turn.imag + draw["shift_y"]) % 1 < ratio)


def things(label, mask):
    """Connected pixels of one id but 0, corners included, numbered by their first pixels, row by row."""
    result = np.zeros(mask.shape, np.int64)
    for value in np.unique(mask[mask > 0]):
        numbers, count = label(mask == value, np.ones((3, 3)))
        result += np.where(numbers > 0, numbers + result.max(), 0)
    found, first = np.unique(result[result > 0], return_index=True)
    renumbered = np.zeros(len(found) + 1, np.int32)
    renumbered[found[np.argsort(first)]] = np.arange(len(found)) + 1
    return renumbered[result]


def some_of(draw, numbers):
    """Those that are drawn one by one, each exchanged with the next in the row."""
    row = list(range(1, numbers.max() + 1))
    for place, ahead in enumerate(draw["object"]):
        row[place], row[place + ahead] = row[place + ahead], row[place]
    return np.isin(numbers, row[: len(draw["object"])])


def holes_within(draw, height_frac, width_frac, objects):
    result = []
    for (rows, columns), x, y in zip(objects, draw["x"], draw["y"]):
        height, width = (max(1, round(f * (part.stop - part.start))) for f, part in ((height_frac, rows), (width_frac, columns)))
        result.append([columns.start + x, rows.start + y, columns.start + x + width, rows.start + y + height])
    return np.array(result)


def mixed(transform, x, others, **params):
    """The first of a batch after a mix of torchvision. MixUp leaves masks as they are, ours takes that of the larger share."""
    x, *others = (picture[..., :96, :128] for picture in (x, *others))
    if isinstance(transform, v2.MixUp) and x.ndim == 2:
        return x
    batch = torch.stack([x, *others]).reshape(1 + len(others), -1, *x.shape[-2:]).float()
    result = transform.transform(batch, {"labels": None, "batch_size": len(batch)} | params)[0]
    return result if x.ndim == 3 else result[0]


def pasted(draw, share, height, width):
    """The rectangle around the drawn pixel, within the frame."""
    down, across = (round((1 - share) ** 0.5 * length) for length in (height, width))
    top, left = draw["y"] - down // 2, draw["x"] - across // 2
    return max(left, 0), max(top, 0), min(left + across, width), min(top + down, height)


def by_policy(policy, x, draws, magnitude=None):
    """What torchvision's table of magnitudes has for the draws, by its own functions."""
    space = [name for name in policy._AUGMENTATION_SPACE if not name.startswith(("Shear", "Translate", "Rotate"))]
    chosen, *rest = draws
    for index in np.ravel(chosen["choice"]).astype(int):
        magnitudes, is_signed = policy._AUGMENTATION_SPACE[space[index]]
        table = magnitudes(31, *x.shape[-2:])
        value = 0.0 if table is None else drawn_magnitude(table.tolist(), is_signed, rest, index, magnitude)
        x = policy._apply_image_or_video_transform(x, space[index], value, interpolation=BILINEAR, fill={tv_tensors.Image: None})
    return x


def drawn_magnitude(table, is_signed, rest, index, magnitude):
    """The magnitude, with the sign of the draw; without one, that of the table which is nearest to what was drawn."""
    place = next((i for i, draw in enumerate(rest) if draw["path"].endswith(f"/{index}")), None)
    if place is None:
        return table[0 if magnitude is None else magnitude]
    drawn = next(value for name, value in rest.pop(place).items() if name not in ("path", "op")) - is_signed
    nearest = table[magnitude] if magnitude is not None else min(table, key=lambda value: abs(value - abs(drawn)))
    return math.copysign(nearest, drawn)


def in_grid(make_grid, x, others):
    """Two rows of two."""
    return make_grid(torch.stack([x, *others]).reshape(4, -1, *x.shape[-2:]), 2, 0)[: x.shape[0] if x.ndim == 3 else 1].squeeze(0)


def overlay(picture, label):
    return {"overlay_image": picture.image, "overlay_mask": np.uint8(picture.mask == label), "offset": (0, 0), "mask_id": label}


def only(*channels):
    return torch.isin(torch.arange(3), torch.tensor(channels))[:, None, None].to(torch.uint8)


def corner(draw):
    return {(0, 0): 0, (1, 0): 1, (1, 1): 2, (0, 1): 3}[draw["right"], draw["bottom"]]


def distortions(draw, brightness, contrast, saturation, hue):
    at_contrast = v2.ColorJitter(contrast=(contrast, contrast))
    first, last_ = ([at_contrast], []) if draw["contrast_first"] else ([], [at_contrast])
    return [v2.ColorJitter(brightness=(brightness, brightness)), *first, v2.ColorJitter(saturation=(saturation, saturation)),
            v2.ColorJitter(hue=(hue, hue)), *last_]
