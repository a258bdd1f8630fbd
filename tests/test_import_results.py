"""Targets and values in files come in split as the file splits them, and are totalled only where the file allows it."""

import pytest

from analytics.aggregation import indicator_totals
from analytics.results import indicator_results
from analytics.selection import Reader, Selection
from analytics.understanding.mapping import Entry, Mapping, TableMapping
from analytics.warehouse import Warehouse
from tests.conftest import SHARED
from tests.importing import published, read, rules, written

ALL = Selection()
HEAD = "indicator,unit,target,achieved,start,end,sex,accumulative,municipio\n"
ROWS = (
    "People trained,people,40,12,2021-01-01,2021-06-30,women,No,Medellín\n"
    "People trained,people,40,9,2021-01-01,2021-06-30,men,No,Medellín\n"
)


def _real(*parts: str):
    path = SHARED.joinpath("data", *parts)
    if not path.is_file():
        pytest.skip("the real files are not on this machine")
    return path, path.name


def test_a_table_of_targets_comes_in_by_sex(tmp_path):
    with Warehouse(published(written(tmp_path, HEAD + ROWS, "indicators.csv"))) as house:
        rows = indicator_totals(house, ALL, Reader(), by="sex")
        actual = rows[rows["value_kind"] == "actual"]
        assert dict(zip(actual["key"], actual["value"], strict=True)) == {"women": 12, "men": 9}
        assert set(actual["unit"]) == {"people"}
        together = indicator_results(house, ALL, Reader()).iloc[0]
        # the file does not say that its values may be added
        assert (together["actual_reason"], together["actual_rows"]) == ("not_totalled", 2)
        assert together["target"] == 40


ADDED = (
    "indicador,unidad,meta,alcanzado,inicio,fin,municipio,cómo se juntan sus valores\n"
    "Personas formadas,Personas,40,12,2021-01-01,2021-12-31,Medellín,Se suman [sum]\n"
    "Personas formadas,Personas,40,30,2022-01-01,2022-12-31,Medellín,se suma\n"
    "Acuerdos vigentes,acuerdos,5,4,2021-01-01,2021-12-31,Medellín,último\n"
    "Acuerdos vigentes,acuerdos,9,8,2022-01-01,2022-12-31,Medellín,último\n"
    "Confianza,puntos,60,55,2021-01-01,2021-12-31,Medellín,quizás\n"
    "Confianza,puntos,70,58,2022-01-01,2022-12-31,Medellín,\n"
)


def test_a_table_that_says_how_its_values_come_together_is_totalled_by_that(tmp_path):
    with Warehouse(published(written(tmp_path, ADDED, "metas.csv"))) as house:
        rows = indicator_results(house, ALL, Reader()).set_index("indicator_name")
    people, agreements, trust = (rows.loc[name] for name in ("Personas formadas", "Acuerdos vigentes", "Confianza"))
    assert (people["actual"], people["target"], people["unit"], people["unit_name"]) == (42, 80, "people", "People")
    assert (agreements["actual"], agreements["target"]) == (8, 9)
    assert trust["actual_reason"] == "not_totalled"
    assert (people["status"], agreements["status"]) == ("far_behind", "behind")


def test_a_word_that_says_no_rule_is_told(tmp_path):
    assert rules(read(written(tmp_path, ADDED, "metas.csv")), "warnings")["rule_word_unknown"] == 1


def test_how_values_come_together_is_chosen_for_a_whole_table(tmp_path):
    columns = {name: name for name in HEAD.strip().split(",")} | {"achieved": "actual", "municipio": "place_name"}
    table = TableMapping("indicators", columns, {"aggregation": "sum"})
    chosen = Mapping((Entry("indicators.csv", None, table),))
    with Warehouse(published(written(tmp_path, HEAD + ROWS, "indicators.csv"), mapping=chosen)) as house:
        together = indicator_results(house, ALL, Reader()).iloc[0]
    assert (together["actual"], together["target"]) == (21, 80)


def test_results_of_iati_come_in_with_their_dimensions():
    file = _real("iati203_examples", "activity-standard-example-annotated.xml")
    with Warehouse(published(file)) as house:
        (row,) = indicator_results(house, ALL, Reader()).itertuples(index=False)
        assert (row.indicator_name, row.baseline, row.target, row.actual) == ("Indicator title", 10, 10, 11)
        assert (row.aggregation, row.measure, row.direction) == ("sum", "count", "ascending")
        by_sex = indicator_totals(house, ALL, Reader(), by="sex")
        assert set(by_sex["key"]) == {"women"}
        assert set(indicator_totals(house, ALL, Reader(), by="age_group")["key"]) == {"adult"}


def test_indicators_tracked_in_the_sahel_are_not_added_over_months():
    with Warehouse(published(_real("hxl_3w", "rowca-3w-hxl.csv"), accepted=frozenset())) as house:
        rows = indicator_results(house, ALL, Reader())
        assert len(rows) > 20
        assert set(rows.loc[rows["actual_rows"] > 1, "status"]) <= {"no_value", "no_target", "not_computable"}
        assert rows["target"].notna().any()


def _of_iati(*indicators: str) -> str:
    said = {name: f"<{name}><narrative>A</narrative></{name}>" for name in ("title", "description")}
    told = "".join(f"<result type='2'>{said['title']}{one}</result>" for one in indicators)
    return (
        '<iati-activities version="2.03"><iati-activity><iati-identifier>XX-1-A</iati-identifier>'
        '<reporting-org ref="XX-1" type="21"><narrative>O</narrative></reporting-org>'
        f'{said["title"]}{said["description"]}<participating-org role="1" ref="XX-1"/><activity-status code="2"/>'
        f'<activity-date type="2" iso-date="2022-01-01"/>{told}</iati-activity></iati-activities>'
    )


def _of_periods(title: str, measure: int, *values: tuple[int, float, float, str]) -> str:
    periods = "".join(
        f'<period><period-start iso-date="{year}-01-01"/><period-end iso-date="{year}-12-31"/>'
        f'<target value="{target}"/><actual value="{value}">{split}</actual></period>'
        for year, target, value, split in values
    )
    baseline = '<baseline year="2021" value="30"/>'
    return (
        f'<indicator measure="{measure}"><title><narrative>{title}</narrative></title>{baseline}{periods}</indicator>'
    )


def test_of_a_percentage_of_iati_the_last_period_holds_and_nothing_is_put_together(tmp_path):
    women, men = ('<dimension name="sex" value="female"/>', '<dimension name="sex" value="male"/>')
    file = _of_iati(
        _of_periods("Whole", 2, (2022, 40, 35, ""), (2023, 50, 52, "")),
        _of_periods("Split", 2, (2023, 50, 52, women), (2023, 50, 60, men)),
        _of_periods("Twice", 2, (2023, 50, 52, ""), (2023, 50, 60, "")),
        _of_periods("Level", 4, (2022, 3, 2, ""), (2023, 4, 3, "")),
        _of_periods("Count", 1, (2022, 40, 35, ""), (2023, 50, 52, "")),
    )
    with Warehouse(published(written(tmp_path, file, "a.xml"))) as house:
        rows = indicator_results(house, ALL, Reader()).set_index("indicator_name")
    assert rows["actual"].dropna().to_dict() == {"Whole": 52, "Level": 3}
    assert (rows.at["Whole", "target"], rows.at["Whole", "status"]) == (50, "reached")
    assert rows["actual_reason"].dropna().to_dict() == {
        "Split": "not_added",
        "Twice": "not_added",
        "Count": "not_totalled",
    }
