"""What torchvision and SciPy make of small pictures, and how often they draw what: augmentation.json."""

import numpy
import scipy.ndimage
import scipy.stats
import torch
import torchvision
from torchvision.transforms import RandomErasing
from torchvision.transforms import functional

import lenet

BILINEAR = torchvision.transforms.InterpolationMode.BILINEAR
HEIGHT, WIDTH = 7, 10
DRAWS = 200000


def picture(channels, height=HEIGHT, width=WIDTH):
    """(height, width, channels) from 0 to 1, to four places."""
    return numpy.random.rand(height, width, channels).round(4).astype(numpy.float32)


def tensor(pixels):
    return torch.from_numpy(pixels).permute(2, 0, 1)


def flat(channels_first):
    return torch.as_tensor(channels_first).permute(1, 2, 0).flatten().tolist()


def warps():
    """Degrees, shear, scale, shift to the right and down, mirrored, upside down."""
    cases = [
        (0, 0, 1, 0, 0, False, False),
        (0, 0, 1, 2, -3, False, False),
        (0, 0, 1, 0, 0, True, False),
        (0, 0, 1, 0, 0, False, True),
        (0, 0, 1, 0.25, -1.5, False, False),
        (30, 0, 1, 0, 0, False, False),
        (-90, 0, 1, 0, 0, False, False),
        (0, 20, 1, 0, 0, False, False),
        (0, 0, 1.3, 0, 0, False, False),
        (0, 0, 0.7, 0, 0, False, False),
        (17, -8, 1.15, 1.2, -0.7, True, False),
        (-135, 35, 0.4, -2.5, 3, True, True),
    ]
    for channels in (1, 3):
        for case in cases:
            for fill in ("black", "edge"):
                pixels = picture(channels)
                yield golden_warp(pixels, case, fill, None)
        for fill in ("black", "edge"):
            bend = (4 * numpy.random.rand(2, HEIGHT, WIDTH) - 2).round(3)
            yield golden_warp(picture(channels), cases[-2], fill, bend)


def golden_warp(pixels, case, fill, bend):
    degrees, shear, scale, right, down, mirrored, upside_down = case
    source = tensor(pixels)
    if mirrored:
        source = functional.hflip(source)
    if upside_down:
        source = functional.vflip(source)
    if fill == "black" and bend is None:
        result = functional.affine(source, degrees, [right, down], scale, [shear, 0.0], BILINEAR)
    else:
        result = resampled(source, case, fill, numpy.zeros((2, 1, 1)) if bend is None else bend)
    return {
        "shape": pixels.shape,
        "affine": [degrees, shear, scale, right, down],
        "mirrored": mirrored,
        "upsideDown": upside_down,
        "fill": fill,
        "bend": None if bend is None else bend.reshape(2, -1).tolist(),
        "picture": pixels.flatten().tolist(),
        "result": flat(result),
    }


def resampled(source, case, fill, bend):
    """By SciPy, from where torchvision's matrix says; the bend is of the source's mirror image."""
    degrees, shear, scale, right, down, mirrored, upside_down = case
    matrix = functional._get_inverse_affine_matrix([0, 0], degrees, [right, down], scale, [shear, 0])
    y, x = numpy.mgrid[0:HEIGHT, 0:WIDTH].astype(float)
    y, x = y - (HEIGHT - 1) / 2, x - (WIDTH - 1) / 2
    from_x = matrix[0] * x + matrix[1] * y + matrix[2]
    from_y = matrix[3] * x + matrix[4] * y + matrix[5]
    from_x = from_x + (WIDTH - 1) / 2 + bend[0] * (-1 if mirrored else 1)
    from_y = from_y + (HEIGHT - 1) / 2 + bend[1] * (-1 if upside_down else 1)
    mode = "nearest" if fill == "edge" else "grid-constant"
    return numpy.stack(
        [
            scipy.ndimage.map_coordinates(plane.double(), [from_y, from_x], order=1, mode=mode)
            for plane in source
        ]
    )


def smoothed():
    for height, width, sigma in ((9, 12, 1.0), (5, 4, 4.0), (28, 28, 4.0)):
        field = (2 * numpy.random.rand(height, width) - 1).round(3)
        result = scipy.ndimage.gaussian_filter(field, sigma, mode="constant", truncate=3)
        yield {
            "height": height,
            "width": width,
            "sigma": sigma,
            "field": field.flatten().tolist(),
            "result": result.flatten().round(7).tolist(),
        }


def colours():
    functions = {
        "brightness": functional.adjust_brightness,
        "contrast": functional.adjust_contrast,
        "saturation": functional.adjust_saturation,
    }
    for name, function in functions.items():
        for channels in (3,) if name == "saturation" else (1, 3):
            for factor in (0.0, 0.6, 1.0, 1.7):
                pixels = picture(channels, 3, 4)
                yield {
                    "name": name,
                    "channels": channels,
                    "factor": factor,
                    "picture": pixels.flatten().tolist(),
                    "result": flat(function(tensor(pixels), factor)),
                }


def erased():
    """The means of what RandomErasing draws: top, left, height, width and area."""
    for height, width in ((28, 28), (12, 40)):
        image = torch.zeros(1, height, width)
        drawn = [
            RandomErasing.get_params(image, (0.02, 0.33), (0.3, 3.3), [0.0])[:4]
            for _ in range(DRAWS // 4)
        ]
        boxes = numpy.array([box for box in drawn if box[2] < height and box[3] < width])
        area = boxes[:, 2] * boxes[:, 3]
        yield {
            "height": height,
            "width": width,
            "means": [*boxes.mean(0).round(4).tolist(), area.mean().round(4)],
        }


def beta():
    points = [0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999]
    for alpha in (0.05, 0.2, 0.4, 1.0, 2.5, 20.0):
        below = scipy.stats.beta.cdf(points, alpha, alpha)
        yield {"alpha": alpha, "points": points, "below": below.round(6).tolist()}


def replaced():
    """The mean share that CutMix replaces, by the formula of its paper, where the share is uniform."""
    height, width = 28, 20
    share = 1 - numpy.random.beta(1, 1, DRAWS)
    half_height = (height * numpy.sqrt(share)).astype(int) // 2
    half_width = (width * numpy.sqrt(share)).astype(int) // 2
    y = numpy.random.randint(height, size=DRAWS)
    x = numpy.random.randint(width, size=DRAWS)
    rows = numpy.clip(y + half_height, 0, height) - numpy.clip(y - half_height, 0, height)
    columns = numpy.clip(x + half_width, 0, width) - numpy.clip(x - half_width, 0, width)
    mean = (rows * columns).mean() / (height * width)
    return {"height": height, "width": width, "mean": round(float(mean), 5)}


if __name__ == "__main__":
    numpy.random.seed(0)
    torch.manual_seed(0)
    lenet.write_json(
        "augmentation.json",
        {
            "warps": list(warps()),
            "smoothed": list(smoothed()),
            "colours": list(colours()),
            "erased": list(erased()),
            "beta": list(beta()),
            "replaced": replaced(),
        },
    )
