"""The part of Import that brings boundaries in: what is there, one file, what was understood of it, one button."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from html import escape
from pathlib import Path

import streamlit as st

from analytics import boundary_sets
from analytics.bounding import taking
from analytics.bounding.chosen import Chosen
from analytics.bounding.taking import Understood
from analytics.checks import countries
from analytics.checks.rules import RULES, SEVERITIES
from analytics.errors import TejidoError
from analytics.importing import naming
from analytics.maps.outline import outline
from analytics.readers.grid import Finding
from analytics.readers.limits import BROWSER_BYTES, MB, shown_name, stored_name
from analytics.reading_places import level_name
from analytics.wording import Words
from pages.shared import import_desk, import_view, layout, store
from pages.shared.served_files import pictures

FEW = 8  # findings of one rule that are shown
OPEN_OTHERS = ("correction", "note")
LEFT = ""  # what a list of choices says where the choice is left to us


@dataclass
class Bench:
    """What one visit holds: the file, what was chosen of it, what was understood, and what came of it."""

    round: int = 0
    path: Path | None = None
    name: str = ""
    chosen: Chosen = field(default_factory=Chosen)
    understood: Understood | None = None
    published: str = ""
    fault: str = ""
    is_reading: bool = False
    folder: Path | None = None

    def keep(self, upload: object) -> None:
        """Writes an upload under a name of our own."""
        if self.folder is None:
            self.folder = Path(tempfile.mkdtemp(prefix=import_desk.FOLDER))
            weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        self.path, self.name = self.folder / stored_name(), shown_name(upload.name)
        self.path.write_bytes(upload.getbuffer())
        import_desk.desk().sizes.append(upload.size)

    def start_again(self) -> None:
        """Lets the file go; what was published stays."""
        if self.path is not None:
            self.path.unlink(missing_ok=True)
        self.round += 1
        self.path, self.understood, self.chosen, self.fault = None, None, Chosen(), ""


def bench() -> Bench:
    return st.session_state.setdefault("_boundaries", Bench())


def boundaries() -> None:
    """The whole part, closed until it is wanted."""
    say, at = store.words(), bench()
    is_busy = bool(at.path or at.published or at.fault)
    with st.expander(say("Boundaries for the map"), expanded=is_busy, key="boundaries"):
        layout.note(say(
            "Official polygons of municipalities or divisions (DANE, HDX, geoBoundaries) fill the map in the place of"
            " circles. They hold for every data set and are never needed."
        ))  # fmt: skip
        if at.fault:
            st.error(at.fault)
        if at.published:
            st.html(f'<p class="tj-lede">{escape(say("The boundaries are published; every map uses them."))}</p>')
        _stored(say)
        if at.is_reading:
            _read(at, say)
        if at.understood is None:
            _file(at, say)
        else:
            _understood(at, at.understood, say)


# What is there


def _stored(say: Words) -> None:
    sets = boundary_sets.stored()
    if not sets:
        layout.note(say("None are there yet: maps draw our own departments, and municipalities as circles."))
    for one in sets:
        with st.container(horizontal=True, gap="small", key=f"set-{one['id']}", vertical_alignment="center"):
            used = say("in use") if one["current"] else say("a newer file is used")
            tag = f'<span class="tj-tag teal">{escape(used)}</span>' if one["current"] else escape(used)
            counts = [
                f"{level_name(level, one['country'], say)}: {say.number(len(held['codes']))}"
                for level, held in one["levels"].items() if level != "country"
            ]  # fmt: skip
            made = " · ".join(filter(None, (one["credit"], one["vintage"], one["licence"])))
            st.html(
                f'<p class="tj-version"><b>{escape(countries.name(one["country"], say.lang))}</b> {tag}'
                f'<span class="tj-note">{escape(", ".join(counts))} · {escape(made)}</span></p>'
            )
            st.button(say("Remove"), key=f"remove-{one['id']}", type="tertiary", on_click=_remove, args=(one["id"],))
    for fault in boundary_sets.faults():
        st.warning(fault)


def _remove(name: str) -> None:
    at = bench()
    at.published = ""
    try:
        boundary_sets.remove(name)
    except TejidoError as error:
        at.fault = str(error)


# The file


def _file(at: Bench, say: Words) -> None:
    upload = st.file_uploader(
        say("GeoJSON, TopoJSON, GeoPackage, GeoParquet, or a zip of a shapefile; {limit} MB at most.",
            limit=BROWSER_BYTES // MB),
        key=f"boundary-file-{at.round}", max_upload_size=BROWSER_BYTES // MB,
    )  # fmt: skip
    import_view.speak_uploader(say)
    fault = import_desk.upload_fault([upload] if upload else [], import_desk.desk().sizes)
    with st.container(horizontal=True, gap="medium", key="boundary-start", vertical_alignment="center"):
        st.button(
            say("Read the boundaries"), key="read-boundaries", disabled=upload is None or bool(fault),
            on_click=_start, args=(at,),
        )  # fmt: skip
        layout.note(fault or say("Nothing is published yet by this."))


def _start(at: Bench) -> None:
    at.fault, at.published = "", ""
    at.keep(st.session_state[f"boundary-file-{at.round}"])
    at.is_reading = True


def _read(at: Bench, say: Words) -> None:
    at.is_reading = False
    with st.spinner(say("Reading the boundaries …")):
        try:
            at.understood = taking.understand(at.path, at.name, at.chosen)
        except (TejidoError, OSError) as error:
            at.fault = str(error) if isinstance(error, TejidoError) else say("The file is gone. Choose it again.")
            at.start_again()


# What was understood


def _understood(at: Bench, told: Understood, say: Words) -> None:
    left, right = st.columns([0.58, 0.42], gap="medium")
    with left:
        st.html(f'<p class="tj-lede">{escape(_lede(told, say))}</p>')
        _findings(told, say)
    with right:
        if told.levels:
            level = told.about["level"]
            boxes = told.levels[level]["boxes"]
            drawn = outline(told.file(level, "low"), boxes, store.look())
            alt = say("The polygons of the file, drawn.")
            st.html(f'<img class="tj-still" src="{pictures.url(drawn)}" width="420" height="420" alt="{escape(alt)}">')
    _choices(at, told, say)
    _publishing(at, told, say)


def _lede(told: Understood, say: Words) -> str:
    if not told.about:
        return say("{file} cannot be used as it is.", file=told.name)
    counts = {level: len(held["codes"]) for level, held in told.levels.items()} or {
        told.about["level"]: told.about["places"]
    }
    country = told.about["country"]
    parts = [f"{level_name(level, country, say)}: {say.number(n)}" for level, n in counts.items() if level != "country"]
    where = countries.name(country, say.lang)
    return say("{file}: {country}. {counts}.", file=told.name, country=where, counts="; ".join(parts) or where)


def _choices(at: Bench, told: Understood, say: Words) -> None:
    """The layer, the level and the columns, as they were understood and can be said otherwise."""
    country = told.about.get("country", "CO")
    columns = [LEFT, *told.about.get("columns", ())]
    layers = [LEFT, *(name for name, _ in told.about.get("layers", ()))] if told.about else [LEFT, *_layers(told)]
    left = say("As understood")
    fields: dict[str, tuple[str, list[str], str]] = {
        "layer": (say("Layer"), layers, told.about.get("layer", "")),
        "level": (say("Level"), [LEFT, *reversed(boundary_sets.LEVELS)], told.about.get("level", "")),
        "code_column": (say("Column of the codes"), columns, told.about.get("code_column") or ""),
        "name_column": (say("Column of the names"), columns, told.about.get("name_column") or ""),
        "parent_column": (say("Column of the divisions above"), columns, told.about.get("parent_column") or ""),
    }
    picked = {}
    shown = {key: field for key, field in fields.items() if len(field[1]) > 2 or key == "level"}
    cells = st.columns(3, gap="small") * 2  # a grid of two rows
    for cell, (key, (label, options, understood)) in zip(cells, shown.items(), strict=False):
        chosen = getattr(at.chosen, key) or LEFT

        def named(option: str, key: str = key, understood: str = understood) -> str:
            shown = level_name(option, country, say) if key == "level" and option else option
            guess = level_name(understood, country, say) if key == "level" and understood else understood
            return shown or (f"{left}: {guess}" if guess else left)

        picked[key] = cell.selectbox(
            label, options, index=options.index(chosen) if chosen in options else 0, format_func=named,
            key=f"boundary-{key}-{at.round}",
        )  # fmt: skip
    crs = cells[len(shown)].text_input(
        say("Coordinate system"), at.chosen.crs or "", max_chars=20,
        placeholder=say("such as EPSG:9377"), key=f"boundary-crs-{at.round}",
    )  # fmt: skip
    wanted = replace(at.chosen, **{key: value or None for key, value in picked.items()}, crs=crs.strip() or None)
    with st.container(horizontal=True, gap="small"):
        st.button(
            say("Read again with these choices"), key="boundary-again", disabled=wanted == at.chosen,
            on_click=_again, args=(at, wanted),
        )  # fmt: skip
        st.button(say("Start again with another file"), key="boundary-other", type="tertiary", on_click=at.start_again)


def _layers(told: Understood) -> list[str]:
    """The layers that a refusal names: `name (count: level)`."""
    said = next((dict(f.values)["layers"] for f in told.findings if "layers" in dict(f.values)), "")
    return [part.split(" (")[0] for part in said.split("), ") if part]


def _again(at: Bench, wanted: Chosen) -> None:
    at.chosen, at.is_reading = wanted, True


def _findings(told: Understood, say: Words) -> None:
    """What was found, errors first; places without a polygon as one list."""
    for severity in SEVERITIES:
        for rule in dict.fromkeys(finding.rule for finding in told.of(severity)):
            found = told.by(rule)
            if rule == "boundary_missing":
                names = [f"{f.value} {dict(f.values)['name']}" for f in found]
                _list(say.many("{n} place without a polygon", "{n} places without a polygon", len(names)), names, say)
                continue
            lines = [_line(finding, say) for finding in found]
            _list(_kind(severity, sum(f.count for f in found), say), lines, say, say.written(RULES[rule].advice))


def _kind(severity: str, n: int, say: Words) -> str:
    return {
        "error": lambda: say.many("{n} error", "{n} errors", n),
        "warning": lambda: say.many("{n} warning", "{n} warnings", n),
        "correction": lambda: say.many("{n} correction", "{n} corrections", n),
        "note": lambda: say.many("{n} remark", "{n} remarks", n),
    }[severity]()


def _line(finding: Finding, say: Words) -> str:
    row = say("feature {n}", n=say.number(finding.row)) if finding.row else ""
    where = " · ".join(filter(None, (row, finding.value or "")))
    told = asdict(finding) | {"values": dict(finding.values)}
    text = naming.told(told, say)[0]
    return f"{where}: {text}" if where else text


def _list(title: str, lines: Iterable[str], say: Words, advice: str = "") -> None:
    lines = list(lines)
    items = "".join(f"<li>{escape(line)}</li>" for line in lines[:FEW])
    rest = say("… and {n} more", n=say.number(len(lines) - FEW)) if len(lines) > FEW else ""
    st.html(
        f'<div class="tj-finding"><p><b>{escape(title)}</b> {escape(advice)}</p>'
        f'<ul class="tj-plain tj-note">{items}</ul><p class="tj-note">{escape(rest)}</p></div>'
    )


def _publishing(at: Bench, told: Understood, say: Words) -> None:
    if not told.is_ready:
        layout.note(say("It cannot be published while errors stand. Correct the file, or say above what it is."))
        return
    credit, licence = told.proposed_credit()
    one, two, three = st.columns([0.6, 0.2, 0.2], gap="small")
    with one:
        credit = st.text_input(
            say("Who made them (stands under every map)"), credit, key=f"credit-{at.round}", max_chars=taking.LONGEST
        )  # fmt: skip
    with two:
        vintage = st.text_input(
            say("Of the year"), told.proposed_vintage(), key=f"vintage-{at.round}", max_chars=taking.LONGEST
        )  # fmt: skip
    with three:
        licence = st.text_input(say("Licence"), licence, key=f"licence-{at.round}", max_chars=taking.LONGEST)
    st.button(
        say("Publish the boundaries"), key="publish-boundaries", type="primary", on_click=_publish,
        args=(at, told, credit, vintage, licence),
    )  # fmt: skip


def _publish(at: Bench, told: Understood, credit: str, vintage: str, licence: str) -> None:
    try:
        at.published = taking.publish(told, credit, vintage, licence)
        at.start_again()
    except TejidoError as error:
        at.fault = str(error)
