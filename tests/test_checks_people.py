"""Personal data is found, masked and taken out; ids, amounts and codes are let be."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.checks.people import masked, personal, sensitive_header


def column(*cells):
    return pd.Series(cells, index=range(2, 2 + len(cells)), dtype=object)


def kinds(*cells, name=""):
    return [dict(finding.values).get("kind", finding.rule) for finding in personal(column(*cells), name)]


@pytest.mark.parametrize(
    ("text", "kept", "kind", "shown"),
    [
        ("Escribir a maria.perez@gmail.com", "Escribir a •••", "E-mail address", "m•••@•••.com"),
        ("maria (at) gmail.com", "•••", "E-mail address", "m•••@•••.com"),
        ("cel 300 123 4567", "cel •••", "Phone number", "3•• ••• ••67"),
        ("Llamar al 3001234567", "Llamar al •••", "Phone number", "3•••••••67"),
        ("+57 300 123 4567", "•••", "Phone number", "+5• ••• ••• ••67"),
        ("+250 788 123 456", "•••", "Phone number", "+2•• ••• ••• •56"),
        ("tel: 604 444 5566", "tel: •••", "Phone number", "6•• ••• ••66"),
        ("oficina (601) 345 6789", "oficina •••", "Phone number", "(6••) ••• ••89"),
        ("CC 1.234.567.890", "CC •••", "Identity document", "1.•••.•••.•90"),
        ("C.C. 12345678", "C.C. •••", "Identity document", "1•••••78"),
        ("cédula de ciudadanía No. 1098765432", "cédula de ciudadanía No. •••", "Identity document", "1•••••••32"),
        ("documento 1098765432", "documento •••", "Identity document", "1•••••••32"),
        ("en 4.71099, -74.07209", "en •••", "Coordinates", "•.•••••, -••.•••••"),
        ("POINT (-75.6 6.25)", "•••", "Coordinates", "••••• (-••.• •.••)"),
        ("Señora Ana María Ruiz denunció", "Señora ••• denunció", "Name of a person", "A•• M•••• R•••"),
        ("NIT 12345678-9", "NIT •••", "Identity document", "1••••••8-9"),
    ],
)
def test_personal_data_is_taken_out_and_told_behind_a_mask(text, kept, kind, shown):
    typed = masked(column(text))
    assert typed.values[2] == kept
    assert [(f.rule, f.row, f.value, f.values) for f in typed.findings] == [
        ("personal_data", 2, shown, (("kind", kind),))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "María Pérez Gómez, cédula 12.345.678",
        "MARIA PEREZ CC 52123456",
        "Contactar a Juan de la Cruz (3101234567)",
        "Juan Pérez <juan@x.org>",
        "Rosa Elvira Díaz identificada con cédula 52.123.456",
    ],
)
def test_the_name_beside_an_identifier_goes_with_it(text):
    typed = masked(column(text))
    assert "Name of a person" in kinds(text)
    assert not any(word in typed.values[2] for word in ("Pérez", "PEREZ", "Cruz", "Díaz"))
    assert not any(word in finding.value for finding in typed.findings for word in ("Pérez", "PEREZ", "Cruz", "Díaz"))


@pytest.mark.parametrize(
    "text",
    [
        "CO-1-2012-3001234567",
        "COL433_3689717",
        "$3001234567",
        "$ 3001234567",
        "COP 3150000000",
        "3.001.234.567 pesos",
        "3001234567 pesos",
        "05001",
        "CO05001",
        "2019-2023",
        "XM-DAC-41114-PROJECT-00012345",
        "US-EIN-042103594-COL-3101234567",
        "1.234.567",
        "2024-01-15",
        "Ley 1448 de 2011",
        "resolución 1325",
        "Acuerdo de 2016, 170 municipios",
        "152, 15220",
        "+1,234 personas",
        "15150-15160",
        "CC BY 4.0",
        "http://x.org/3001234567",
        "documento 20240115",
        "TI 2024",
        "documento Conpes 3932",
        "Grant 4100123456",
        "100 000 000",
        "ISBN 978-3-16-148410-0",
        "Bogotá, D.C., 11001, Cauca",
        "El Carmen de Bolívar",
        "6.25",
        "Fundación Paz, 05001",
        "entre 2010 y 2015 se atendieron 1500 personas",
    ],
)
def test_ids_amounts_years_codes_and_places_are_let_be(text):
    typed = masked(column(text))
    assert typed.values[2] == text
    assert typed.findings == []


def test_the_number_of_an_organisation_is_told_and_stays():
    typed = masked(column("Corporación Paz, NIT 900.123.456-7"))
    assert typed.values[2] == "Corporación Paz, NIT 900.123.456-7"
    assert [(f.rule, f.value) for f in typed.findings] == [("company_number", "")]


def test_coordinates_stay_in_a_column_for_points_and_go_from_a_note():
    assert kinds("POINT (-75.6 6.25)", name="Geo Municipio") == []
    assert kinds("4.71099, -74.07209", name="observaciones") == ["Coordinates"]
    assert kinds("4.71099", name="lat") == []


def test_a_column_of_mobile_numbers_is_phones_and_one_of_amounts_is_not():
    assert kinds("3001234567", "3109876543", "3201112233") == ["Phone number"] * 3
    assert kinds("3001234567", "15000", "2000000", "7") == []
    assert kinds("3001234567", "15000", "7", name="celular") == ["Phone number"]


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("nombre", "Name of a person"),
        ("Nombres y apellidos", "Name of a person"),
        ("apellido", "Name of a person"),
        ("name of respondent", "Name of a person"),
        ("enumerator_name", "Name of a person"),
        ("firstName", "Name of a person"),
        ("prénom", "Name of a person"),
        ("Nombre del beneficiario", "Name of a person"),
        ("cedula", "Identity document"),
        ("documento", "Identity document"),
        ("numero_documento", "Identity document"),
        ("telefono", "Phone number"),
        ("Número de teléfono", "Phone number"),
        ("celular", "Phone number"),
        ("respondent_phone", "Phone number"),
        ("correo", "E-mail address"),
        ("e-mail", "E-mail address"),
        ("Adresse e-mail", "E-mail address"),
        ("deviceid", "Device or sender"),
        ("username", "Device or sender"),
        ("_submitted_by", "Device or sender"),
        ("gps", "Coordinates"),
        ("_gps_latitude", "Coordinates"),
        ("fecha_nacimiento", "Date of birth"),
        ("photo_url", "Picture or recording"),
        ("dirección", "Address"),
    ],
)
def test_a_header_that_names_persons_says_of_what_kind(header, kind):
    assert sensitive_header(header) == kind


@pytest.mark.parametrize(
    "header",
    [
        "Nombre del municipio",
        "NOM_MPIO",
        "nombre_proyecto",
        "nombre de bénéficiaires",
        "Nombre de ménages",
        "Name",
        "name_en",
        "lat",
        "longitude",
        "documentos soporte",
        "tipo_documento",
        "document_link",
        "municipio",
        "phone_coverage",
        "age",
        "año",
        "id",
        "project_id",
        "place_name",
        "Organization",
        "hotel",
        "celulares_incautados",
        "audiencias",
        "user_count",
        "number of phones",
        "indicator name",
        "Organisation name",
        "Country name",
        "hh_size",
        "",
    ],
)
def test_a_header_of_places_projects_or_counts_names_no_person(header):
    assert sensitive_header(header) is None


def test_a_column_of_yes_and_no_holds_no_phone_whatever_its_header():
    assert sensitive_header("how_engaged.phone", column("1", "0", None, "0")) is None
    assert sensitive_header("how_engaged.phone", column("1", "3001234567")) == "Phone number"
    assert sensitive_header("phone", column(None, None)) == "Phone number"
