"""Charts of the lists, as HTML (see `timeline`): how many name each issue."""

from __future__ import annotations

from html import escape

import pandas as pd

from analytics.wording import Words


def issue_ranking_bars(ranking: pd.DataFrame, say: Words) -> str:
    """One bar per issue, as long as the lists that name it; those that most lists name stand out."""
    most = ranking["lists"].max()
    rows = [
        f'<li class="{"most" if row.lists == most else ""}"><span class="name">{escape(row.issue_name)}</span>'
        f'<span class="track"><i style="width:{100 * row.lists / row.all_lists:.1f}%"></i>'
        f"<b>{escape(say('{n} of {all}', n=say.number(row.lists), all=say.number(row.all_lists)))}</b></span></li>"
        for row in ranking.itertuples(index=False)
    ]
    return f'<ol class="tj-bars">{"".join(rows)}</ol>'
