"""IATI files as activities of a version: all on one line or many, with what they leave out left open."""

import pyarrow.parquet as pq

from analytics.importing.prepare import publish
from tests.importing import published, read, rules, written

ACTIVITY = (
    '<iati-activity default-currency="USD" xml:lang="{lang}"><iati-identifier>XX-1-{n}</iati-identifier>'
    '<reporting-org ref="XX-1" type="21"><narrative>Reporter</narrative></reporting-org>'
    '<title><narrative>{title}</narrative>{more}</title><description><narrative>About it</narrative></description>'
    '<participating-org role="1" type="10"><narrative>A ministry</narrative></participating-org>'
    '<activity-status code="2"/><activity-date type="2" iso-date="{start}"/>{end}'
    '<recipient-country code="CO"/>{locations}{sectors}{money}</iati-activity>'
)  # fmt: skip
FILE = '<?xml version="1.0"?><iati-activities version="2.03">{}</iati-activities>'


def _activity(n=1, title="Camino", start="2020-01-01", end="", locations="", sectors="", money="", lang="es", more=""):
    return ACTIVITY.format(
        n=n, title=title, start=start, end=end, locations=locations, sectors=sectors, money=money, lang=lang, more=more
    )


def _place(name, designation="ADM2"):
    return (f"<location><name><narrative>{name}</narrative></name><point><pos>10.03 -74.97</pos></point>"
            f'<exactness code="1"/><feature-designation code="{designation}"/></location>')  # fmt: skip


def _file(tmp_path, *activities, name="aid.xml"):
    return written(tmp_path, FILE.format("".join(activities)), name)


def _table(snapshot, name):
    return pq.read_table(snapshot.tables("analyst")[name][0]).to_pandas()


def test_places_of_a_file_on_one_line_are_found_each(tmp_path):
    locations = _place("El Guamo") + _place("Caucasia") + _place("Departamento de Bolívar", "ADM1")
    snapshot = published(_file(tmp_path, _activity(1, locations=locations), _activity(2, locations=_place("Popayán"))))
    located = _table(snapshot, "activity_locations")
    assert located[["name", "level", "place_id"]].to_numpy().tolist() == [
        ["El Guamo", "municipality", "13248"], ["Caucasia", "municipality", "05154"],
        ["Departamento de Bolívar", "department", "13"], ["Popayán", "municipality", "19001"],
    ]  # fmt: skip
    exactness = dict(_table(snapshot, "activity_places")[["place_id", "exactness"]].to_numpy())
    assert exactness["13"] == "department"


def test_a_title_in_two_languages_keeps_both(tmp_path):
    more = '<narrative xml:lang="en">Road</narrative>'
    (row,) = _table(published(_file(tmp_path, _activity(more=more))), "activities").to_dict("records")
    assert (row["title_es"], row["title_en"]) == ("Camino", "Road")


def test_a_place_abroad_is_kept_as_text_and_shown_in_its_country(tmp_path):
    abroad = _activity(locations=_place("Nyamagabe")).replace('code="CO"', 'code="KE"')
    draft = read(_file(tmp_path, abroad))
    assert not draft.errors
    assert rules(draft, "warnings")["place_not_held"] == 1
    places = _table(publish(draft), "activity_places")
    assert places["place_id"].tolist() == ["KE"]


def test_an_amount_in_a_date_is_told_with_its_path_and_the_rest_is_read(tmp_path):
    money = ('<transaction><transaction-type code="2"/><transaction-date iso-date="150000"/>'
             '<value value-date="2020-01-01">150000</value></transaction>')  # fmt: skip
    draft = read(_file(tmp_path, _activity(money=money)), accepted=frozenset({"iati_element"}))
    told = next(one for one in draft.report["warnings"] if one["rule"] == "iati_element")
    assert told["path"].endswith("/transaction[1]/transaction-date/@iso-date")
    (row,) = _table(publish(draft), "transactions").to_dict("records")
    assert (row["amount"], row["currency"], row["on"]) == (150000, "USD", None)


def test_peace_is_a_mark_and_no_activity_is_lost_for_it(tmp_path):
    sectors = '<sector vocabulary="2" code="152"/>', '<sector vocabulary="1" code="15220"/>', '<sector code="11220"/>'
    snapshot = published(_file(tmp_path, *(_activity(n, sectors=code) for n, code in enumerate(sectors))))
    assert _table(snapshot, "activity_details")["is_peace_related"].tolist() == [True, True, False]


def test_an_end_before_the_start_is_an_error_with_its_path(tmp_path):
    draft = read(_file(tmp_path, _activity(start="2021-01-01", end='<activity-date type="4" iso-date="2020-01-01"/>')))
    assert [(one["rule"], one["path"]) for one in draft.errors] == [
        ("end_before_start", "/iati-activities/iati-activity[1]/activity-date")
    ]


def test_a_newer_file_changes_an_activity_and_adds_another(tmp_path):
    published(_file(tmp_path, _activity(1, locations=_place("El Guamo")), _activity(2)))
    draft = read(_file(tmp_path, _activity(1, title="Puente"), _activity(3), name="newer.xml"))
    assert draft.report["tables"]["activities"] == {"added": 1, "changed": 1, "removed": 0, "total": 3}
    snapshot = publish(draft)
    assert sorted(_table(snapshot, "activities")["title_es"]) == ["Camino", "Camino", "Puente"]
    places = _table(snapshot, "activity_places")
    assert set(places["exactness"]) == {"country"}, "the newer file gives the activity no place but its country"


def test_an_identifier_that_stands_twice_is_told(tmp_path):
    draft = read(_file(tmp_path, _activity(1), _activity(1, title="Otra vez")))
    assert "id_doubled" in rules(draft)


def test_a_kind_chosen_in_our_workbook_is_the_kind_of_the_activity(tmp_path):
    rows = "titulo,codigo_dane,tipo de actividad\nMesa,05001,Diálogo [dialogue]\n"
    rows += "Camino,05120,Otra cosa\nRed,05154,alliance\n"
    kinds = _table(published(written(tmp_path, rows, "actividades.csv")), "activities").set_index("title_es")["kind"]
    assert kinds.to_dict() == {"Mesa": "dialogue", "Camino": "project", "Red": "alliance"}


def test_a_table_beside_an_iati_file_says_that_it_needs_that_file(tmp_path):
    content = "project_id,project_title,ad_sector_codes,status\nP1,Water,140,2\n"
    draft = read(written(tmp_path, content, "projects.csv"))
    (told,) = draft.report["warnings"]
    assert (told["rule"], told["file"]) == ("companion_alone", "projects.csv")
