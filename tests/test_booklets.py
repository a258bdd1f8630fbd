"""Booklets: exactly one problem, our concepts, the group's words, what is looked at again, what comes out on paper."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader

from analytics.__main__ import main
from analytics.booklets.cautions import ACCUSATION, PERSON, PHONE, PICTURE, PLACE, cautions
from analytics.booklets.concepts import KINDS, concepts, types
from analytics.booklets.library import Library, borrowed
from analytics.booklets.model import (
    LONGEST,
    Booklet,
    Consent,
    HelpLine,
    Picture,
    Step,
    as_json,
    cleaned,
    edited,
    from_json,
)
from analytics.booklets.printing import FORMS, as_pdf, breakable, page_count, page_pictures
from analytics.booklets.starting import chosen, listed
from analytics.errors import DataError, UseError
from analytics.wording import Words

ES, EN = Words("es"), Words("en")
CONSENT = Consent(words=True, safety=True, agreed_on="2026-11-01")
HOSTILE = "</script><script>alert(1)</script> =cmd|' /C calc'!A0 \u202eabc #strong[x] $x^2$ `y` @ref <end>"


def booklet(**parts) -> Booklet:
    names = {"en": "Sexual violence", "es": "Violencia sexual"}
    return replace(Booklet("13248-a-1", "13248", "El Guamo", "Bolívar", "sexual_violence", names), **parts)


def full(**parts) -> Booklet:
    return booklet(
        group="Mesa de jóvenes", problem="Nos cuesta hablar de lo que pasa.", experiences="Aprendimos a escuchar.",
        needs=("Un lugar de encuentro",), resources=("La biblioteca",), concepts=("Confiar",),
        steps=(Step("Una charla al mes", "La mesa", "La biblioteca", "El primer sábado"),),
        lines=(HelpLine("Comisaría de familia", "605 000 0000", "violencia en casa", "2026-10-20"),), **parts,
    )  # fmt: skip


def text_of(pdf: bytes) -> str:
    read = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(read.replace("\u200b", "").replace("-\n", "").split())


# What a group chooses


def test_every_one_of_the_ten_municipalities_offers_its_list_and_one_is_chosen(published):
    found = listed(published)
    offered = {}
    for one in found:
        offered.setdefault(one.place_name, []).append(one.issue_type_id)
    assert len(offered) == 10
    assert {name: len(types) for name, types in offered.items() if len(types) != 3} == {"El Guamo": 4}
    one = chosen(found, "13248", "sexual_violence")
    assert one.issue_name == {"en": "Sexual violence", "es": "Violencia sexual"}
    with pytest.raises(UseError, match="does not name 'extortion'"):
        chosen(found, "13248", "extortion")
    with pytest.raises(UseError, match="No dialogue's list"):
        chosen(found, "05001", "extortion")


def test_every_listed_issue_has_concepts_of_its_own_in_both_languages(published):
    wanted = {one.issue_type_id for one in listed(published)}
    assert len(wanted) == 12
    assert wanted <= set(types())
    for issue in wanted:
        for lang in ("en", "es"):
            told = concepts(issue, lang)
            assert {one.kind for one in told} == set(KINDS), issue
            assert all(one.text for one in told)


@pytest.mark.parametrize("issue", [*types(), "something-new"])
@pytest.mark.parametrize("lang", ["en", "es"])
def test_our_own_words_name_nobody_accuse_nobody_and_give_no_number(issue, lang):
    told = booklet(concepts=tuple(one.text for one in concepts(issue, lang)))
    assert not [one for one in cautions(told) if one.kind != PERSON]
    assert not re.search(r"\d{3,}", " ".join(told.concepts)), "no help line is invented"


# Looking again


@pytest.mark.parametrize(("text", "kind"), [
    ("Hablen con Juan Pérez Gómez en la tarde", PERSON),
    ("Llamen al 310 456 7890 cuando pase", PHONE),
    ("Ocurre en la vereda El Salado por la noche", PLACE),
    ("En el barrio La Esperanza", PLACE),
    ("El Clan del Golfo pasa por aquí", ACCUSATION),
    ("Los vecinos son ladrones", ACCUSATION),
    ("They are criminals", ACCUSATION),
    ("El ELN cobra", ACCUSATION),
])  # fmt: skip
def test_what_can_put_people_at_risk_is_shown_before_printing(text, kind):
    assert kind in {one.kind for one in cautions(booklet(problem=text))}


def test_a_number_in_the_help_lines_is_where_it_belongs():
    assert not cautions(full())
    elsewhere = replace(full(), needs=("Llamar al 310 456 7890",))
    (one,) = [one for one in cautions(elsewhere) if one.kind == PHONE]
    assert (one.section, one.field) == ("needs", "needs")


def test_the_place_itself_and_institutions_are_no_persons():
    told = booklet(problem="En El Guamo la Comisaría de Familia y la Junta de Acción Comunal ayudan.")
    assert not cautions(told)


def test_a_picture_without_consent_is_told_and_its_frame_does_not_print():
    one = booklet(pictures=(Picture("Nuestro dibujo"),))
    assert [caution.kind for caution in cautions(one)] == [PICTURE]
    assert "Nuestro dibujo" not in text_of(as_pdf(one, "pages", ES))
    assert "Nuestro dibujo" in text_of(
        as_pdf(replace(one, pictures=(Picture("Nuestro dibujo", "", True),)), "pages", ES)
    )


# Files


def test_each_change_is_a_version_and_none_without_a_change(tmp_path):
    library = Library(tmp_path / "booklets")
    first = library.save(booklet())
    assert first.version == 1
    assert library.save(first).version == 1
    second = library.save(replace(first, problem="Algo"))
    assert (second.version, library.open("13248-a-1").problem, library.open("13248-a-1", 1).problem) == (2, "Algo", "")
    assert not list((tmp_path / "booklets").rglob("*.part"))


def test_a_change_from_elsewhere_is_not_overwritten(tmp_path):
    library = Library(tmp_path / "booklets")
    first = library.save(booklet())
    library.save(replace(first, problem="Una"))
    with pytest.raises(DataError, match="changed elsewhere"):
        library.save(replace(first, problem="Otra"))
    assert library.open("13248-a-1").problem == "Una"


def test_nothing_outside_the_folder_is_a_booklet(tmp_path):
    elsewhere = Library(tmp_path / "elsewhere")
    elsewhere.save(full())
    library = Library(tmp_path / "booklets")
    for path in (str(tmp_path / "elsewhere" / "13248-a-1"), "../elsewhere/13248-a-1"):
        with pytest.raises(DataError, match="There is no booklet"):
            library.open(path)


def test_a_file_is_read_back_as_it_was_and_a_damaged_one_is_named(tmp_path):
    assert from_json(as_json(full()), "x") == full()
    library = Library(tmp_path / "booklets")
    library.save(full())
    (tmp_path / "booklets" / "13248-a-1" / "0002.json").write_text("{", encoding="utf-8")
    with pytest.raises(DataError, match=r"13248-a-1/0002\.json is no booklet"):
        library.open("13248-a-1")
    assert library.all() == []
    with pytest.raises(DataError, match="deep is no booklet"):
        from_json('{"consent":' * 5000, "deep")


@pytest.mark.parametrize("parts", [
    {"problem": "x" * (LONGEST + 1)}, {"needs": ("x",) * 25}, {"confirmed_on": "ayer"}, {"booklet_id": "../x"},
])  # fmt: skip
def test_what_cannot_be_kept_is_refused(parts, tmp_path):
    with pytest.raises(DataError):
        Library(tmp_path).save(booklet(**parts))


def test_a_change_of_words_makes_a_confirmed_booklet_a_draft_again():
    final = full(consent=CONSENT, confirmed_on="2026-11-02")
    after = edited(final, replace(final, problem="Otra cosa"))
    assert (after.is_final, after.may_be_printed) == (False, False)
    assert edited(final, replace(final, lang="en")).is_final


def test_a_step_is_lent_with_consent_alone_and_thanked_as_the_group_wishes(tmp_path):
    library = Library(tmp_path / "booklets")
    silent = library.save(replace(full(consent=CONSENT, confirmed_on="2026-11-02"), booklet_id="silent-1"))
    kind = replace(CONSENT, lends_steps=True, credit="Mesa de jóvenes de El Guamo")
    lender = library.save(replace(full(consent=kind, confirmed_on="2026-11-02"), booklet_id="kind-1"))
    library.save(replace(full(consent=kind), booklet_id="draft-1"))
    assert [one.booklet_id for one, _ in library.steps_to_lend("sexual_violence", "")] == ["kind-1"]
    taken = borrowed(booklet(), lender, lender.steps[0])
    assert (taken.steps[0].taken_from, taken.steps[0].credit) == ("kind-1", "Mesa de jóvenes de El Guamo")
    assert "Con agradecimiento a Mesa de jóvenes de El Guamo" in text_of(as_pdf(taken, "pages", ES))
    with pytest.raises(DataError, match="has not agreed"):
        borrowed(booklet(), silent, silent.steps[0])


# On paper


def test_a_worksheet_is_eight_pages_with_every_section_and_the_mark_of_a_draft():
    pdf = PdfReader(io.BytesIO(as_pdf(booklet(), "pages", ES)))
    pages = [" ".join(page.extract_text().split()) for page in pdf.pages]
    assert len(pages) == 8
    assert all("Borrador, todavía no es de la comunidad" in page for page in pages)
    for title in ("Algunos conceptos", "El problema", "Necesidades y recursos", "Nuestros pasos", "Líneas de ayuda"):
        assert any(title in page for page in pages), title
    width, height = (float(side) for side in pdf.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (421, 595)


def test_the_sheets_are_laid_out_so_that_the_folded_booklet_reads_in_order():
    pdf = PdfReader(io.BytesIO(as_pdf(full(consent=CONSENT), "fold", ES)))
    count = page_count(full(), ES)
    assert count % 4 == 0
    assert len(pdf.pages) == count // 2
    said = ["Hecha con Tejido", "Cartilla de prevención", "Algunos conceptos", "Líneas de ayuda"]
    first, second = (" ".join(page.extract_text().split()) for page in pdf.pages[:2])
    assert first.index(said[0]) < first.index(said[1]), "the back cover is left of the cover"
    assert said[2] in second
    assert round(float(pdf.pages[0].mediabox[2])) == 842


def test_a_confirmed_booklet_bears_no_mark_and_says_when_it_was_confirmed():
    told = text_of(as_pdf(full(consent=CONSENT, confirmed_on="2026-11-02"), "pages", ES))
    assert "Borrador" not in told
    assert "2 de noviembre de 2026" in told
    assert "Verificado el 20 de octubre de 2026" in told


def test_large_print_is_large_and_english_is_english():
    pdf = PdfReader(io.BytesIO(as_pdf(full(lang="en"), "large", EN)))
    assert round(float(pdf.pages[0].mediabox[3])) == 842
    assert "Draft, not yet the community's" in text_of(as_pdf(full(lang="en"), "large", EN)).replace("’", "'")


@pytest.mark.parametrize("form", FORMS)
def test_hostile_text_is_shown_as_text_in_every_form(form):
    one = cleaned(full())
    one = cleaned(replace(
        one, group=HOSTILE, problem=HOSTILE, concepts=(HOSTILE,), needs=(HOSTILE,), steps=(Step(HOSTILE),),
        lines=(HelpLine(HOSTILE, HOSTILE),), pictures=(Picture(HOSTILE, "talk"),),
    ))  # fmt: skip
    pdf = as_pdf(one, form, ES)
    told = text_of(pdf).replace("’", "'")
    assert told.count("</script><script>alert(1)</script>") >= (3 if form == "slides" else 5)
    assert "#strong[x]" in told
    assert "\u202e" not in told
    assert b"/JavaScript" not in pdf
    assert b"/URI" not in pdf


@pytest.mark.parametrize("form", ["pages", "large", "slides"])
def test_five_thousand_characters_flow_on_and_nothing_leaves_the_page(form):
    long = "a" * LONGEST
    one = cleaned(booklet(problem=long, needs=("palabra " * 600,), steps=(Step(long, "w" * 3000),),
                          lines=(HelpLine("L" * 400, "c" * 500),)))  # fmt: skip
    pdf = PdfReader(io.BytesIO(as_pdf(one, form, ES)))
    assert text_of(as_pdf(one, form, ES)).replace(" ", "").count("a") >= LONGEST
    for page in pdf.pages:
        right = float(page.mediabox[2])
        starts: list[float] = []

        def visit(text, _, matrix, *rest, starts=starts):
            if text.strip():
                starts.append(matrix[4])

        page.extract_text(visitor_text=visit)
        assert all(0 <= start < right for start in starts)


def test_long_words_break_and_ordinary_ones_do_not():
    assert breakable("extraordinariamente") == "extraordinariamente"
    assert breakable("x" * 30).replace("\u200b", "") == "x" * 30
    assert max(map(len, breakable("x" * 30).split("\u200b"))) == 12


def test_the_live_page_shows_one_section_alone():
    (page,) = page_pictures(full(), "steps", ES, dpi=40)
    assert page.startswith(b"\x89PNG")


def test_fonts_are_in_the_file_and_it_is_tagged():
    pdf = as_pdf(full(), "pages", ES)
    names = {font.get_object()["/BaseFont"] for page in PdfReader(io.BytesIO(pdf)).pages
             for font in page["/Resources"]["/Font"].values()}  # fmt: skip
    assert all("+" in name for name in names), "each is embedded, less the letters that are not used"
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "es"


# The shell


def test_a_worksheet_for_every_issue_of_the_ten_municipalities(published_home, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("TEJIDO_DATA", str(published_home))
    assert main(["booklet", "worksheets", "--out", str(tmp_path / "ws"), "--form", "pages"]) == 0
    assert "31 worksheets for 10 municipalities" in capsys.readouterr().out
    made = sorted((tmp_path / "ws").glob("*.pdf"))
    assert len(made) == 31
    assert len([path for path in made if path.name.startswith("13248-")]) == 4
    for path in made:
        assert len(PdfReader(path).pages) == 8, path.name


def test_a_booklet_without_recorded_consent_is_not_printed(data_home, tmp_path, capsys):
    library = Library(data_home / "booklets")
    kept = library.save(full())
    out = tmp_path / "b.pdf"
    assert main(["booklet", "pdf", kept.booklet_id, "--out", str(out)]) == 1
    assert not out.exists()
    library.save(replace(kept, consent=CONSENT))
    assert main(["booklet", "pdf", kept.booklet_id, "--out", str(out)]) == 0
    assert "draft, not yet the community's" in capsys.readouterr().out
    assert main(["booklet", "list"]) == 0
    assert json.loads((data_home / "booklets" / "13248-a-1" / "0002.json").read_text())["consent"]["words"] is True
