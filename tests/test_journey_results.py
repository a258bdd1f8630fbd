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
