"""Our own workbooks to fill in: made with a hidden row of tags, and so read back without a mapping."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter

from analytics.readers.grid import Grid
from analytics.understanding.hxl import is_tag
from analytics.understanding.mapping import TableMapping
from analytics.understanding.tables_read import IGNORED, TABLES_READ
from analytics.understanding.words import issue_of

MARK = "#tejido"
LANGUAGES = ("en", "es")
ROWS = 1000  # rows with lists to choose from
LISTS_SHEET = "tejido_lists"


@dataclass(frozen=True)
class Field:
    """One column of a workbook: its role, its words, what to write in it, and the list to choose from."""

    role: str
    en: str
    es: str
    hint_en: str
    hint_es: str
    list: str = ""
    is_needed: bool = False


@dataclass(frozen=True)
class Template:
    """One kind of workbook: the table that it becomes, its words and its columns."""

    table: str
    en: str
    es: str
    row_en: str
    row_es: str
    fields: tuple[Field, ...]


_CODE = Field("place_code", "Municipality code", "Código del municipio", "Five digits (DIVIPOLA), as text: 05001",
              "Cinco dígitos (DIVIPOLA), como texto: 05001")  # fmt: skip
_PLACE = Field("place_name", "Municipality", "Municipio", "Its name; needed where there is no code",
               "Su nombre; necesario si no hay código")  # fmt: skip
_DEPARTMENT = Field("department_name", "Department", "Departamento", "Choose from the list", "Elija de la lista",
                    "departments")  # fmt: skip
_START = Field("start", "Start", "Inicio", "Year-month-day: 2024-03-31", "Año-mes-día: 2024-03-31")
_END = Field("end", "End", "Fin", "Year-month-day: 2024-12-31", "Año-mes-día: 2024-12-31")
_ORGANISATION = Field("organisation", "Organisation", "Organización", "Its full name; one organisation to a row",
                      "Su nombre completo; una organización por fila", is_needed=True)  # fmt: skip
_SEX = Field("sex", "Sex", "Sexo", "Choose from the list; empty for all", "Elija de la lista; vacío para todas las"
             " personas", "sexes")  # fmt: skip
_AGE = Field("age", "Age group", "Grupo de edad", "Such as 14-28; empty for all", "Por ejemplo 14-28; vacío para todas")
_INDICATOR = Field("indicator", "Indicator", "Indicador", "Its name, the same in every row and every file",
                   "Su nombre, igual en cada fila y en cada archivo", is_needed=True)  # fmt: skip

TEMPLATES: dict[str, Template] = {
    "activities": Template(
        "activities", "Activities", "Actividades", "One activity at one place to a row.",
        "Una actividad en un lugar por fila.",
        (
            Field("identifier", "Activity id", "Id de la actividad", "A short code of your own that stays the same",
                  "Un código corto propio que no cambia", is_needed=True),
            Field("title", "Title", "Título", "What it is called", "Cómo se llama", is_needed=True),
            Field("description", "Description", "Descripción", "No names of persons", "Sin nombres de personas"),
            Field("kind", "Kind", "Tipo", "Choose from the list", "Elija de la lista", "kinds"),
            Field("programme", "Programme", "Programa", "Its name", "Su nombre"),
            Field("component", "Component", "Componente", "Its name", "Su nombre"),
            _START, _END,
            Field("status", "Status", "Estado", "Choose from the list", "Elija de la lista", "statuses"),
            _CODE, _PLACE, _DEPARTMENT,
            Field("organisation:funding", "Funding organisation", "Organización que financia", "Its full name",
                  "Su nombre completo"),
            Field("organisation:implementing", "Implementing organisation", "Organización que implementa",
                  "Its full name", "Su nombre completo"),
            Field("sector_code", "Sector code (OECD DAC)", "Código de sector (CAD OCDE)", "Five digits: 15220",
                  "Cinco dígitos: 15220"),
            Field("amount", "Budget", "Presupuesto", "A number, without marks of thousands",
                  "Un número, sin separador de miles"),
            Field("currency", "Currency", "Moneda", "Choose from the list", "Elija de la lista", "currencies"),
            Field("people", "People reached", "Personas alcanzadas", "A whole number; empty if not known",
                  "Un número entero; vacío si no se sabe"),
            Field("people:women", "Women", "Mujeres", "Of the people reached", "De las personas alcanzadas"),
            Field("people:men", "Men", "Hombres", "Of the people reached", "De las personas alcanzadas"),
        ),
    ),
    "targets": Template(
        "indicators", "Indicators and targets", "Indicadores y metas", "One indicator, at one place if you name one,"
        " to a row.", "Un indicador, en un lugar si lo nombra, por fila.",
        (
            Field("indicator_id", "Indicator id", "Id del indicador", "A short code that stays the same",
                  "Un código corto que no cambia"),
            _INDICATOR,
            Field("unit", "Unit", "Unidad", "Choose from the list", "Elija de la lista", "units"),
            Field("programme", "Programme", "Programa", "Its name", "Su nombre"),
            Field("baseline", "Baseline", "Línea de base", "A number; empty if not known",
                  "Un número; vacío si no se sabe"),
            Field("target", "Target", "Meta", "A number", "Un número", is_needed=True),
            _START, _END, _CODE, _PLACE, _DEPARTMENT, _SEX, _AGE,
            Field("aggregation", "How its values come together", "Cómo se juntan sus valores",
                  "Added up (sum), or the latest counts (last); empty if neither",
                  "Se suman (sum) o vale el último (last); vacío si ninguna", "rules"),
        ),
    ),
    "actuals": Template(
        "indicators", "Actual values", "Valores alcanzados", "One value of one indicator in one period to a row.",
        "Un valor de un indicador en un período por fila.",
        (
            Field("indicator_id", "Indicator id", "Id del indicador", "As in the workbook of targets",
                  "Como en el libro de metas"),
            _INDICATOR,
            Field("programme", "Programme", "Programa", "As in the workbook of targets", "Como en el libro de metas"),
            _START, _END,
            Field("actual", "Value", "Valor", "A number; empty if not known, 0 only if it is none",
                  "Un número; vacío si no se sabe, 0 solo si no hay", is_needed=True),
            Field("accumulative", "Includes earlier periods", "Incluye períodos anteriores", "Choose from the list",
                  "Elija de la lista", "yes_no"),
            _CODE, _PLACE, _DEPARTMENT, _SEX, _AGE,
            Field("aggregation", "How its values come together", "Cómo se juntan sus valores",
                  "As in the workbook of targets", "Como en el libro de metas", "rules"),
        ),
    ),
    "partners": Template(
        "partners", "Partners", "Aliados", "One organisation in one role to a row.", "Una organización en un rol por"
        " fila.",
        (
            _ORGANISATION,
            Field("acronym", "Acronym", "Sigla", "If it has one", "Si la tiene"),
            Field("sector", "Sector", "Sector", "Choose from the list", "Elija de la lista", "sectors"),
            Field("organisation_role", "Role", "Rol", "Choose from the list", "Elija de la lista", "roles"),
            Field("country_code", "Country", "País", "Two letters: CO", "Dos letras: CO"),
        ),
    ),
    "issues": Template(
        "issue_records", "Issues", "Problemas", "One count of an issue at one place in one period to a row; never one"
        " person.", "Un conteo de un problema en un lugar y un período por fila; nunca una persona.",
        (
            Field("category", "Issue", "Problema", "Choose from the list", "Elija de la lista", "issues",
                  is_needed=True),
            _CODE, _PLACE, _DEPARTMENT,
            Field("year", "Year", "Año", "Four digits", "Cuatro dígitos", is_needed=True),
            Field("month", "Month", "Mes", "1 to 12; empty for the whole year", "1 a 12; vacío para todo el año"),
            Field("count", "Count", "Cantidad", "A whole number; empty if not known, 0 only if there was none",
                  "Un número entero; vacío si no se sabe, 0 solo si no hubo", is_needed=True),
            Field("source_note", "Source", "Fuente", "Who counted", "Quién contó"),
        ),
    ),
}  # fmt: skip

GUIDE = {
    "en": ("Instructions", (
        "Fill in one sheet; leave its header as it is. A column with a mark * is needed.",
        "Leave a cell empty where something is not known. Write 0 only where it was none.",
        "Write codes as text, so that 05001 keeps its zero. Write dates as year-month-day.",
        "Write no names, telephone numbers, addresses or identity documents of persons.",
        "Save it as XLSX and drop it on the page Import.",
    )),
    "es": ("Instrucciones", (
        "Llene una hoja y deje su encabezado como está. Una columna con * es necesaria.",
        "Deje la celda vacía si algo no se sabe. Escriba 0 solo si no hubo ninguno.",
        "Escriba los códigos como texto, para que 05001 conserve su cero. Escriba las fechas como año-mes-día.",
        "No escriba nombres, teléfonos, direcciones ni documentos de identidad de personas.",
        "Guárdelo como XLSX y suéltelo en la página Importar.",
    )),
}  # fmt: skip
Words = Sequence[str] | Mapping[str, str]
ADDED = {"en": {"sum": "Added up", "last": "The latest counts"}, "es": {"sum": "Se suman", "last": "Vale el último"}}
MEETING = "Indicators"  # the data set of our workbooks of targets and of values, so that these meet
YES_NO = {"en": ("yes", "no"), "es": ("sí", "no")}


def tag_of(kind: str, role: str) -> str:
    """The hidden tag of a column: the kind of workbook and the role, in the form of an HXL tag."""
    return "+".join([MARK, kind, *role.split(":")])


def proposal(grid: Grid) -> TableMapping | None:
    """The mapping that the hidden tags of one of our workbooks give, or None where the table is no such workbook."""
    if grid.sheet in (LISTS_SHEET, *(name for name, _ in GUIDE.values())):
        return TableMapping(IGNORED)
    tags = grid.tags or _tags_in_rows(grid)
    ours = {column: tag.strip().split("+") for column, tag in tags.items() if tag.strip().startswith(MARK + "+")}
    kinds = {words[1] for words in ours.values() if len(words) > 2}
    if len(kinds) != 1 or (kind := kinds.pop()) not in TEMPLATES:
        return None
    table = TEMPLATES[kind].table
    columns = {column: ":".join(words[2:]) for column, words in ours.items()}
    columns = {column: role for column, role in columns.items() if TABLES_READ[table].takes(role)}
    reasons = dict.fromkeys(columns, f"our workbook of {TEMPLATES[kind].en.lower()}")
    options = {"template": kind} | ({"dataset": MEETING} if table == "indicators" else {})
    return TableMapping(table, columns, options, _issues_chosen(grid, columns), reasons=reasons)


def code_of(cell: str) -> str:
    """The code of a word that was chosen from a list ("Extorsión [extortion]"), or the cell as it stands."""
    match = re.search(r"\[([^\[\]]+)\]\s*$", cell)
    return match[1] if match else cell.strip()


def _words(words: Words) -> list[str]:
    return [f"{word} [{code}]" for code, word in words.items()] if isinstance(words, Mapping) else list(words)


def _issues_chosen(grid: Grid, columns: dict[str, str]) -> dict[str, str]:
    """Value of the category column -> issue type: as chosen from the list, else by its words."""
    column = next((column for column, role in columns.items() if role == "category"), None)
    values = [] if column is None else [str(value) for value in grid.frame[column].dropna().unique()]
    chosen = {value: code_of(value) for value in values if not is_tag(value)}
    said = {value: issue_of(value) for value, code in chosen.items() if code == value.strip()}
    return chosen | {value: words.issue_type if words else "unclassified" for value, words in said.items()}


def _tags_in_rows(grid: Grid) -> dict[str, str]:
    for cells in grid.frame.head(3).itertuples(index=False, name=None):
        if sum(is_tag(cell) and str(cell).startswith(MARK) for cell in cells) >= 2:
            return {column: str(cell) for column, cell in zip(grid.frame.columns, cells, strict=True) if is_tag(cell)}
    return {}


def workbook(kind: str, lang: str, lists: Mapping[str, Words]) -> bytes:
    """An XLSX workbook to fill in, its headers in `lang`, with instructions in English and Spanish.

    `lists` are the words to choose from by name of list (kinds, statuses, departments, units, sectors, roles, sexes,
    currencies, issues), or code -> word, which is written as "word [code]" and read back by `code_of`. A list that is
    not given leaves its column free. Text is text: no formula, no link.
    """
    template = TEMPLATES[kind]
    lists = {"yes_no": YES_NO[lang], "rules": ADDED[lang], **{name: _words(words) for name, words in lists.items()}}
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        # the first sheet opens; the reader finds the data by its tags wherever it stands
        for language in (lang, *(other for other in LANGUAGES if other != lang)):
            _write_guide(book, template, language)
        sheet = book.add_worksheet(getattr(template, lang)[:31])
        _write_fields(book, sheet, kind, lang)
        _write_lists(book, sheet, template, lists)
        sheet.activate()
    return out.getvalue()


def _write_guide(book: xlsxwriter.Workbook, template: Template, lang: str) -> None:
    name, sentences = GUIDE[lang]
    sheet = book.add_worksheet(name)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 80)
    sheet.write_string(0, 0, getattr(template, lang), bold)
    lines = [("", getattr(template, f"row_{lang}")), *(("", sentence) for sentence in sentences), ("", "")]
    lines += [(_header(field, lang), getattr(field, f"hint_{lang}")) for field in template.fields]
    for row, (left, right) in enumerate(lines, 1):
        sheet.write_string(row, 0, left, bold)
        sheet.write_string(row, 1, right, wrapped)


def _header(field: Field, lang: str) -> str:
    return getattr(field, lang) + (" *" if field.is_needed else "")


def _write_fields(book: xlsxwriter.Workbook, sheet, kind: str, lang: str) -> None:
    head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
    text = book.add_format({"num_format": "@"})
    for column, field in enumerate(TEMPLATES[kind].fields):
        # cells of text: a spreadsheet would take the zero off a code and turn a date round
        is_text = not re.match(r"(people|amount|count|target|baseline|actual)", field.role)
        sheet.set_column(column, column, max(14, len(getattr(field, lang)) + 4), text if is_text else None)
        sheet.write_string(0, column, _header(field, lang), head)
        sheet.write_string(1, column, tag_of(kind, field.role))
    sheet.set_row(1, None, None, {"hidden": True})
    sheet.freeze_panes(2, 0)


def _write_lists(book: xlsxwriter.Workbook, sheet, template: Template, lists: Mapping[str, Sequence[str]]) -> None:
    hidden = book.add_worksheet(LISTS_SHEET)
    hidden.hide()
    for column, field in enumerate(template.fields):
        words = list(lists.get(field.list, ())) if field.list else []
        for row, word in enumerate(words):
            hidden.write_string(row, column, word)
        if words:
            letter = xlsxwriter.utility.xl_col_to_name(column, True)
            source = f"={LISTS_SHEET}!{letter}$1:{letter}${len(words)}"
            sheet.data_validation(2, column, ROWS + 1, column, {"validate": "list", "source": source,
                                                                "error_type": "warning"})  # fmt: skip
