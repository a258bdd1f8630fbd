"""Why a statement got no answer, and what an answer leaves out, in a reader's words."""

from __future__ import annotations

from analytics.sql_panel.panel import LIMITS, Answer
from analytics.sql_panel.statements import LONGEST, Refusal
from analytics.wording import Words


def refusal_sentence(refusal: Refusal, say: Words) -> str:
    """The reason and what to do; `failed` hands on what the database said, without the paths of this machine."""
    name = refusal.about
    seconds, memory = say.number(LIMITS.wall_seconds), say.number(LIMITS.memory_bytes // 1_000_000)
    sentences = {
        "nothing": lambda: say("There is nothing to ask: write a statement that begins with select."),
        "too_long": lambda: say("The statement is longer than {n} letters.", n=say.number(LONGEST)),
        "not_one_select": lambda: say("Only one statement that reads is answered: a single select."),
        "changes_data": lambda: say("The statement would change data. Only statements that read are answered."),
        "table_unknown": lambda: say("There is no table {name} here. The list of tables names them all.", name=name),
        "function_refused": lambda: say("{name} reaches beyond the tables and is not allowed here.", name=name),
        "took_too_long": lambda: say("It was ended after {n} seconds. Narrow it: fewer rows, fewer joins.", n=seconds),
        "too_much_memory": lambda: say("It was ended: it needs more than {n} MB of memory.", n=memory),
        "too_deep": lambda: say("The statement is nested too deeply."),
        "broke_off": lambda: say("It broke off: it needs too much memory or is nested too deeply."),
        "busy": lambda: say("Two statements are being answered already. Try again in a moment."),
        "failed": lambda: _failed(refusal, say),
    }  # fmt: skip
    return sentences[refusal.code]()


def _failed(refusal: Refusal, say: Words) -> str:
    if not refusal.line:
        return say("The database says: {what}", what=refusal.about)
    line, column = say.number(refusal.line), say.number(refusal.column)
    return say(
        "At line {line}, column {column}, the database says: {what}", line=line, column=column, what=refusal.about
    )


def rows_sentence(answer: Answer, say: Words) -> str:
    """How many rows came, and by what they were cut."""
    told = say.many("{n} row", "{n} rows", len(answer.frame))
    if answer.cut == "rows":
        return say("{rows}: the first ones, there are more. Narrow the statement or add a limit.", rows=told)
    if answer.cut == "bytes":
        return say("{rows}: the answer is too large to be shown whole. Take fewer or shorter columns.", rows=told)
    return told
