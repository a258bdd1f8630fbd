"""What a group can choose from: the issues that the dialogues of its place listed, of which it picks exactly one."""

from __future__ import annotations

from dataclasses import dataclass

from analytics import issues
from analytics.booklets.model import Booklet
from analytics.checks.text import key
from analytics.errors import UseError
from analytics.selection import LANGUAGES, Reader, Selection
from analytics.warehouse import Engine


@dataclass(frozen=True)
class Listed:
    """One issue that a place's list names, and the row that says so."""

    place_id: str
    place_name: str
    department_name: str
    issue_type_id: str
    issue_name: dict[str, str]
    evidence: str

    def begun(self, booklet_id: str, lang: str) -> Booklet:
        """A booklet about it, in which nothing is written yet."""
        return Booklet(booklet_id, self.place_id, self.place_name, self.department_name, self.issue_type_id,
                       dict(self.issue_name), lang, evidence=self.evidence)  # fmt: skip


def listed(engine: Engine, role: str = "analyst") -> list[Listed]:
    """Every issue of every list, by place and in the order of the list."""
    frames = {lang: issues.issue_matrix(engine, Selection(), Reader(role, lang)) for lang in LANGUAGES}
    names = {
        lang: dict(zip(frame["issue_type_id"], frame["issue_name"], strict=True)) for lang, frame in frames.items()
    }
    rows = frames[LANGUAGES[0]]
    rows = rows.assign(in_order=rows["place_name"].map(key)).sort_values(["in_order", "place_id", "position"])
    return [
        Listed(row.place_id, row.place_name, row.department_name, row.issue_type_id,
               {lang: names[lang][row.issue_type_id] for lang in LANGUAGES}, row.evidence)
        for row in rows.itertuples(index=False)
    ]  # fmt: skip


def chosen(found: list[Listed], place_id: str, issue_type_id: str) -> Listed:
    """The one problem that a group picked; raises UseError where its place's list does not name it."""
    of_place = [one for one in found if one.place_id == place_id]
    if not of_place:
        raise UseError(f"No dialogue's list is known of {place_id!r}. Known: {', '.join(_places(found))}.")
    named = {one.issue_type_id: one for one in of_place}
    if issue_type_id not in named:
        raise UseError(f"The list of {of_place[0].place_name} does not name {issue_type_id!r}; it names "
                       f"{', '.join(named)}.")  # fmt: skip
    return named[issue_type_id]


def _places(found: list[Listed]) -> list[str]:
    return [f"{place} ({name})" for place, name in {one.place_id: one.place_name for one in found}.items()]
