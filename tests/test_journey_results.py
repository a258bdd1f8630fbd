"""A leader in a real Chromium: three clicks to the department furthest behind and to the rows that say so."""

from __future__ import annotations

import re

from tests.test_journeys import address, chromium, expect, settled, visit  # noqa: F401  fixtures

COUNTED = re.compile(r"rows?; (together|each counted once)")


def test_three_clicks_find_the_department_furthest_behind(visit):  # noqa: F811
    page = visit("?data=sample&lang=en")
    expect(page.locator(".tj-foot")).to_be_visible()
    # one: the page, which names it
    page.get_by_role("link", name="Results", exact=True).first.click()
    settled(page)
    expect(page.locator(".tj-illustrative.page")).to_be_visible()  # the data set came along, and its mark
    said = page.get_by_text(re.compile("Furthest behind is"))
    expect(said).to_be_visible()
    name = re.search(r"Furthest behind is ([^:]+):", said.inner_text())[1]
    first = page.locator(".tj-table.shares tbody tr").first
    expect(first).to_contain_text(name)
    # two: a share of it opens the rows behind it
    first.locator("td.far_behind a").first.click()
    settled(page)
    behind = page.locator(".st-key-rows-behind")
    expect(behind).to_be_visible()
    expect(behind).to_contain_text(COUNTED)
    expect(behind.get_by_text("Illustrative", exact=True)).to_be_visible()
    # three: and the department itself
    page.locator(".tj-table.shares tbody tr").first.get_by_role("link", name=name, exact=True).click()
    settled(page)
    expect(page.get_by_role("heading", name=re.compile(name)).first).to_be_visible()
    expect(page.locator(".tj-illustrative.page")).to_be_visible()


def test_three_clicks_say_for_whom(visit):  # noqa: F811
    page = visit("?data=sample&lang=en")
    expect(page.locator(".tj-foot")).to_be_visible()
    page.get_by_role("link", name="Results", exact=True).first.click()
    settled(page)
    page.get_by_role("link", name="Young people in initiatives").first.click()
    settled(page)
    expect(
        page.get_by_role("heading", name="One indicator")
    ).to_be_in_viewport()  # the page opens there, not at its top
    women = page.locator(".tj-bullets.sex li").filter(has=page.get_by_text("Women", exact=True))
    expect(women).to_contain_text("of 7,800")
    women.locator("a").first.click()
    settled(page)
    expect(page.locator(".st-key-rows-behind")).to_contain_text("each counted once: 7,884.")


def test_any_two_periods_are_compared_and_a_number_leaves_them_there(visit):  # noqa: F811
    page = visit("results?data=sample&lang=es&across=period")
    settled(page)
    heads = page.locator(".tj-table.compared thead")
    expect(heads).to_contain_text("mayo de 2016 a diciembre de 2018")
    page.locator(".st-key-first-period input[type=range]").nth(1).focus()
    for _ in range(6):
        page.keyboard.press("ArrowLeft")
    expect(heads).to_contain_text("mayo de 2016 a junio de 2018")
    expect(page).to_have_url(re.compile("first=2016-05..2018-06"))
    settled(page)
    number = page.locator(".tj-table.compared tbody tr").first.locator("a.figure").first
    count = number.inner_text()
    number.click()
    settled(page)
    expect(page.locator(".st-key-rows-behind")).to_contain_text(f"{count} filas; juntas {count}.")
    expect(heads).to_contain_text("mayo de 2016 a junio de 2018")
