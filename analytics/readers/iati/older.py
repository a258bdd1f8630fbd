"""Activities of IATI 1.0x brought up to 2.0x, where 2.01 says what a thing of 1.0x is called now.

Text that stood in an element itself is a narrative (read so by the walk), languages that stood in elements of one name
stand in one; words became numbers: types of dates and transactions, roles, vocabularies; coordinates became a point.
What has no successor is left out and told by its name, as anything that the standard does not know.
"""

from __future__ import annotations

from analytics.readers.grid import Finding
from analytics.readers.xml_guard import Node

_VOCABULARIES = {
    "DAC": "1", "DAC-3": "2", "COFOG": "3", "NACE": "4", "NTEE": "5", "ADT": "6", "RO": "99", "RO2": "98",
}  # fmt: skip
# element, attribute -> what its words became in 2.01
RENUMBERED: dict[tuple[str, str], dict[str, str]] = {
    ("activity-date", "type"): {"start-planned": "1", "start-actual": "2", "end-planned": "3", "end-actual": "4"},
    ("participating-org", "role"): {"Funding": "1", "Accountable": "2", "Extending": "3", "Implementing": "4"},
    ("transaction-type", "code"): {
        "IF": "1", "C": "2", "D": "3", "E": "4", "IR": "5", "LR": "6", "R": "7", "QP": "8", "QS": "9", "CG": "10",
    },
    ("sector", "vocabulary"): _VOCABULARIES,
    ("policy-marker", "vocabulary"): {"DAC": "1", "RO": "99"},
    ("recipient-region", "vocabulary"): {"DAC": "1", "RO": "99"},
}  # fmt: skip
SPOKEN = ("title", "reporting-org", "description")
WORLD = "http://www.opengis.net/def/crs/EPSG/0/4326"


def brought_up_to_date(activity: Node) -> list[Finding]:
    """Changes the activity in place; a correction for each code that was renumbered (path below the activity)."""
    findings = _renumbered(activity, "")
    for child in activity.children:
        if child.name == "location":
            _point_made(child)
        if child.name == "document-link":
            _languages_coded(child)
    _languages_joined(activity)
    return findings


def _renumbered(node: Node, path: str) -> list[Finding]:
    findings: list[Finding] = []
    for attribute, value in node.attributes.items():
        after = RENUMBERED.get((node.name, attribute), {}).get(value.strip())
        if after:
            node.attributes[attribute] = after
            at = {"path": f"{path}/@{attribute}", "row": node.line, "column": f"{node.name}/@{attribute}"}
            findings.append(Finding("code_corrected", value=value, values=(("after", after),), **at))
    for child in node.children:
        findings += _renumbered(child, f"{path}/{child.name}")
    return findings


def _point_made(location: Node) -> None:
    """`coordinates` of 1.0x as the `point` of 2.0x, `location-type` as the feature's designation."""
    for child in location.children:
        if child.name == "coordinates":
            place = f"{child.attributes.pop('latitude', '')} {child.attributes.pop('longitude', '')}"
            child.name, child.text = "point", ""
            child.attributes["srsName"] = WORLD
            child.children = [Node("pos", child.line, text=place)]
        elif child.name == "location-type":
            child.name, child.text = "feature-designation", ""


def _languages_coded(document: Node) -> None:
    for child in document.children:
        if child.name == "language" and not child.attributes.get("code"):
            child.attributes["code"], child.text = child.text.strip(), ""


def _languages_joined(activity: Node) -> None:
    """Titles and descriptions that stand once for each language become one with a narrative for each."""
    first: dict[tuple[str, str | None], Node] = {}
    kept: list[Node] = []
    for child in activity.children:
        key = (child.name, child.attributes.get("type"))
        if child.name in SPOKEN and child.text.strip() and not child.children:
            lang = {"xml:lang": child.attributes["xml:lang"]} if "xml:lang" in child.attributes else {}
            narrative = Node("narrative", child.line, lang, text=child.text)
            child.text, child.children = "", [narrative]
            if key in first:
                first[key].children.append(narrative)
                continue
            child.attributes.pop("xml:lang", None)
            first[key] = child
        kept.append(child)
    activity.children = kept
