"""The Results page as a reader meets it: with targets, without any, with the rows behind a number, marked."""

import re

import pytest

from analytics import results
from analytics.aggregation import indicator_totals
from analytics.selection import Reader, Selection
from tests.importing import published, written
from tests.pages import buttons, text

PEOPLE = "programa-ejemplo-young-people"


@pytest.fixture
def shown(opened, sample_home):
    def open_page(**address):
        return opened("results", sample_home, **address)

    return open_page


def test_without_targets_it_says_what_is_known_and_what_to_ask_for(shown):
    page = text(shown())
    assert "no target for any" in page
    assert "over 1,043" in page
    assert "What to ask for" in page
    assert 'class="tj-gap">not stated</span>' in page
    assert "tj-illustrative" not in page
    assert "Targets, and what was achieved" not in page


def test_with_targets_it_says_where_the_work_stands(shown):
    page = shown(data="sample")
    shown_text = text(page)
    assert "Illustrative: Of 13 targets" in shown_text
    assert "Furthest behind is" in shown_text
    for number in ("606", "14,903", "224", "27", "1,043", "USD 14 million", "USD 13 million"):
        assert f">{number}</a>" in shown_text, number
    assert shown_text.count("tj-bullet") > 20


@pytest.mark.parametrize(
    ("address", "loosen"),
    [
        ({"period": "2020-03..2020-12"}, "March 2020 to December 2020"),
        ({"place": "23", "component": "programa-ejemplo-youth"}, "Component: Initiatives of young people"),
    ],
    ids=str,
)
def test_a_filter_that_leaves_no_target_is_not_told_as_none_stated(shown, address, loosen):
    page = text(shown(data="sample", **address))
    assert "targets are stated, but for more than it" in page
    assert "Their targets are stated, but for more than this selection." in page
    assert f"To see them take away: {loosen}." in page
    for wrong in ("no target for any", "No target is stated", "no target stated", "The targets of", "how many women"):
        assert wrong not in page, wrong


def test_results_without_a_date_are_told_where_a_period_is_chosen(shown):
    for period in ("2016-05..2016-06", "2006-01..2006-12"):
        assert "results are stated without a date: no period shows them." in text(shown(period=period))
    assert "without a date" not in text(shown())
    assert "without a date" not in text(shown(data="sample", period="2020-03..2020-12"))


def test_a_record_that_states_no_target_says_so_under_a_filter_too(shown):
    page = text(shown(period="2006-01..2006-12"))
    assert "no target stated" in page
    assert "for this selection" not in page
    assert "It is stated as a total: its way over time cannot be shown." in page


def test_the_slider_of_a_period_outside_the_data_stands_at_its_end(shown):
    page = shown(data="sample", period="2030-01..2031-12")
    assert page.select_slider(key="period").value == ("2021-11", "2021-11")
    assert "January 2030 to December 2031" in " ".join(one.label for one in page.button)


def test_money_that_the_documents_state_is_a_result_of_the_record_and_of_nothing_else(shown):
    page = text(shown())
    assert "Money that the documents state" in " ".join(head.value for head in shown().subheader)
    for told in ("USD 14 million", "USD 13 million", "Rounded in the document."):
        assert told in page
    assert "Money that the documents state" not in " ".join(head.value for head in shown(data="sample").subheader)


def test_a_result_of_the_record_says_its_unit(shown):
    assert "Yemen · Days</small>" in text(shown())


def test_it_speaks_spanish_and_changes_with_the_filters(shown):
    page = text(shown(data="sample", lang="es", period="2018-01..2018-12"))
    assert "Ilustrativo: De" in page
    assert "14.903" not in page
    assert "noviembre de 2021" not in page


def test_a_number_opens_its_rows_and_they_come_to_it(shown, illustrative):
    totals = indicator_totals(illustrative, Selection(), Reader(), indicators=(PEOPLE,), by="sex")
    women = totals[(totals["key"] == "women") & (totals["value_kind"] == "actual")].iloc[0]
    page = text(shown(data="sample", rows=f"{PEOPLE}~actual~none~sex~~women"))
    assert f"{women['rows_counted']:,} rows; each counted once: {int(women['value']):,}." in page
    page = text(shown(data="sample", rows="programa-ejemplo-cooperate~actual~year~none~2021~"))
    assert "divided by" in page
    assert "The last period counts" not in page  # there is one
    one = text(shown(data="sample", rows="programa-ejemplo-cooperate~target~none~none~~"))
    assert "1 row: 60%." in one


@pytest.mark.parametrize("key", ["trust", "cooperate", "days"])
def test_the_rows_behind_a_mean_come_to_the_number_that_was_clicked(shown, illustrative, key):
    indicator = f"programa-ejemplo-{key}"
    rows = results.indicator_results(illustrative, Selection(), Reader(), indicators=(indicator,), by="department")
    for row in rows.head(2).itertuples(index=False):
        page = text(shown(data="sample", rows=f"{indicator}~actual~none~department~~{row.key}"))
        stands = re.search(r"The last period counts, \d+ rows?: [\d,.]+ divided by [\d,.]+: ([\d.]+)%?\.", page)
        assert float(stands[1]) == round(row.actual, 1)


@pytest.mark.parametrize(
    "strange",
    ["x", "a~b~c~d~e~f", f"{PEOPLE}~actual~soil~none~~", f"{PEOPLE}~actual~none~sex~~' or 1=1 --",
     f"{PEOPLE}~<img>~none~none~~", "~~~~~"],
)  # fmt: skip
def test_an_address_that_names_no_number_opens_nothing(shown, strange):
    page = shown(data="sample", rows=strange)
    assert "Rows behind" not in text(page) + " ".join(head.value for head in page.subheader)


def test_the_sheet_is_that_of_the_indicator_in_the_address(shown):
    page = text(shown(data="sample", indicator="programa-ejemplo-days"))
    assert "Mean of the days from a request to the first session." in page
    assert "Less is better" in page
    assert "Means of verification" in page


def test_two_places_stand_side_by_side(shown, illustrative):
    totals = indicator_totals(illustrative, Selection(), Reader(), by="department")
    first, second = totals["key"].dropna().unique()[:2]
    page = text(shown(data="sample", across="department", first=first, second=second))
    names = totals.drop_duplicates("key").set_index("key")["key_name"]
    assert f'<th scope="col">{names[first]}</th><th scope="col">{names[second]}</th>' in page


@pytest.mark.parametrize("address", [{}, {"first": "23", "second": "nobody"}, {"first": "2016-05..2017-12"}], ids=str)
def test_two_periods_stand_side_by_side_whatever_the_link_leaves_out(shown, address):
    page = shown(data="sample", across="period", **address)
    assert not page.exception
    first = "December 2017" if "2017" in address.get("first", "") else "December 2018"
    assert f'<th scope="col">May 2016 to {first}</th>' in text(page)
    assert '<th scope="col">January 2019 to November 2021</th>' in text(page)
    held = [page.session_state[name] for name in ("first", "second")]  # what a story keeps
    assert held == ["2016-05..2017-12" if "2017" in first else "2016-05..2018-12", "2019-01..2021-11"]


def test_every_figure_and_every_file_of_the_example_is_marked(shown):
    page = shown(data="sample")
    marks = sum("tj-illustrative" in element.proto.body for element in page.get("html"))
    assert marks >= len(page.subheader) + 1  # each part of the page, and the page
    files = [one.proto.url for one in page.get("download_button")]
    assert files
    assert buttons(page, "evidence-")


def test_nothing_found_says_so(shown):
    page = text(shown(data="sample", place="11"))
    assert "Nothing is recorded for this selection." in page


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", ("No indicators are in this data set", "Bring indicators in", "Indicator", "one of these is needed")),
     ("es", ("no trae indicadores", "Traer indicadores", "Indicador", "se necesita una de estas"))],
)  # fmt: skip
def test_a_data_set_without_indicators_says_what_is_missing_and_how_to_bring_it_in(opened, tried_home, lang, said):
    page = opened("results", tried_home, data="trial", lang=lang)
    words = text(page) + " ".join(head.value for head in page.subheader)
    assert all(part in words for part in said)
    assert "data=sample" in words
    assert len([one for one in page.get("download_button") if "bring-" in one.proto.id]) == 2


def test_another_role_is_not_sent_to_import(opened, tried_home):
    page = opened("results", tried_home, data="trial", **{"as": "partner"})
    assert "No indicators are in this data set" in text(page)
    assert "Bring indicators in" not in " ".join(head.value for head in page.subheader)


def test_a_filter_that_leaves_nothing_is_told_where_there_are_indicators(shown):
    assert "Take away a filter above" in text(shown(data="sample", place="11"))


def test_an_indicator_stands_year_by_year_in_each_department_or_component(shown, illustrative):
    for small in ("department", "component"):
        page = text(shown(data="sample", indicator=PEOPLE, small=small))
        drawn = re.search(r'<ul class="tj-small">.*?</ul>', page, re.DOTALL)[0]
        told = results.indicator_periods(illustrative, Selection(), Reader(), indicators=(PEOPLE,), by=small)
        dated = told[told["bucket"].notna() & told["key"].notna()]
        assert drawn.count("<h4>") == dated["key"].nunique() > 3
        for one in dated[dated["actual"].notna()].itertuples():
            assert f"{PEOPLE}~actual~year~{small}~{one.bucket}~{one.key}".replace("~", "%7E") in drawn.replace(
                "~", "%7E"
            )
            assert f", {one.bucket}: {int(one.actual):,}" in drawn


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("alliances", "The column is what was achieved in the year"),
        ("young-people", "Years are not added up: the same can stand in several."),
        ("networks", "all that was achieved by the end of the year, earlier years included"),
        ("spaces", "how it stood at the end of the year"),
        ("trust", "the mean of the last period in the year"),
        ("days", "Less is better: a column below its line is good."),
    ],
)
def test_a_cumulative_value_is_not_told_as_that_of_its_year(shown, key, words):
    page = text(shown(data="sample", indicator=f"programa-ejemplo-{key}"))
    assert page.count(words) == 2  # in the picture of the years, and in those side by side


def test_small_pictures_name_no_axis_that_is_not_there(shown):
    page = shown(data="sample", indicator=PEOPLE, small="<script>")
    assert "tj-small" in text(page)
    assert "tj-small" not in text(shown())


def test_of_very_many_indicators_those_furthest_behind_are_shown(opened, published_home, tmp_path, monkeypatch):
    (tmp_path / "snapshots").symlink_to(published_home / "snapshots")
    monkeypatch.setenv("TEJIDO_DATA", str(tmp_path))
    head = "indicador,unidad,meta,alcanzado,inicio,fin,departamento,cómo se juntan sus valores\n"
    rows = [
        f"Indicador {i:02},Personas,100,{90 - i},2021-01-01,2021-12-31,{place},se suma"
        for i in range(45) for place in ("Antioquia", "Cauca")
    ]  # fmt: skip
    published(written(tmp_path, head + "\n".join(rows) + "\n", "metas.csv"), workspace="metas")
    page = text(opened("results", tmp_path, data="metas"))
    table = page.split('class="tj-table tj-stack results"')[1].split("</table>")[0]
    assert re.findall(r">Indicador (\d\d)</a>", table) == [f"{i:02}" for i in range(44, 14, -1)]
    assert page.count("Of many indicators those furthest behind come first.") == 2  # and of the departments'
    assert page.count("… and 15 more; the download has them all.") == 3
    assert "Of 45 targets" in page


COUNTRIES = """indicator,unit,baseline,target,actual,start,end,country,sex,aggregation,direction
People trained,people,0,400,380,2022-01-01,2022-12-31,Colombia,women,sum,
People trained,people,0,300,110,2022-01-01,2022-12-31,Peru,women,sum,
People trained,people,0,500,450,2023-01-01,2023-12-31,Colombia,men,sum,
People trained,people,0,200,90,2023-01-01,2023-12-31,Peru,men,sum,
Incidents,incidents,20,10,16,2023-01-01,2023-12-31,Colombia,,last,decrease
Incidents,incidents,20,12,12,2023-01-01,2023-12-31,Peru,,last,decrease
"""
TOWNS = """indicador,unidad,linea de base,meta,valor alcanzado,inicio,fin,codigo dane,como se juntan sus valores
Personas formadas,personas,0,400,380,2022-01-01,2022-12-31,05001,se suma
Personas formadas,personas,0,300,210,2023-01-01,2023-12-31,05001,se suma
Personas formadas,personas,0,500,150,2022-01-01,2022-12-31,05120,se suma
"""


@pytest.mark.parametrize(
    ("table", "said", "titles", "rows"),
    [
        (COUNTRIES, "Furthest behind is Colombia: half of its 2 targets are at 66% of the way or less.",
         ("Which country is furthest behind", "By country"), "by=country&key=PE"),
        (TOWNS, "Furthest behind is Cáceres: its one target is at 30% of the way.",
         ("Which municipality is furthest behind", "By municipality"), "by=municipality&key=05120"),
    ],
    ids=["countries", "towns"],
)  # fmt: skip
def test_where_is_answered_at_the_level_that_a_table_has(
    opened, published_home, tmp_path, monkeypatch, table, said, titles, rows
):
    (tmp_path / "snapshots").symlink_to(published_home / "snapshots")
    monkeypatch.setenv("TEJIDO_DATA", str(tmp_path))
    published(written(tmp_path, table, "level.csv"), workspace="level")
    page = opened("results", tmp_path, data="level")
    assert said in text(page)
    heads = [head.value for head in page.subheader]
    assert set(titles) <= set(heads)
    assert "By department" not in heads
    level, key = (one.split("=")[1] for one in rows.split("&"))
    assert f"~{level}~~{key}" in text(page).replace("%7E", "~")
    if level == "country":
        assert ">incidents</small>" in text(page)  # a unit of the file's own
        side_by_side = text(opened("results", tmp_path, data="level", across="country", first="CO", second="PE"))
        assert '<th scope="col">Colombia</th><th scope="col">Peru</th>' in side_by_side


def test_departments_and_countries_of_one_table_are_a_click_apart(opened, published_home, tmp_path, monkeypatch):
    (tmp_path / "snapshots").symlink_to(published_home / "snapshots")
    monkeypatch.setenv("TEJIDO_DATA", str(tmp_path))
    head, *rows = TOWNS.replace("05120", "13001").splitlines()
    rows += [f"Personas formadas,personas,0,500,50,2022-01-01,2022-12-31,,se suma,{one}" for one in ("Perú", "Ruanda")]
    published(
        written(
            tmp_path,
            "\n".join([f"{head},pais", *(row if row.count(",") == 9 else f"{row},Colombia" for row in rows)]) + "\n",
            "level.csv",
        ),
        workspace="level",
    )
    assert "Furthest behind is Bolívar" in text(opened("results", tmp_path, data="level"))
    page = opened("results", tmp_path, data="level", where="country")
    assert "Furthest behind is Peru" in text(page)
    assert {"By department", "By country"} <= {head.value for head in page.subheader}


def test_the_colours_of_each_table_have_words_and_the_method_is_a_click_away(shown):
    page = text(shown(data="sample"))
    assert page.count('class="tj-legend statuses"') == 2
    assert page.count('href="#worked-out"') == 2
    assert '<span id="worked-out"></span>' in page


def test_values_that_cross_the_end_of_a_year_are_told_beside_those_of_years(
    opened, published_home, tmp_path, monkeypatch
):
    (tmp_path / "snapshots").symlink_to(published_home / "snapshots")
    monkeypatch.setenv("TEJIDO_DATA", str(tmp_path))
    table = TOWNS + "Personas formadas,personas,0,500,90,2023-07-01,2024-06-30,05001,se suma\n"
    published(written(tmp_path, table, "level.csv"), workspace="level")
    words = "1 value is of a period that crosses the end of a year and stands in no year."
    assert words in text(opened("results", tmp_path, data="level"))
