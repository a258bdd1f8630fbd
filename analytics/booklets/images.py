"""A drawing or photo for a booklet, made safe: decoded within limits, turned upright, made smaller, written anew.

What is written holds the picture and nothing of the file that it came from: no position, no camera, no date, no name.
"""

from __future__ import annotations

import hashlib
import io
import re
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from analytics.errors import DataError

FORMATS = ("PNG", "JPEG", "WEBP")
MOST_BYTES, MOST_PIXELS = 12_000_000, 50_000_000
SIDE, QUALITY = 1600, 85  # 270 dots to the inch across an A5 page
NAME = re.compile(r"[0-9a-f]{64}")
MEGA = 1_000_000


def safe_picture(data: bytes) -> bytes:
    """The picture as a JPEG of at most 1,600 points a side; raises DataError where it is none or too large."""
    if len(data) > MOST_BYTES:
        raise DataError(f"The picture has {len(data) / MEGA:.0f} MB, and {MOST_BYTES // MEGA} MB are the most.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
                wide, high = opened.size
                if wide * high > MOST_PIXELS:  # before a single point is decoded
                    raise DataError(
                        f"The picture has {wide:,} by {high:,} points, which is too large. Make it smaller."
                    )
                opened.draft("RGB", (SIDE, SIDE))
                turned = ImageOps.exif_transpose(opened)
                turned.thumbnail((SIDE, SIDE))
                plain = Image.new("RGB", turned.size, "white")  # a new one: nothing is carried along
                see_through = turned.convert("RGBA")
                plain.paste(see_through, mask=see_through.getchannel("A"))
    except DataError:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise DataError("This is not a picture that can be read (PNG, JPEG or WebP), or it is too large.") from None
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError):
        raise DataError("The picture is damaged and cannot be read.") from None
    held = io.BytesIO()
    plain.save(held, "JPEG", quality=QUALITY, optimize=True)
    return held.getvalue()


def name_of(picture: bytes) -> str:
    """The name under which a picture is kept: what it holds."""
    return hashlib.sha256(picture).hexdigest()
