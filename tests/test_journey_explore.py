"""An analyst's path in a real Chromium: she pivots, opens a cell, takes it along, saves the view, opens it again."""

from __future__ import annotations

import json

from tests.test_journeys import address, address_has, chromium, expect, query, settled, visit  # noqa: F401  fixtures

PIVOT = "explore?measure=issues_listed&rows=issue&columns=department&columns=year"


def test_an_analyst_pivots_opens_a_cell_takes_it_along_and_comes_back(visit, address):  # noqa: F811
    page = visit("explore")
    expect(page.locator(".tj-pivot")).to_be_visible()
    page.goto(f"{address}/{PIVOT}")
    settled(page)
    expect(page.locator(".tj-pivot tfoot")).to_contain_text("31")
    page.locator(".tj-pivot tbody tr", has_text="Extortion").locator("td.total [data-cell]").click()
    settled(page)
    expect(page.locator(".st-key-behind")).to_contain_text("Behind the cell: Issues listed · Extortion")
    assert json.loads(query(page)["cell"][0])[:2] == ["issues_listed", ["extortion"]]
    expect(page.locator(".st-key-behind [data-testid=stDataFrame]")).to_be_visible()

    with page.expect_download() as taken:
        page.locator(".st-key-pivot-csv button").click()
    text = taken.value.path().read_text(encoding="utf-8-sig")
    assert "Extortion" in text
    assert "not added up" not in text

    page.locator(".st-key-saved button").first.click()
    page.get_by_label("Name of this view").fill("Issues of the dialogues")
    page.keyboard.press("Tab")
    page.locator(".st-key-view-save button").click()
    page.wait_for_url("**view=issues-of-the-dialogues-*")
    link = f"{address}/explore?view={query(page)['view'][0]}"

    again = visit(link.removeprefix(f"{address}/"))
    address_has(again, rows="issue")
    expect(again.locator("h3, h2").filter(has_text="Issues listed by issue, department and year")).to_be_visible()
    expect(again.locator(".tj-pivot tfoot")).to_contain_text("31")
    again.reload()
    settled(again)
    expect(again.locator(".tj-pivot tfoot")).to_contain_text("31")


def test_a_cell_is_opened_by_the_keyboard_and_closed_again(visit):  # noqa: F811
    page = visit(PIVOT)
    cell = page.locator(".tj-pivot [data-cell]").first
    cell.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-behind")).to_be_visible()
    expect(page.locator(".tj-pivot [aria-expanded]")).to_have_count(1)
    expect(page.locator(".tj-pivot [aria-expanded]")).to_be_focused()  # Tab goes on from here
    page.locator(".st-key-close-cell button").click()
    expect(page.locator(".st-key-behind")).to_have_count(0)


def test_the_question_behind_a_figure_is_answered_in_explore(visit):  # noqa: F811
    page = visit("issues?place=13")
    page.locator(".st-key-question-issue_matrix button").first.click()
    page.get_by_role("button", name="Open in Explore").click()
    page.wait_for_url("**/explore?*by=sql*")
    settled(page)
    expect(page.locator(".st-key-sql-answer")).to_be_visible()
    assert query(page)["place"] == ["13"]


def test_a_statement_that_hurts_is_ended_and_the_page_goes_on(visit):  # noqa: F811
    page = visit("explore?by=sql")
    page.locator(".st-key-sql textarea").fill("select count(*) from range(100000) a, range(100000) b, range(100000) c")
    page.keyboard.press("Control+Enter")
    page.locator(".st-key-sql-run button").click()
    expect(page.get_by_text("It was ended after 5 seconds")).to_be_visible()


def test_a_phone_in_spanish_and_in_the_dark_shows_the_pivot(visit):  # noqa: F811
    page = visit(PIVOT, locale="es-CO", dark=True, width=390, height=844)
    expect(page.locator(".tj-pivot")).to_be_visible()
    overflow = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, "the page scrolls sideways"


def test_what_one_click_changed_is_one_step_back(visit):  # noqa: F811
    """Each name in the address was a step of its own: Back showed pivots and filters that nobody had chosen."""
    page = visit("explore?rows=issue&columns=year&place=13&issue=extortion")
    page.locator(".st-key-turn button").click()
    page.wait_for_url("**rows=year*columns=issue*")
    settled(page)
    page.locator(".st-key-chips-clear button").click()
    page.wait_for_url(lambda url: "place=" not in url)
    settled(page)
    page.go_back()
    expect(page.locator(".st-key-chips")).to_be_visible()
    address_has(page, place="13", issue="extortion", rows="year", columns="issue")
    page.go_back()
    expect(page.locator("h3, h2").filter(has_text="by issue and year")).to_be_visible()
    address_has(page, place="13", issue="extortion", rows="issue", columns="year")


def test_totals_of_several_measures_stand_under_their_head(visit):  # noqa: F811
    """The whole stays in sight at the right: one of two totals lay over the other, and a department under "Total"."""
    page = visit("explore?data=sample&measure=result_actual&measure=result_target&rows=indicator&columns=department")
    expect(page.locator(".tj-pivot")).to_be_visible()
    edges = page.evaluate(
        """() => { const at = (one) => ["left", "right"].map((s) => Math.round(one.getBoundingClientRect()[s]));
          const table = document.querySelector(".tj-pivot"), row = [...table.tBodies[0].rows[0].cells];
          return [at(table.querySelector("thead th.total")), ...row.slice(-3).map(at)]; }"""
    )
    head, department, achieved, target = edges
    assert department[1] <= achieved[0] + 1
    assert achieved[1] <= target[0] + 1
    assert [achieved[0], target[1]] == head
