"""Drawings and photos of a booklet: only with recorded consent, decoded within limits, nothing of the file kept."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image
from pypdf import PdfReader

from analytics.booklets import images
from analytics.booklets.cautions import LOOK, cautions
from analytics.booklets.images import MOST_PIXELS, SIDE, safe_picture
from analytics.booklets.library import Library
from analytics.booklets.model import Picture, cleaned, edited, said
from analytics.booklets.printing import FORMS, as_pdf
from analytics.errors import DataError
from analytics.wording import Words
from tests.test_booklets import CONSENT, booklet, full

ES = Words("es")


def photo(size=(640, 480), form="JPEG", **more) -> bytes:
    """A photo as a telephone makes it: with its place, its camera and the day."""
    picture = Image.new("RGB", size, (180, 90, 40))
    picture.paste((20, 60, 160), (0, 0, size[0] // 2, size[1] // 2))
    held, exif = io.BytesIO(), Image.Exif()
    exif[0x010F], exif[0x0132], exif[0x0112] = "TELEFONO-DE-ANA", "2026:11:01 10:00:00", 6
    exif.get_ifd(0x8825).update({1: "N", 2: (10.0, 1.0, 30.0), 3: "W", 4: (74.0, 58.0, 30.0)})
    picture.save(held, form, **({"exif": exif} if form == "JPEG" else {}), **more)
    return held.getvalue()


def images_in(pdf: bytes) -> int:
    return sum(len(page.images) for page in PdfReader(io.BytesIO(pdf)).pages)


def test_a_photo_loses_its_place_its_camera_and_its_day():
    given = photo()
    assert b"TELEFONO" in given
    made = safe_picture(given)
    assert b"TELEFONO" not in made
    assert b"Exif" not in made
    with Image.open(io.BytesIO(made)) as read:
        assert dict(read.getexif()) == {}
        assert read.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive"}
        assert read.size == (480, 640)  # turned upright as the photo says
        assert read.format == "JPEG"


def test_pictures_are_made_smaller_and_see_through_becomes_paper():
    with Image.open(io.BytesIO(safe_picture(photo((4000, 1000))))) as read:
        assert read.size == (400, 1600) or max(read.size) == SIDE
    held = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(held, "PNG")
    with Image.open(io.BytesIO(safe_picture(held.getvalue()))) as read:
        assert read.getpixel((10, 10)) == (255, 255, 255)
    for form in ("PNG", "WEBP"):
        assert safe_picture(photo(form=form))[:2] == b"\xff\xd8"


@pytest.mark.parametrize("given", [
    b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", photo()[:400],
    b"%PDF-1.7", b"GIF89a" + b"\0" * 60, b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
])  # fmt: skip
def test_what_is_no_picture_or_damaged_is_refused(given):
    with pytest.raises(DataError):
        safe_picture(given)


def test_a_picture_that_unpacks_too_large_is_refused_before_it_is_decoded(monkeypatch):
    held, other = io.BytesIO(), photo()
    Image.new("1", (9000, 9000)).save(held, "PNG")  # 81 million points in a few kilobytes
    assert len(held.getvalue()) < 40_000
    assert MOST_PIXELS < 9000 * 9000
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
    with pytest.raises(DataError, match="too large"):
        safe_picture(held.getvalue())
    monkeypatch.setattr(images, "MOST_BYTES", 10)
    with pytest.raises(DataError, match="are the most"):
        safe_picture(other)


def test_a_picture_is_kept_and_printed_only_with_consent():
    library = Library.of_data_folder()
    one = library.save(full(consent=CONSENT))
    name = library.keep_picture(one.booklet_id, photo())
    with pytest.raises(DataError, match="consent"):
        cleaned(replace(one, pictures=(Picture("El parque", file=name),)))
    for wrong in ("../../etc/passwd", "a" * 63, "A" * 64):
        with pytest.raises(DataError):
            cleaned(replace(one, pictures=(Picture("x", has_consent=True, file=wrong),)))
    placed = library.save(edited(one, replace(one, pictures=(Picture("El parque", has_consent=True, file=name),))))
    assert not placed.consent.safety, "a picture is looked at again before it is printed"
    assert [c.kind for c in cautions(placed) if c.field == "file"] == [LOOK]
    for form in FORMS:
        assert images_in(as_pdf(placed, form, ES)) >= 1, form
        assert images_in(as_pdf(one, form, ES)) == 0, form
    taken = library.save(edited(placed, replace(placed, pictures=())))
    assert not list((library.folder / one.booklet_id / "pictures").glob("*"))
    assert images_in(as_pdf(taken, "pages", ES)) == 0


def test_consent_alone_is_kept_until_the_picture_comes():
    assert said(Picture(has_consent=True))
    assert cleaned(booklet(pictures=(Picture(has_consent=True),))).pictures == (Picture(has_consent=True),)


def test_the_concepts_say_whose_wording_they_are():
    for lang, words in (("es", "Texto general de la herramienta"), ("en", "General wording of the tool")):
        for form in FORMS:
            text = " ".join(
                page.extract_text() for page in PdfReader(io.BytesIO(as_pdf(full(lang=lang), form, Words(lang)))).pages
            )
            assert words in " ".join(text.split()) or form == "fold"
