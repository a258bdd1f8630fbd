"""Files of indicators that come in again, corrected, and targets and values that come in two files."""

import pandas as pd
import pytest

from analytics.results import indicator_results
from analytics.selection import Reader, Selection
from analytics.understanding.mapping import Entry, Mapping, TableMapping
from analytics.warehouse import Warehouse
from tests.importing import published, read, rules, written

ALL = Selection()
HEAD = "Indicator,Unit,Target,Actual,Start,End,Aggregation\n"
FIRST = (
    "People trained,people,100,40,2023-01-01,2023-12-31,sum\n"
    "People trained,people,200,90,2024-01-01,2024-12-31,sum\n"
    "Peple trained,people,,5,2024-01-01,2024-12-31,sum\n"
)


def results(version):
    with Warehouse(version) as house:
        return indicator_results(house, ALL, Reader()).set_index("indicator_name")


def test_a_corrected_file_replaces_all_rows_of_the_one_before(tmp_path):
    published(written(tmp_path, HEAD + FIRST, "metas.csv"))
    corrected = FIRST.splitlines()[0].replace(",40,", ",45,").replace(",100,", ",,") + "\n"
    found = results(published(written(tmp_path, HEAD + corrected, "metas.csv")))
    assert list(found.index) == ["People trained"]
    (people,) = found.itertuples()
    assert (people.actual, people.actual_rows) == (45, 1)
    assert pd.isna(people.target)


def test_another_file_replaces_nothing(tmp_path):
    published(written(tmp_path, HEAD + FIRST, "metas.csv"))
    other = "Talks,talks,5,4,2024-01-01,2024-12-31,sum\n"
    found = results(published(written(tmp_path, HEAD + other, "otras.csv")))
    assert set(found.index) == {"People trained", "Peple trained", "Talks"}
    assert found.loc["People trained", "actual"] == 130


TARGETS = (
    "Programme,Indicator,Unit,Baseline,Target,Start,End,Aggregation,Direction\n"
    "Alpha,People trained,people,10,100,2023-01-01,2023-12-31,sum,increase\n"
)
ACTUALS = (
    "Indicator,Actual,Start,End\nPeople trained,30,2023-01-01,2023-06-30\nPeople trained,45,2023-07-01,2023-12-31\n"
)


def _named(*names):
    """A mapping by which each of these files belongs to one data set."""
    heads = [table.splitlines()[0].split(",") for table in (TARGETS, ACTUALS)]
    entries = []
    for name, columns in zip(names, heads, strict=True):
        roles = {column: column.lower() for column in columns}
        entries.append(Entry(name, None, TableMapping("indicators", roles, {"dataset": "monitoring"})))
    return Mapping(tuple(entries))


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_targets_and_values_of_one_data_set_meet(tmp_path, together, order):
    files = [written(tmp_path, TARGETS, "metas.csv"), written(tmp_path, ACTUALS, "avances.csv")]
    files = [files[n] for n in order]
    mapping = _named("metas.csv", "avances.csv")
    parts = [files] if together else [[file] for file in files]
    versions = [published(*part, mapping=mapping) for part in parts]
    (people,) = results(versions[-1]).itertuples()
    assert (people.programme_name, people.unit, people.aggregation) == ("Alpha", "people", "sum")
    assert (people.baseline, people.target, people.actual) == (10, 100, 75)


def test_our_workbooks_of_targets_and_of_values_meet(tmp_path):
    tag = "#tejido+{}+{}".format
    targets = ["indicator", "unit", "target", "start", "end", "aggregation"]
    actuals = ["indicator", "actual", "start", "end"]
    files = []
    for kind, roles, rows in (
        ("targets", targets, ["People trained,People [people],100,2023-01-01,2023-12-31,Added up [sum]"]),
        ("actuals", actuals, ["People trained,30,2023-01-01,2023-06-30", "People trained,45,2023-07-01,2023-12-31"]),
    ):
        lines = [",".join(roles), ",".join(tag(kind, role) for role in roles), *rows]
        files.append(written(tmp_path, "\n".join(lines) + "\n", f"our_{kind}.csv"))
    (people,) = results(published(*files)).itertuples()
    assert (people.unit, people.target, people.actual) == ("people", 100, 75)


TRACKER = "Indicador,Unidad,Año,Meta,Logro,Regla de agregación\nTalleres,talleres,2022,10,4,suma\n"
LATER = TRACKER + "Talleres,talleres,2023,12,6,suma\n"


def test_a_table_that_comes_again_under_another_name_is_told(tmp_path):
    published(written(tmp_path, LATER, "tracker 2023-10.csv"))
    draft = read(written(tmp_path, LATER.replace(",6,", ",7,"), "tracker 2023-11.csv"))
    (told,) = [one for one in draft.report["warnings"] if one["rule"] == "stated_before"]
    assert (told["file"], told["count"], told["values"]) == ("tracker 2023-11.csv", 3, {"other": "tracker 2023-10.csv"})
    same_name = read(written(tmp_path, LATER.replace(",6,", ",7,"), "tracker 2023-10.csv"))
    assert not rules(same_name, "warnings")["stated_before"]


def test_the_next_months_and_the_same_records_of_a_longer_table_are_told_apart(tmp_path):
    head = "codigo_dane,año,casos\n"
    old = "".join(f"{code},2022,{n}\n" for n, code in enumerate(("05001", "05120", "19698", "13244"), 3))
    published(written(tmp_path, head + old, "extorsion 2022.csv"))
    longer = read(written(tmp_path, head + old + old.replace("2022", "2023"), "extorsion 2023.csv"))
    assert rules(longer, "warnings")["stated_before"] == 4
    only_next = read(written(tmp_path, head + old.replace("2022", "2023"), "extorsion 2023.csv"))
    assert not rules(only_next, "warnings")["stated_before"]
