"""Tables of indicators as programmes keep them: each figure is what a person reading the table would count."""

import io
from datetime import date

import openpyxl
import pytest
import xlsxwriter

from analytics.aggregation import indicator_totals
from analytics.results import indicator_results
from analytics.selection import Reader, Selection
from analytics.warehouse import Warehouse
from tests.importing import published, read, rules, written

ALL = Selection()
TRACKED = (
    "Performance tracking table,,,,,,,,\n"
    "Indicator,Unit,Baseline,FY2022 Target,FY2022 Actual,FY2023 Target,FY2023 Actual,LOP Target,Rule\n"
    "1.1 Number of people trained,people,0,1200,1350,2000,N/A,5000,sum\n"
    "   Female,people,0,600,700,1000,TBD,2500,sum\n"
    "   Male,people,0,600,650,1000,-,2500,sum\n"
    "1.2 Number of alliances,alliances,3,5,4,8,6,,last\n"
    "1.2 % of alliances that last,%,10%,40%,45%,50%,0.52,60,\n"
).replace("Rule", "Aggregation")


@pytest.fixture
def of(tmp_path):
    """Answers about a table that was imported: by indicator, and the totals by a group and a time."""
    opened = []

    def ask(table, name="pitt.csv", **asked):
        house = Warehouse(published(written(tmp_path, table, name)))
        opened.append(house)
        if asked:
            return indicator_totals(house, ALL, Reader(), **asked)
        return indicator_results(house, ALL, Reader())

    yield ask
    for house in opened:
        house.close()


def test_columns_of_years_and_indented_groups_are_read_as_they_stand(of):
    rows = of(TRACKED).set_index("indicator_name")
    people, alliances = rows.loc["1.1 Number of people trained"], rows.loc["1.2 Number of alliances"]
    assert (people["actual"], people["target"], people["baseline"]) == (1350, 5000, 0)
    assert (alliances["actual"], alliances["target"], alliances["baseline"]) == (6, 8, 3)
    share = rows.loc["1.2 % of alliances that last"]
    assert (share["unit"], share["target"], share["actual_reason"]) == ("percent", 60, "not_totalled")


def test_a_target_of_the_whole_life_stands_before_those_of_years(of):
    rows = of(TRACKED, over="year", by="sex")
    women = rows[(rows["key"] == "women") & (rows["value_kind"] == "target")]
    found = {bucket if isinstance(bucket, str) else None: value
             for bucket, value in zip(women["bucket"], women["value"], strict=True)}  # fmt: skip
    assert found == {"2022": 600, "2023": 1000, None: 2500}
    whole = of(TRACKED, by="sex")
    women = whole[(whole["key"] == "women") & (whole["value_kind"] == "target")]
    assert women["value"].tolist() == [2500]


HEAD = "Programme,Indicator,Unit,Baseline,Target,Actual,Start,End,Aggregation,Direction,Outcome\n"
TWO_PROGRAMMES = (
    "Alpha,People trained,people,100,300,120,2023-01-01,2023-12-31,sum,increase,Peace\n"
    "Alpha,People trained,people,100,500,450,2024-01-01,2024-12-31,sum,,Peace\n"
    "Beta,People trained,people,10,30,12,2023-01-01,2023-12-31,sum,,Justice\n"
    "Beta,Incidents,incidents,20,10,16,2023-01-01,2023-12-31,last,decrease,Justice\n"
    "Beta,# of schools,schools,,30,12,2023-01-01,2023-12-31,sum,,\n"
    "Beta,% of schools,percent,,30,40,2023-01-01,2023-12-31,sum,quizás,\n"
)


def test_one_name_in_two_programmes_is_two_indicators(of):
    rows = of(HEAD + TWO_PROGRAMMES).set_index(["programme_name", "indicator_name"])
    alpha, beta = (rows.loc[key, f"People trained · {key}"] for key in ("Alpha", "Beta"))
    assert (alpha["actual"], alpha["target"]) == (570, 800)
    assert (beta["actual"], beta["target"]) == (12, 30)
    assert rows.loc[("Beta", "# of schools"), "actual"] == 12
    parts = of(HEAD + TWO_PROGRAMMES, by="component")
    assert set(parts[parts["value_kind"] == "actual"]["key_name"].dropna()) == {"Peace", "Justice"}


def test_a_baseline_that_rows_repeat_is_told_once(of):
    rows = of(HEAD + TWO_PROGRAMMES).set_index(["programme_name", "indicator_name"])
    assert rows.loc[("Alpha", "People trained · Alpha"), "baseline"] == 100
    by_place = HEAD.replace("Outcome", "Municipio") + TWO_PROGRAMMES.replace("Peace", "Medellín").replace(
        "Justice", "Cali"
    )
    assert (
        of(by_place)
        .set_index(["programme_name", "indicator_name"])
        .loc[("Alpha", "People trained · Alpha"), "baseline"]
        == 100
    )


def test_fewer_incidents_are_on_the_way_where_less_is_better(of):
    rows = of(HEAD + TWO_PROGRAMMES).set_index("indicator_name")
    incidents = rows.loc["Incidents"]
    assert incidents["direction"] == "descending"
    assert incidents["achieved_share"] == pytest.approx((16 - 20) / (10 - 20))


def test_percentages_are_not_added_though_the_table_says_so(of, tmp_path):
    rows = of(HEAD + TWO_PROGRAMMES + TWO_PROGRAMMES.splitlines()[-1].replace("2023", "2024") + "\n")
    share = rows.set_index("indicator_name").loc["% of schools"]
    assert (share["actual_reason"], share["measure"]) == ("not_totalled", "percentage")
    told = rules(read(written(tmp_path, HEAD + TWO_PROGRAMMES, "pitt.csv")), "warnings")
    assert (told["percent_not_added"], told["direction_unknown"]) == (1, 1)


WEIGHED = (
    "Indicator,Unit,Numerator,Denominator,Target,Actual,Start,End\n"
    "Satisfied,percent,45,60,80%,75%,2023-01-01,2023-06-30\n"
    "Satisfied,percent,10,40,80%,,2023-07-01,2023-12-31\n"
    "Kept,%,10,40,,52,2023-07-01,2023-12-31\n"
    "Days to answer,days,300,20,,15,2023-01-01,2023-06-30\n"
    "Days to answer,days,100,20,,5,2023-07-01,2023-12-31\n"
)


def test_percentages_and_means_come_from_numerators_and_denominators(of, tmp_path):
    rows = of(WEIGHED).set_index("indicator_name")
    assert (rows.loc["Satisfied", "total"], rows.loc["Satisfied", "actual"]) == (55, 25)
    assert (rows.loc["Days to answer", "total"], rows.loc["Days to answer", "actual"]) == (10, 5)
    assert rows.loc["Kept", "total"] == 25
    assert rules(read(written(tmp_path, WEIGHED, "pitt.csv"), workspace="other"), "warnings")["share_disagrees"] == 1


SPLIT = (
    "Indicator,Unit,Target,Achieved,% achieved,Start,End,Aggregation,Sex,Age group,Ethnic group,Site\n"
    "People trained,people,300,120,40%,2023-01-01,2023-12-31,sum,Total,,,\n"
    "People trained,people,,50,,2023-01-01,2023-12-31,sum,M,,,\n"
    "People trained,people,,70,,2023-01-01,2023-12-31,sum,H,,,\n"
    "People trained,people,,20,,2023-01-01,2023-12-31,sum,,15-24,,\n"
    "People trained,people,,30,,2023-01-01,2023-12-31,sum,,,Indigenous,\n"
    "Talks,talks,,30,,2023-01-01,2023-12-31,sum,,,,north\n"
    "Talks,talks,,30,,2023-01-01,2023-12-31,sum,,,,south\n"
)


def test_a_total_and_its_splits_are_not_added_up(of, tmp_path):
    people = of(SPLIT).set_index("indicator_name").loc["People trained"]
    assert (people["actual"], people["actual_rows"], people["target"]) == (120, 1, 300)
    by_sex = of(SPLIT, by="sex").query("value_kind == 'actual' and indicator_name == 'People trained'")
    assert dict(zip(by_sex["key"], by_sex["value"], strict=True)) == {"women": 50, "men": 70}  # M: mujer
    groups = of(SPLIT, by="breakdown").query("value_kind == 'actual' and indicator_name == 'People trained'")
    assert dict(zip(groups["key"], groups["value"], strict=True)) == {"Ethnic group: Indigenous": 30}
    draft = read(written(tmp_path, SPLIT, "pitt.csv"), workspace="other")
    (told,) = [f for f in draft.report["warnings"] if f["rule"] == "value_repeated"]
    assert (told["row"], told["values"]["columns"]) == (8, "Site")


IN_ONE_LINE = (
    '<iati-activities version="2.03"><iati-activity xml:lang="en"><iati-identifier>XX-1-A</iati-identifier>'
    '<reporting-org ref="XX-1" type="10"><narrative>Agency</narrative></reporting-org><title><narrative>A</narrative>'
    '</title><description><narrative>D</narrative></description><participating-org role="1" type="10" ref="XX-1">'
    '<narrative>Agency</narrative></participating-org><activity-status code="2"/><activity-date type="2" '
    'iso-date="2022-07-01"/><recipient-country code="CO"/><result type="1" aggregation-status="1"><title><narrative>R'
    '</narrative></title><indicator measure="1" aggregation-status="1"><title><narrative>People</narrative></title>'
    '<period><period-start iso-date="2022-07-01"/><period-end iso-date="2023-06-30"/><target value="100"/>'
    '<actual value="80"/><actual value="50"><dimension name="sex" value="female"/></actual></period>'
    '<period><period-start iso-date="2023-07-01"/><period-end iso-date="2024-06-30"/><target value="200"/>'
    '<actual value="90"/><actual value="25"/></period></indicator></result></iati-activity></iati-activities>'
)


def test_all_values_of_a_file_in_one_line_come_in(of):
    (people,) = of(IN_ONE_LINE, "activities.xml").itertuples()
    assert (people.actual, people.actual_rows, people.target) == (80 + 90 + 25, 3, 300)


def test_values_at_a_location_of_the_activity_are_of_its_place(of):
    place = '<location ref="med"><name><narrative>Medellín</narrative></name></location>'
    there = IN_ONE_LINE.replace("<result ", place + "<result ", 1)
    there = there.replace(
        '<actual value="80"/>', '<actual value="80"/><actual value="30"><location ref="med"/></actual>'
    )
    there = there.replace('<actual value="25"/>', '<actual value="25"><dimension name="sex" value="Total"/></actual>')
    (people,) = of(there, "activities.xml").itertuples()
    assert (people.actual, people.actual_rows) == (80 + 90 + 25, 3)
    rows = of(there, "activities.xml", by="municipality")
    found = rows[rows["value_kind"] == "actual"]
    keys = [key if isinstance(key, str) else None for key in found["key"]]
    assert dict(zip(keys, found["value"], strict=True)) == {"05001": 30, None: 115}


def test_indicators_of_one_title_are_told_apart_by_their_activities(of):
    begin, end = IN_ONE_LINE.index("<iati-activity "), IN_ONE_LINE.index("</iati-activities>")
    other = IN_ONE_LINE[begin:end].replace("XX-1-A", "XX-1-B").replace("<narrative>A<", "<narrative>B<")
    rows = of(IN_ONE_LINE[:end] + other + IN_ONE_LINE[end:], "activities.xml")
    assert dict(zip(rows["indicator_name"], rows["actual"], strict=True)) == {"People · A": 195, "People · B": 195}


def test_a_first_row_that_begins_with_a_mark_is_an_indicator(of):
    rows = of("Indicator,Unit,Target,Actual\n- Talks,talks,3,2\n- Schools,schools,5,4\n")
    assert dict(zip(rows["indicator_name"], rows["actual"], strict=True)) == {"- Talks": 2, "- Schools": 4}


def test_a_share_that_a_workbook_shows_in_per_cent_is_per_cent(of):
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet, share = book.add_worksheet(), book.add_format({"num_format": "0.0 %"})
        for row, cells in enumerate([
            ["Performance tracking table"], [],
            ["Indicator", "Baseline", "FY2022", None, "FY2023", None],
            [None, None, "Target", "Actual", "Target", "Actual"],
            ["People trained", 0, 1200, 1350, 2000, "TBD"],
        ]):  # fmt: skip
            sheet.write_row(row, 0, cells)
        sheet.write(5, 0, "Schools that know it")
        for column, value in enumerate([0.1, 0.4, 0.455, 0.5, 0.52], 1):
            sheet.write(5, column, value, share)
    rows = of(made.getvalue(), "pitt.xlsx", over="year").query("value_kind == 'actual'")
    found = {(row.indicator_name, row.bucket): (row.value, row.unit) for row in rows.itertuples()}
    assert found == {
        ("People trained", "2022"): (1350, "number"),
        ("Schools that know it", "2022"): (45.5, "percent"), ("Schools that know it", "2023"): (52, "percent"),
    }  # fmt: skip


def test_periods_in_words_are_dates(of, tmp_path):
    head = "Indicator,Unit,Reporting period,Target,Actual,Aggregation\n"
    rows = of(head + "Talks,talks,Q1 2023,10,5,sum\nTalks,talks,Q2 2023,10,6,sum\n", over="quarter")
    found = rows[rows["value_kind"] == "actual"]
    assert dict(zip(found["bucket"], found["value"], strict=True)) == {"2023-Q1": 5, "2023-Q2": 6}
    fiscal = head + "Talks,talks,FY2022,10,5,sum\nTalks,talks,FY23,10,6,sum\nTalks,talks,FY2999,,0,sum\n"
    fiscal = fiscal.replace("2999", str(date.today().year + 1))
    assert of(fiscal, "fiscal.csv").iloc[0]["actual"] == 11
    told = rules(read(written(tmp_path, fiscal, "fiscal.csv"), workspace="other"), "warnings")
    assert (told["fiscal_year"], told["actual_in_future"]) == (3, 1)


def test_a_value_without_a_date_is_added_to_those_with_one(of):
    rows = of("Indicator,Unit,Actual,Year,Aggregation\nTalks,talks,5,2023,sum\nTalks,talks,3,,sum\n")
    assert (rows.iloc[0]["actual"], rows.iloc[0]["actual_rows"]) == (8, 2)


def test_how_much_of_a_target_was_reached_is_no_value(of):
    table = (
        "Indicador,Unidad de medida,Meta 2023,Avance 2023,% cumplimiento,Meta 2024,Avance 2024,Cómo se suma\n"
        "Personas formadas,Personas,100,80,80%,200,150,se suma\n"
    )
    rows = of(table).iloc[0]
    assert (rows["actual"], rows["actual_rows"], rows["target"], rows["unit"]) == (230, 2, 300, "people")


def test_the_latest_scores_of_two_places_are_not_added(of):
    rows = of(
        "Indicator,Unit,Baseline,Target,Actual,Year,Municipality code,Aggregation\n"
        "Trust,points,40,60,55,2023,05001,last\nTrust,points,40,60,58,2023,13001,last\n"
        "Share,percent,40,60,55,2023,05001,last\nShare,percent,40,60,58,2023,13001,last\n"
        "Index of peace,Index,40,60,55,2023,05001,last\nIndex of peace,Index,40,60,58,2023,13001,last\n"
        "Agreements,agreements,1,6,4,2023,05001,last\nAgreements,agreements,1,6,3,2023,13001,last\n"
    ).set_index("indicator_name")
    assert rows["actual_reason"].drop("Agreements").tolist() == ["not_added"] * 3
    assert rows["measure"].tolist() == ["score", "percentage", "score", "count"]
    agreements = rows.loc["Agreements"]
    assert (agreements["actual"], agreements["target"], agreements["baseline"]) == (7, 12, 2)


@pytest.mark.parametrize(("own", "rows"), [("7", 1), ("", 1)])
def test_a_total_below_an_indicator_is_its_own_or_left_out(of, own, rows):
    rows_of = f"Talks,talks,{own},2023,sum\nFemale,,3,2023,\nMale,,4,2023,\nTotal,,7,2023,\n"
    table = "Indicator,Unit,Actual,Year,Aggregation\n" + rows_of
    (talks,) = of(table).itertuples()
    assert (talks.indicator_name, talks.actual, talks.actual_rows) == ("Talks", 7, rows)


def test_a_data_set_of_indicators_alone_has_a_period_to_choose(tmp_path):
    with Warehouse(published(written(tmp_path, TRACKED, "pitt.csv"))) as house:
        (bounds,) = house.fetch("period_bounds", "analyst").itertuples(index=False)
    assert [str(day)[:10] for day in bounds] == ["2022-01-01", "2023-12-31"]


def test_periods_in_spanish_words_are_dates(of):
    head = "Indicador,Unidad,Período,Logro,Regla de agregación\n"
    said = (
        "marzo de 2021",
        "T3 2021",
        "1er trimestre de 2022",
        "segundo semestre 2022",
        "ene-mar 2023",
        "IV trim. 2023",
    )
    table = head + "".join(f"Talleres,talleres,{word},{n},suma\n" for n, word in enumerate(said, 1))
    rows = of(table, over="quarter").query("value_kind == 'actual'")
    found = dict(zip(rows["bucket"].fillna(""), rows["value"], strict=True))
    assert found == {"2021-Q1": 1, "2021-Q3": 2, "2022-Q1": 3, "2023-Q1": 5, "2023-Q4": 6}
    assert of(table, "again.csv").iloc[0]["actual"] == 21


def test_shares_reached_of_several_years_are_no_values(of):
    head = (
        "Indicador,Unidad,Meta 2022,Logro 2022,% avance 2022,Meta 2023,Logro 2023,% avance 2023,Regla de agregación\n"
    )
    rows = of(head.replace("% avance", "%avance") + "Alianzas,alianzas,5,4,80,8,6,75,suma\n", over="year")
    rows = rows[rows["value_kind"] == "actual"]
    assert dict(zip(rows["bucket"], rows["value"], strict=True)) == {"2022": 4, "2023": 6}


def test_a_formula_without_its_result_stands_in_the_way_where_it_is_used(tmp_path):
    book = openpyxl.Workbook()
    for row in (["Indicador", "Unidad", "Año", "Logro", "Nota"], ["Talleres", "talleres", 2023, "=4+5", "=1+1"],
                ["Talleres", "talleres", 2024, 7, None]):  # fmt: skip
        book.active.append(row)
    book.save(tmp_path / "made.xlsx")
    draft = read((tmp_path / "made.xlsx", "made.xlsx"))
    (told,) = draft.errors
    assert (told["rule"], told["row"], told["column"], told["count"]) == ("formula_unsaved", 2, "Logro", 1)
    draft = read((tmp_path / "made.xlsx", "made.xlsx"), accepted=frozenset({"formula_unsaved"}))
    assert not draft.errors
    assert draft.report["rows"]["observations"] == 1


def test_a_column_of_totals_beside_those_of_years_is_not_added_to_them(of):
    head = "Indicador,Unidad,Logro 2022,Logro 2023,Logro total,Meta total,Regla de agregación\n"
    table = head + "Talleres,talleres,2,3,5,6,suma\n"
    (row,) = of(table).itertuples()
    assert (row.actual, row.target) == (5, 6)
    assert of(table.replace("Logro ", "").replace("total", "Total", 1), "bare.csv").iloc[0]["actual"] == 5


def test_values_under_a_header_that_says_accumulated_hold_those_before(of):
    wide = "Indicador,Unidad,Meta 2022,Acumulado 2022,Meta 2023,Acumulado 2023,Regla de agregación\n"
    (row,) = of(wide + "Talleres,talleres,10,8,20,19,suma\n").itertuples()
    assert (row.actual, row.target, row.is_cumulative) == (19, 20, True)
    long = "Indicador,Unidad,Año,Avance acumulado,Regla de agregación\nTalleres,talleres,2022,8,suma\n"
    assert of(long + "Talleres,talleres,2023,19,suma\n", "long.csv").iloc[0]["actual"] == 19
    both = wide.replace("Meta", "Logro") + "Talleres,talleres,8,8,11,19,suma\n"
    assert of(both, "both.csv").iloc[0]["actual"] == 19


@pytest.mark.parametrize("total", ["", "Total,"])
def test_columns_of_women_and_men_hold_their_values(of, total):
    said = {"": "40,60", "Total,": "40,60,100"}[total]
    head = f"Indicador,Unidad,Municipio,Departamento,Año,Mujeres,Hombres,{total}Regla de agregación\n"
    table = head + f"Personas formadas,personas,Medellín,Antioquia,2022,{said},suma\n"
    assert of(table).iloc[0]["actual"] == 100
    rows = of(table, "again.csv", by="sex").query("value_kind == 'actual'")
    assert dict(zip(rows["key"], rows["value"], strict=True)) == {"women": 40, "men": 60}


def test_columns_that_name_year_and_sex_are_the_values_of_that_sex(of):
    head = "Indicador,Unidad,Meta 2023 Mujeres,Meta 2023 Hombres,Logro 2023 Mujeres,Logro 2023 Hombres,Regla\n"
    head = head.replace("Regla", "Regla de agregación")
    table = head + "Personas formadas,personas,10,20,8,19,suma\n"
    (row,) = of(table).itertuples()
    assert (row.actual, row.target) == (27, 30)
    rows = of(table, "again.csv", by="sex")
    found = {(row.value_kind, row.key): row.value for row in rows.itertuples()}
    assert found == {("target", "women"): 10, ("target", "men"): 20, ("actual", "women"): 8, ("actual", "men"): 19}
    bare = "Indicador,Unidad,Año,Meta,Logro mujeres,Logro hombres,Logro total,Regla de agregación\n"
    assert of(bare + "Personas,personas,2023,30,8,19,27,suma\n", "bare.csv").iloc[0]["actual"] == 27


def test_a_column_of_outcomes_called_result_gives_way_to_the_one_with_numbers(of):
    table = "Resultado,Indicador,Unidad,Año,Meta,Logrado\nR1,Talleres,talleres,2023,5,4\nR2,Foros,foros,2023,3,2\n"
    assert of(table).set_index("indicator_name")["actual"].to_dict() == {"Talleres": 4, "Foros": 2}
