"""The words of the illustrative portfolio: programme, components, indicators, partners, titles, in two languages.

Every title says that it is illustrative, and no partner bears the name of an organisation that exists.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

KEY = "programa-ejemplo"
START, END = date(2016, 5, 1), date(2021, 11, 30)
NAME = ("Programa Ejemplo (illustrative)", "Programa Ejemplo (ilustrativo)")
ABOUT = (
    "An invented programme, to try and to teach with. Nothing of it took place.",
    "Un programa inventado, para probar y enseñar. Nada de esto ocurrió.",
)
DATES = ("Invented dates: May 2016 to November 2021.", "Fechas inventadas: mayo de 2016 a noviembre de 2021.")
COMPONENTS = {
    "dialogue": ("Dialogue and trust", "Diálogo y confianza"),
    "youth": ("Initiatives of young people", "Iniciativas de jóvenes"),
    "alliances": ("Alliances of public and private actors", "Alianzas de actores públicos y privados"),
    "culture": ("Culture and communication", "Cultura y comunicación"),
    "institutions": ("Stronger local institutions", "Instituciones locales más fuertes"),
}
KINDS = {  # kind -> its name in a title, and what such an activity is about
    "alliance": (
        ("alliance", "alianza"),
        (
            ("a local market", "un mercado local"), ("first jobs", "primeros empleos"),
            ("a sports field", "una cancha deportiva"), ("rural tourism", "turismo rural"),
            ("school meals", "alimentación escolar"), ("a savings group", "un grupo de ahorro"),
        ),
    ),
    "initiative": (
        ("initiative", "iniciativa"),
        (
            ("a community radio", "una radio comunitaria"), ("a mural", "un mural"),
            ("a memory walk", "un recorrido de memoria"), ("a music workshop", "un taller de música"),
            ("a seed bank", "un banco de semillas"), ("a reading club", "un club de lectura"),
        ),
    ),
    "awareness_action": (
        ("awareness action", "acción de sensibilización"),
        (
            ("a street fair", "una feria en la calle"), ("a film evening", "una noche de cine"),
            ("a school day", "una jornada escolar"), ("a radio spot", "una cuña de radio"),
            ("a theatre play", "una obra de teatro"), ("a football match", "un partido de fútbol"),
        ),
    ),
}  # fmt: skip
PARTNERS = {  # sector -> how many, and the name around a word
    "private": (16, "{} Company (example)", "Empresa {} (ejemplo)"),
    "public": (12, "{} Office (example)", "Oficina {} (ejemplo)"),
    "civil_society": (20, "{} Foundation (example)", "Fundación {} (ejemplo)"),
    "community": (12, "{} Community Council (example)", "Junta comunal {} (ejemplo)"),
    "academic": (6, "{} Institute (example)", "Instituto {} (ejemplo)"),
    "multilateral": (3, "{} Fund (example)", "Fondo {} (ejemplo)"),
}
NATURE = (
    "Guadua", "Ceiba", "Colibrí", "Frailejón", "Yarumo", "Cóndor", "Cacao", "Laurel", "Garza", "Maíz", "Turpial",
    "Palma", "Nogal", "Manglar", "Loma", "Sauce", "Orquídea", "Arrayán", "Tucán", "Brisa",
)  # fmt: skip


@dataclass(frozen=True)
class Indicator:
    """One indicator as it is defined; `counted_from` as in the table of indicators."""

    key: str
    name: tuple[str, str]
    definition: tuple[str, str]
    verification: tuple[str, str]
    unit: str
    aggregation: str
    measure: str = "count"
    direction: str = "ascending"
    is_cumulative: bool = False
    counted_from: str | None = None
    counted_kind: str | None = None
    component: str | None = None


_LISTS = ("Records of the partners, checked each quarter.", "Registros de los socios, revisados cada trimestre.")
_SURVEY = ("Yearly survey in the departments.", "Encuesta anual en los departamentos.")
INDICATORS = (
    Indicator(
        "alliances", ("Alliances formed", "Alianzas formadas"),
        ("Alliances of at least two organisations with an agreement in writing, counted in the month they began.",
         "Alianzas de al menos dos organizaciones con un acuerdo escrito, contadas en el mes en que empezaron."),
        _LISTS, "alliances", "sum", counted_from="activities", counted_kind="alliance", component="alliances",
    ),
    Indicator(
        "young-people", ("Young people in initiatives", "Jóvenes en iniciativas"),
        ("People of 14 to 28 years who took part in at least one initiative; each counted once.",
         "Personas de 14 a 28 años que participaron al menos en una iniciativa; cada una se cuenta una vez."),
        ("Attendance lists, each person under a number.", "Listas de asistencia, cada persona con un número."),
        "people", "distinct", counted_from="participations", counted_kind="initiative", component="youth",
    ),
    Indicator(
        "initiatives", ("Initiatives of reconciliation", "Iniciativas de reconciliación"),
        ("Initiatives that began with the support of the programme.",
         "Iniciativas que empezaron con el apoyo del programa."),
        _LISTS, "initiatives", "sum", counted_from="activities", counted_kind="initiative", component="youth",
    ),
    Indicator(
        "municipalities", ("Municipalities with initiatives", "Municipios con iniciativas"),
        ("Municipalities with at least one initiative; each counted once.",
         "Municipios con al menos una iniciativa; cada uno se cuenta una vez."),
        _LISTS, "municipalities", "distinct", counted_from="places", counted_kind="initiative", component="youth",
    ),
    Indicator(
        "awareness", ("Awareness actions", "Acciones de sensibilización"),
        ("Public actions held, counted in the month they took place.",
         "Acciones públicas realizadas, contadas en el mes en que tuvieron lugar."),
        _LISTS, "actions", "sum", counted_from="activities", counted_kind="awareness_action", component="culture",
    ),
    Indicator(
        "leveraged", ("Leveraged by partners", "Recursos apalancados por los socios"),
        ("What partners put in beside the programme, in money or in kind, in US dollars.",
         "Lo que los socios aportan junto al programa, en dinero o en especie, en dólares."),
        ("Letters of the partners.", "Cartas de los socios."), "us_dollars", "sum", "amount",
        counted_from="contributions",
        counted_kind="leveraged", component="alliances",
    ),
    Indicator(
        "mobilised", ("Mobilised by partners", "Recursos movilizados por los socios"),
        ("What partners raised from others, in US dollars; never added to what they leveraged.",
         "Lo que los socios consiguieron de otros, en dólares; nunca se suma a lo apalancado."),
        ("Letters of the partners.", "Cartas de los socios."), "us_dollars", "sum", "amount",
        counted_from="contributions",
        counted_kind="mobilised", component="alliances",
    ),
    Indicator(
        "trust", ("Trust between neighbours", "Confianza entre vecinos"),
        ("Mean of the answers to ten questions, from 0 to 100, weighted by those who answered.",
         "Promedio de las respuestas a diez preguntas, de 0 a 100, ponderado por quienes respondieron."),
        _SURVEY, "points", "weighted_mean", "score", component="dialogue",
    ),
    Indicator(
        "cooperate", ("People who would work with the other side", "Personas que trabajarían con la otra parte"),
        ("Those who say yes, of all who answered.", "Quienes dicen que sí, de todas las personas que respondieron."),
        _SURVEY, "percent", "weighted_mean", "percentage", component="dialogue",
    ),
    Indicator(
        "days", ("Days until a mediation begins", "Días hasta que empieza una mediación"),
        ("Mean of the days from a request to the first session.",
         "Promedio de los días entre la solicitud y la primera sesión."),
        ("Books of the mediators.", "Libros de los mediadores."), "days", "weighted_mean", "amount", "descending",
        component="institutions",
    ),
    Indicator(
        "spaces", ("Meeting spaces in use", "Espacios de encuentro en uso"),
        ("Spaces in use on the last day of the quarter; a stock, never added over time.",
         "Espacios en uso el último día del trimestre; una existencia que nunca se suma en el tiempo."),
        ("Visit each quarter.", "Visita cada trimestre."), "spaces", "last", component="institutions",
    ),
    Indicator(
        "networks", ("Organisations in networks so far", "Organizaciones en redes hasta ahora"),
        ("Organisations that joined a network since the beginning; each report includes the earlier ones.",
         "Organizaciones que entraron a una red desde el inicio; cada reporte incluye los anteriores."),
        _LISTS, "organisations_in_networks", "sum", is_cumulative=True, component="dialogue",
    ),
    Indicator(
        "plans", ("Level of the local peace plan", "Nivel del plan local de paz"),
        ("1 none, 2 discussed, 3 written, 4 adopted, 5 financed; levels are not added or averaged.",
         "1 ninguno, 2 discutido, 3 escrito, 4 adoptado, 5 financiado; los niveles no se suman ni se promedian."),
        ("Reading of the plan.", "Lectura del plan."), "level", "none", "ordinal", component="institutions",
    ),
)  # fmt: skip
