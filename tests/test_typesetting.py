"""Typesetting: documents and pictures made on the server, from values that never become markup."""

import struct

import pytest

from analytics.exports.typesetting import FONTS, TypesettingError, lines, picture, typeset, width

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100" width="200" height="100">'
    '<rect width="200" height="100" fill="#B8482E"/>'
    '<text x="10" y="40" font-family="Figtree" font-size="20" fill="#fff">Ñandú: año</text></svg>'
)


def size(png: bytes) -> tuple[int, int]:
    return struct.unpack(">II", png[16:24])


def test_a_picture_becomes_a_page_of_its_own_size():
    pdf = picture(SVG, "pdf", width=200, height=100)
    assert pdf.startswith(b"%PDF-")
    assert b"Figtree" in pdf  # its text is text, set in our font
    assert size(picture(SVG, "png", width=200, height=100, dpi=300)) == (625, 313)  # 200 px are 2.083 inches
    assert picture(SVG, "svg", width=200, height=100).decode() == SVG


def test_the_same_document_gives_the_same_bytes():
    assert picture(SVG, "pdf", width=200, height=100) == picture(SVG, "pdf", width=200, height=100)


def test_words_never_become_markup():
    hostile = '#import "@preview/x:1.0.0": * $ \\ ] #panic() *bold* <label> "quotes"'
    assert typeset("#data.title", values={"title": hostile}).startswith(b"%PDF-")


@pytest.mark.parametrize("markup", ['#read("/etc/passwd")', '#read("../../etc/passwd")', '#image("other.svg")', "#("])
def test_a_document_reads_nothing_but_what_it_is_given(markup):
    with pytest.raises(TypesettingError):
        typeset(markup)


def test_a_package_is_never_fetched():
    with pytest.raises(TypesettingError):
        typeset('#import "@preview/cetz:0.3.4": canvas')


def test_several_pages_are_several_pictures():
    assert len(typeset("a #pagebreak() b", "png", dpi=36)) == 2


def test_text_is_broken_where_it_no_longer_fits():
    assert lines("one two three", 10, width("one two", 10) + 0.1) == ["one two", "three"]
    assert lines("unbreakable", 10, 1) == ["unbreakable"]
    assert lines("", 10, 100) == []
    assert width("Ñandú", 20) > width("Nand", 20)


def test_the_fonts_stand_beside_their_licence():
    assert {path.name for path in FONTS.glob("OFL-*.txt")} == {"OFL-Figtree.txt", "OFL-SourceSerif4.txt"}
    # "Source" is a reserved name: a modified font may not carry it
    assert all(b"SourceSerif" not in path.read_bytes() for path in FONTS.glob("*.ttf"))
