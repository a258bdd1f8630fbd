"""How the values of an indicator come together, and in which unit they stand, as a table of indicators says it."""

from __future__ import annotations

import pandas as pd

from analytics.checks import text
from analytics.importing.reference import Reference
from analytics.importing.rows import slug
from analytics.understanding.mapping import TableMapping
from analytics.understanding.templates import code_of

NOT_SAID, MEAN, PERCENT = "none", "weighted_mean", "percent"
# what people write, as `text.key` reads it
RULES = {
    word: rule
    for rule, words in {
        "sum": "sum | suma | se suma | sumar | added | added up | add | adds up | total | somme | soma",
        "last": "last | latest | ultimo | ultima | el ultimo | la ultima | ultimo valor | stock | dernier",
        MEAN: "weighted mean | weighted average | mean | average | media ponderada | promedio ponderado | promedio"
        " | media | ratio | moyenne | moyenne ponderee",
        "distinct": "distinct | unique | unicas | unicos | personas unicas | unique people | distintas | distintos",
        "none": "none | no | no se suma | not added | ninguna | nada",
    }.items()
    for word in words.split(" | ")
}
# units of what is no count: the latest of two places never come together
SCORES = frozenset({
    "points", "level", "days", "score", "scores", "index", "rate", "ratio", "scale", "average", "mean", "hours",
    "months", "years", "minutes", "rating", "puntaje", "indice", "tasa", "razon", "escala", "promedio", "media",
    "calificacion", "horas", "meses", "anos", "minutos", "note", "taux",
})  # fmt: skip
# what people write for a share of a hundred
PERCENT_WORDS = ("%", "pct", "percentage", "porcentaje", "pourcentage", "percentage of total", "percent (%)")
DIRECTIONS = {
    word: direction
    for direction, words in {
        "ascending": "ascending | increase | increasing | up | higher is better | more is better | positive | aumentar"
        " | aumento | aumenta | creciente | ascendente | incrementar | incremento | mas es mejor | subir | hausse | 1"
        " | +",
        "descending": "descending | decrease | decreasing | down | lower is better | less is better | negative | reduce"
        " | reduction | disminuir | disminucion | disminuye | decreciente | descendente | reducir | reduccion"
        " | menos es mejor | bajar | baisse | 0 | -",
    }.items()
    for word in words.split(" | ")
}


def rules_of(stated: pd.Series, mapping: TableMapping) -> pd.Series:
    """The rule of each row's indicator: its own word, else that of the whole table; without either nothing is added."""
    whole = mapping.options.get("aggregation", NOT_SAID)
    whole = whole if whole in RULES.values() else NOT_SAID
    own = [RULES.get(_key(word), NOT_SAID) if isinstance(word, str) else whole for word in stated]
    return pd.Series(own, index=stated.index, dtype="str")


def strange_rules(stated: pd.Series) -> pd.Series:
    """The words of a column of rules that say none of them."""
    return stated[[isinstance(word, str) and _key(word) not in RULES for word in stated]]


def direction_of(word: object) -> str | None:
    """Whether more or less is better, by a word of the table; None where it says neither."""
    return DIRECTIONS.get(_key(word) or word.strip()) if isinstance(word, str) else None


def strange_directions(stated: pd.Series) -> pd.Series:
    """The words of a column of directions that say none of them."""
    return stated[[isinstance(word, str) and direction_of(word) is None for word in stated]]


def _key(word: str) -> str:
    return text.key(code_of(word))


def units_of(stated: pd.Series, reference: Reference) -> pd.Series:
    """Each unit as its code: by its name in English or Spanish where it is one of ours, else its own word."""
    known = reference.units
    known = known | {text.key(word) or word: PERCENT for word in PERCENT_WORDS}
    return stated.map(lambda word: known.get(_key(word) or word.strip()) or slug(code_of(word)))


def measures_of(rules: pd.Series, units: pd.Series) -> pd.Series:
    """What is added up is a count (or an amount), per cent are a percentage, points a score; else it is not said."""
    is_score = units.isin(SCORES) & ~rules.eq("sum")
    is_count = rules.isin(("sum", "last")) & ~is_score
    found = is_count.map({True: "count", False: None}).astype(object)
    return found.mask(is_score, "score").mask(units.eq(PERCENT), "percentage")
