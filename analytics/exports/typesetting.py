"""Pages and pictures set on the server: PDF, PNG or SVG from typst markup or from one SVG, without a browser.

    pdf = typeset('#set text(font: "Figtree")\n= #data.title', values={"title": "What changed?"})
    png = picture(svg_text, "png", dpi=300)

Words never become markup: they are handed over as `values` and stand in the document as `data`. A document reads the
files that it is given and no others, and asks no server: packages are refused. The fonts are those of the pages as
files that a typesetter reads: Figtree (400, 600) and Source Serif 4 (600), which as a modified font may not keep its
name under the Open Font License and is called "Tejido Serif".
"""

from __future__ import annotations

import json
import struct
import tempfile
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import typst

from analytics.errors import TejidoError

FONTS = Path(__file__).parent / "fonts"
TEXT, SERIF = "Figtree", "Tejido Serif"
FORMS = ("pdf", "png", "svg")
MEDIA_TYPES = {"pdf": "application/pdf", "png": "image/png", "svg": "image/svg+xml"}
DPI = 300
CSS_PX_PER_INCH = 96
METRES_PER_INCH = 0.0254
IHDR_END = 33  # of every PNG: its signature and its first chunk
HEAD = "#let data = json(bytes(sys.inputs.data))\n"
PACKAGE = '"@'
ONE_PICTURE = (
    "#set page(width: data.width * 1pt, height: data.height * 1pt, margin: 0pt, fill: none)\n"
    '#image("picture.svg", width: 100%)'
)
NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)  # the same document gives the same bytes


class TypesettingError(TejidoError):
    """A document could not be set; the message is the typesetter's."""


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])


def typeset(
    markup: str, form: str = "pdf", *, values: Mapping[str, object] | None = None,
    files: Mapping[str, bytes] | None = None, dpi: int = DPI, made_at: datetime = NO_TIME,
) -> bytes | list[bytes]:  # fmt: skip
    """The document as bytes; as PNG or SVG a list of them where it has several pages.

    `values` are what the markup finds in `data`, `files` the pictures that it names. Raises TypesettingError.
    """
    if PACKAGE in markup:
        raise TypesettingError("A document uses no packages: they would be fetched from a server.")
    with tempfile.TemporaryDirectory(prefix="tejido-type-") as folder:
        root = Path(folder)
        for name, content in (files or {}).items():
            if Path(name).name != name:
                raise TypesettingError(f"{name!r} is no name of a file.")
            (root / name).write_bytes(content)
        (root / "main.typ").write_text(HEAD + markup, encoding="utf-8")
        try:
            return typst.compile(
                str(root / "main.typ"), root=folder, font_paths=_fonts(), format=form, ppi=float(dpi),
                sys_inputs={"data": json.dumps(values or {}, ensure_ascii=False)}, timestamp=made_at,
                package_path=folder, package_cache_path=folder,
            )  # fmt: skip
        except typst.TypstError as error:
            raise TypesettingError(str(error)) from error


def picture(svg: str, form: str, *, width: float, height: float, dpi: int = DPI, made_at: datetime = NO_TIME) -> bytes:
    """One SVG of that size in CSS pixels as a page of its own: PDF with its text kept, or PNG in `dpi`.

    Its text is set in the fonts above where it names them.
    """
    if form == "svg":
        return svg.encode("utf-8")
    scale = 72 / CSS_PX_PER_INCH  # a CSS pixel is 3/4 of a point
    made = typeset(
        ONE_PICTURE, form, values={"width": width * scale, "height": height * scale},
        files={"picture.svg": svg.encode("utf-8")}, dpi=dpi, made_at=made_at,
    )  # fmt: skip
    page = made if isinstance(made, bytes) else made[0]
    return _in_print_size(page, dpi) if form == "png" else page


def _in_print_size(png: bytes, dpi: int) -> bytes:
    """The PNG with the chunk that says how many dots an inch has: without it, a printer and a slide guess its size."""
    dots = round(dpi / METRES_PER_INCH)
    chunk = b"pHYs" + struct.pack(">IIB", dots, dots, 1)
    return png[:IHDR_END] + struct.pack(">I", 9) + chunk + struct.pack(">I", zlib.crc32(chunk)) + png[IHDR_END:]


@cache
def _widths() -> dict[str, dict[str, float]]:
    return json.loads((FONTS / "widths.json").read_text(encoding="utf-8"))


def width(text: str, size: float, face: str = "Figtree-Regular") -> float:
    """How wide a text is at a size in pixels, in a face (Figtree-Regular, Figtree-SemiBold, TejidoSerif-SemiBold)."""
    known = _widths()[face]
    return size * sum(known.get(character, 0.6) for character in text)


def lines(text: str, size: float, room: float, face: str = "Figtree-Regular") -> list[str]:
    """The text in lines that fit the room, broken between words; a word that is wider than the room stands alone."""
    found: list[str] = []
    for word in text.split():
        if found and width(f"{found[-1]} {word}", size, face) <= room:
            found[-1] = f"{found[-1]} {word}"
        else:
            found.append(word)
    return found
