"""Which call of another library makes the same picture as which op, how closely, and why not more closely. Data for
twins.py, which runs it; docs/libraries.md shows it.

To enter an op: `Twin(op, call)` with fixed parameters, run `python3 tests/interop/twins.py OP`, which prints what it measures,
copy that with a small margin, and say why it is not zero. An op without a counterpart goes into NO_TWIN with a reason.

In a call stand A albumentations, L keras.layers, v2 torchvision.transforms.v2, F its functional; of F, `x` is the image, then
the mask. `draw` has what augshard drew for the picture (its line in examples.jsonl), `given(t, ...)` is a transform of
Albumentations that gets these parameters instead of drawing its own."""
import dataclasses

import albumentations.augmentations.geometric.functional as grid_functional
import cv2
import numpy as np
import torch
from torchvision import tv_tensors
from torchvision.transforms import InterpolationMode

BILINEAR, BICUBIC, NEAREST_EXACT = (InterpolationMode[name] for name in ("BILINEAR", "BICUBIC", "NEAREST_EXACT"))
FILL = {tv_tensors.Image: None, tv_tensors.Mask: 255}
FLOAT = {tv_tensors.Image: torch.float32, "others": None}
AREA_LINEAR = {"downscale": cv2.INTER_AREA, "upscale": cv2.INTER_LINEAR}


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
        name = self.call.removeprefix("given(").partition(".")[0]
        return {"A": "Albumentations", "L": "Keras", "v2": "torchvision", "F": "torchvision"}[name]

    @property
    def covers(self):
        """The op that it is about: of a chain the last."""
        return self.op["ops"][-1]["op"] if "ops" in self.op else self.op["op"]


def op(name, **parameters):
    return {"op": name, **parameters}


def gray(*ops):
    return op("sequential", ops=[op("to_gray", keep_channels=False), *ops])


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
         (1, 0.4), None, f"{KEEPS_FRAME}ours reads the pixels around the window, theirs repeats its last; {FLOOR}", margin=2),
    Twin(op("pad", left_px=8, right_px=5, top_px=4, bottom_px=7), "A.Pad((8, 4, 5, 7), fill_mask=255)"),
    Twin(op("pad", left_px=8, right_px=5, top_px=4, bottom_px=7), "v2.Pad([8, 4, 5, 7], {tv_tensors.Image: 0, tv_tensors.Mask: 255})"),
    Twin(op("pad", left_px=8, right_px=5, top_px=4, bottom_px=7, border="reflect101"),
         "A.Pad((8, 4, 5, 7), border_mode=cv2.BORDER_REFLECT_101)", targets=SAME),
    Twin(op("pad_if_needed", min_height=301, min_width=256), "A.PadIfNeeded(301, 256, fill_mask=255)"),
    Twin(op("pad_if_needed", divisor=32), "A.PadIfNeeded(None, None, 32, 32, fill_mask=255)"),
    # --- regions ---
    Twin(op("coarse_dropout", holes=3, fill=0.5, mask_fill=255),
         "given(A.CoarseDropout(fill=128, fill_mask=255), holes=holes(draw, height, width), seed=0)"),
    Twin(op("random_erasing", fill="value", value=0.2), "F.erase(x, *hole(draw, height, width), 51)"),
    Twin(op("random_erasing", fill="value", value=0.2), "given(A.Erasing(fill=51), holes=corners_of(*hole(draw, height, width)), seed=0)"),
    Twin(op("grid_dropout", unit_px=40, ratio=0.5), "given(A.GridDropout(), holes=cells(draw, 40, 20, height, width), seed=0)"),
    # --- pixels ---
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
    Twin(op("to_gray"), "v2.Grayscale(3)", (1, 0.65), 0, CUT),
    Twin(op("to_gray"), "L.RandomGrayscale(1.0)", (1, 0.03), 0, GRAY),
)

NO_TWIN = {
    "elastic_transform": "each library draws a field of its own; docs/coming-from.md compares their sizes",
    "gaussian_noise": "random at every pixel",
    "remap_labels": "none of the three gives labels other numbers",
    "salt_and_pepper": "random at every pixel",
}

# Classes of theirs that hold other transforms, and what the spec has for them.
COMPOSITION = {
    "Compose": "the list `ops`", "Pipeline": "the list `ops`", "Sequential": "`sequential`", "OneOf": "`one_of`",
    "RandomChoice": "`one_of`", "SomeOf": "`some_of`", "RandomOrder": "`random_order`", "RandomApply": "`sometimes`, `p`",
    "OneOrOther": "`one_of`", "NoOp": "`identity`", "Identity": "`identity`",
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


def order(draw):
    """The order that exchanges with these partners, from the last channel on, give."""
    result = [0, 1, 2]
    for place, partner in zip((2, 1), draw["from"]):
        result[place], result[partner] = result[partner], result[place]
    return result
