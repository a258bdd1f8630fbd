"""Charts: what they draw is what they were handed, in every state, in both themes and languages."""

import re
from html import escape

import pandas as pd
import pytest

from analytics import issues, overview, partners
from analytics.charts.base import wrapped
from analytics.charts.issues import issue_ranking_bars
from analytics.charts.partners import network_layout, partner_network
from analytics.charts.timeline import overlap_timeline, timeline
from analytics.palette import Look
from analytics.reading_partners import meetings
from analytics.selection import Reader, Selection
from analytics.wording import Words

LIGHT, SAY, EVERYTHING, READER = Look(), Words("en"), Selection(), Reader()


@pytest.fixture(params=["tiny", "published"])
def engine(request):
    return request.getfixturevalue(request.param)


def test_a_name_is_broken_between_words_and_made_safe():
    assert wrapped("Forced recruitment of minors", 19) == "Forced recruitment<br>of minors"
    assert wrapped('<a href="x">A & B</a>', 40) == "&lt;a href=&quot;x&quot;&gt;A &amp; B&lt;/a&gt;"


def test_the_bars_are_the_lists_that_name_each_issue(published):
    drawn = issue_ranking_bars(issues.issue_ranking(published, EVERYTHING, READER), SAY)
    # of ten lists, so that five are half the track
    assert re.findall(r"width:([\d.]+)%", drawn) == ["50.0"] * 3 + ["40.0", "30.0"] + ["20.0"] * 2 + ["10.0"] * 5
    assert drawn.count("<b>5 of 10</b>") == 3
    assert drawn.count('class="most"') == 3, "all that tie stand out, not one of them"


def test_a_single_issue_is_drawn_too(published):
    one = issues.issue_ranking(published, Selection(issue=("extortion",)), READER)
    assert "<b>1 of 10</b>" in issue_ranking_bars(one, SAY)


def test_every_link_of_the_network_is_drawn_once(engine):
    roles = partners.partner_roles(engine, EVERYTHING, READER)
    figure = partner_network(roles, LIGHT, SAY)
    lines = [trace for trace in figure.data if trace.mode == "lines"]
    drawn = sum(list(trace.x).count(None) for trace in lines)  # a gap ends each line
    assert drawn == len(roles.drop_duplicates(["organisation_id", "programme_id"]))
    assert {trace.line.dash for trace in lines} <= {"solid", "dot"}


def test_no_two_labels_of_the_network_meet(engine):
    roles = partners.partner_roles(engine, EVERYTHING, READER)
    hubs, nodes = network_layout(roles)
    for _, side in nodes.groupby("side"):
        assert side["row"].sort_values().diff().min() >= 1 or len(side) == 1
    assert hubs["row"].is_unique
    assert set(nodes.index) == set(roles["organisation_id"])


def test_the_network_stands_where_it_stood(engine):
    roles = partners.partner_roles(engine, EVERYTHING, READER)
    first, again = network_layout(roles), network_layout(roles.sample(frac=1, random_state=1).sort_index())
    for one, other in zip(first, again, strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_a_network_of_one_programme_and_one_organisation_is_drawn(tiny):
    roles = partners.partner_roles(tiny, Selection(component=("river-1",)), READER)
    hubs, nodes = network_layout(roles)
    assert (len(hubs), len(nodes)) == (1, 1)
    assert len(partner_network(roles, Look(dark=True), Words("es")).layout.annotations) == 1


def test_organisations_without_a_name_look_otherwise(published):
    roles = partners.partner_roles(published, EVERYTHING, READER)
    figure = partner_network(roles, LIGHT, SAY)
    marked = [
        (text, symbol)
        for trace in figure.data
        if trace.mode == "markers+text"
        for text, symbol in zip(trace.text, trace.marker.symbol, strict=True)
    ]
    assert {symbol for text, symbol in marked if text.startswith("<i>")} == {"circle-open"}
    assert sum(text.startswith("<i>") for text, _ in marked) == 6


def test_the_months_together_have_a_lane_that_says_up_to_where_an_end_is_open(published):
    drawn = overlap_timeline(meetings(partners.programme_overlap(published, EVERYTHING, READER)), LIGHT, SAY)
    lanes = re.findall(r'class="name">([^<]+)</span>.*?class="said">([^<]+)<', drawn)
    assert [said for name, said in lanes if name == "Both"] == ["up to 14 months, October 2020 to November 2021"]
    assert len(lanes) == 3
    assert drawn.count('class="bar fades-out"') == 1, "the open end fades out"
    (left, width), *_ = re.findall(
        r'class="bar " style="left:([\d.]+)%;width:([\d.]+)%"></i></span><span class="said">up', drawn
    )
    # October 2020 to November 2021 on an axis from January 2016 to December 2021
    assert float(left) == pytest.approx(100 * 57 / 72, abs=0.3)
    assert float(left) + float(width) == pytest.approx(100 * 71 / 72, abs=0.3)


def test_an_overlap_with_both_ends_stated_is_not_up_to(published):
    met = meetings(partners.programme_overlap(published, EVERYTHING, READER))
    closed = met.assign(is_up_to=False, second_end_on=met["first_end_on"])
    drawn = overlap_timeline(closed, LIGHT, SAY)
    assert ">14 months, " in drawn
    assert "fades-out" not in drawn


def test_a_programme_that_meets_two_others_has_one_lane(published):
    met = meetings(partners.programme_overlap(published, EVERYTHING, READER))
    other = met.assign(second_programme_name="Another", second_partnership_id="rpp")
    drawn = overlap_timeline(pd.concat([met, other]), LIGHT, SAY)
    assert drawn.count('<span class="name">') == 5, "three programmes, and a lane for each pair"


@pytest.mark.parametrize("look", [Look(), Look(dark=True)])
@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_timeline_has_a_lane_for_each_programme_and_the_undated_last(engine, look, lang):
    rows = overview.timeline(engine, EVERYTHING, Reader(lang=lang))
    drawn = timeline(rows, look, Words(lang))
    programmes = rows[rows["row_kind"] == "programme"]
    assert all(f'<span class="name">{escape(name)}</span>' in drawn for name in programmes["item_name"])
    assert drawn.count('class="undated"') == (programmes["dates"] == "undated").sum()
    assert drawn.rindex('class="bar') < drawn.index('class="undated"')


def test_the_timeline_puts_a_bar_where_its_months_are(published):
    rows = overview.timeline(published, EVERYTHING, Reader())
    drawn = timeline(rows[rows["item_id"] == "par"], LIGHT, SAY)
    left, width = map(float, re.search(r'class="bar " style="left:([\d.]+)%;width:([\d.]+)%', drawn).groups())
    # May 2016 to November 2021 on an axis from January 2016 to December 2021
    assert left == pytest.approx(100 * 4 / 72, abs=0.3)
    assert left + width == pytest.approx(100 * 71 / 72, abs=0.3)


def test_a_name_in_the_timeline_is_text(published):
    rows = overview.timeline(published, EVERYTHING, Reader()).head(1).assign(item_name="<img onerror=x>")
    assert "<img" not in timeline(rows, LIGHT, SAY)
