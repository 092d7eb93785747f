"""Pictures in every format, pictures/*, made by PIL; prints what PIL reads from them.

The numbers in PicturesTest, PictureRowsTest and GreyPictureTest are printed by Pillow 9.4.0.
"""
from pathlib import Path

from PIL import Image, ImageOps

HERE = Path(__file__).parents[2] / "src" / "test" / "resources" / "goldens" / "pictures"
W, H = 4, 3
COLOURS = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255), (0, 0, 0), (128, 128, 128),
           (255, 255, 0), (0, 255, 255), (255, 0, 255), (10, 20, 30), (200, 100, 50), (90, 180, 45)]
ALPHAS = [255, 128, 0, 64, 255, 0, 200, 100, 50, 255, 1, 254]
GREYS = [0, 1, 16, 64, 100, 127, 128, 129, 192, 240, 254, 255]


def picture(mode, values):
    made = Image.new(mode, (W, H))
    made.putdata(values)
    return made


def smooth(mode):
    """Large and smooth, so that lossy formats change little."""
    made = Image.new("RGB", (48, 32))
    made.putdata([(5 * x, 7 * y, 255 - 2 * x - 2 * y) for y in range(32) for x in range(48)])
    return made.convert(mode)


def save(made, name, **options):
    made.save(HERE / name, **options)


def print_scaled():
    grey = Image.new("F", (7, 5))
    grey.putdata([(x * x * 3 + y * 17) % 101 for y in range(5) for x in range(7)])
    for scaled in (*(grey.resize(s, Image.BILINEAR) for s in ((3, 2), (7, 3), (9, 5), (1, 1))),
                   *(grey.reduce(k) for k in (2, 3))):
        print(scaled.size, ", ".join("%.3f" % v for v in scaled.getdata()))
    print("luma", list(picture("RGB", COLOURS).convert("L").getdata()))


def main():
    print_scaled()
    rgb = picture("RGB", COLOURS)
    rgba = picture("RGBA", [c + (a,) for c, a in zip(COLOURS, ALPHAS)])
    grey = picture("L", GREYS)
    save(rgb, "rgb.png")
    save(rgb, "rgb.bmp")
    save(rgb, "rgb.tiff")
    save(rgb, "rgb.webp", lossless=True)
    save(rgb.quantize(12), "palette.png")
    save(rgba, "alpha.png")
    save(rgba, "alpha.webp", lossless=True, exact=True)
    save(grey, "grey.png")
    save(grey, "grey.tiff")
    save(picture("I", [257 * g for g in GREYS]).convert("I;16"), "grey16.png")
    save(picture("LA", list(zip(GREYS, ALPHAS))), "grey-alpha.png")
    save(grey.point(lambda g: 255 * (g > 127)).convert("1"), "bilevel.png")
    second = picture("RGB", COLOURS[::-1])
    rgb.quantize(12).save(HERE / "two-frames.gif", save_all=True, append_images=[second.quantize(12)])
    save(smooth("RGB"), "smooth.jpg", quality=95, subsampling=0)
    save(smooth("RGB"), "progressive.jpg", quality=95, subsampling=0, progressive=True)
    save(smooth("L"), "grey.jpg", quality=95)
    save(smooth("CMYK"), "cmyk.jpg", quality=95)
    exif = Image.Exif()
    exif[0x0112] = 6  # stored lying on its left side
    save(smooth("RGB"), "turned.jpg", quality=95, subsampling=0, exif=exif)
    exif[0x0112] = 3
    save(rgb, "turned.tiff", tiffinfo={0x0112: 3})

    for name in sorted(p.name for p in HERE.iterdir()):
        read = ImageOps.exif_transpose(Image.open(HERE / name))
        if read.mode in ("RGBA", "LA", "PA") or "transparency" in read.info:
            white = Image.new("RGBA", read.size, "white")
            read = Image.alpha_composite(white, read.convert("RGBA"))
        if read.mode == "I":
            print(name, read.size, [round(v / 257) for v in read.getdata()])
            continue
        values = list(read.convert("RGB").getdata())
        if len(values) > 12:
            values = [values[i] for i in range(0, len(values), 127)]
        print(name, read.size, " ".join("%02x%02x%02x" % v for v in values))
    for orientation in range(1, 9):
        made = Image.new("L", (3, 2))
        made.putdata([1, 2, 3, 4, 5, 6])
        made.getexif()[0x0112] = orientation
        turned = ImageOps.exif_transpose(made)
        print(orientation, turned.size, list(turned.getdata()))


if __name__ == "__main__":
    main()
