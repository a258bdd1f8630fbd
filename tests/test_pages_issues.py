"""The Issues and Partners pages as a reader meets them: a number, a filter, the empty state."""

from tests.pages import text


def test_the_matrix_has_31_dots_and_ten_municipalities(opened):
    page = text(opened("issues"))
    table = page[page.index('<table class="tj-matrix dots">') : page.index('<ul class="tj-narrow brick">')]
    assert table.count('class="dot"') == 31
    assert table.count('scope="row"') == 10
    assert table.count('class="slant"') == 12
    assert "each in 5 of 10 lists" in page
    assert "Cáceres and Caucasia have the same list" in page


def test_the_order_as_listed_is_shown_on_demand_and_by_the_address(opened):
    plain, ordered = text(opened("issues")), text(opened("issues", order="1"))
    assert '<i class="dot">1</i>' not in plain
    assert '<i class="dot">4</i>' in ordered, "El Guamo lists four"


def test_the_switch_for_the_order_writes_the_address(opened):
    app = opened("issues")
    app.toggle(key="order").set_value(True).run()
    assert app.query_params["order"] == "1"
    assert '<i class="dot">4</i>' in text(app)
    app.toggle(key="order").set_value(False).run()
    assert "order" not in app.query_params


def test_a_place_narrows_the_matrix(opened):
    app = opened("issues")
    page = text(app.multiselect(key="place").set_value(["13"]).run())
    assert "3 municipalities in 1 department" in page
    assert "Cáceres" not in page


def test_a_partnership_without_lists_shows_its_words(opened):
    page = text(opened("issues", partnership="par"))
    assert "tj-matrix dots" not in page
    assert "No list of the dialogues fits this selection." in page
    assert "PAR, what the work addresses: mistrust, xenophobia and discrimination." in page


def test_nothing_found_says_which_filter_to_loosen(opened):
    for page in ("issues", "partners"):
        shown = text(opened(page, partnership="par", place="RW"))
        assert "Nothing is recorded for this selection." in shown
        assert "Take away a filter above" in shown


def test_partners_name_their_roles_and_the_overlap(opened):
    page = text(opened("partners"))
    assert "for up to 14 months, October 2020 to November 2021" in page
    assert "tj-matrix roles" in page
    assert "Ethical Corporation" in page
    assert page.count("no partner named") == 3


def test_the_network_is_drawn_when_the_address_asks_for_it(opened):
    plain, network = opened("partners"), opened("partners", network="1")
    assert not plain.get("plotly_chart"), "its library would keep the first view waiting"
    assert len(network.get("plotly_chart")) == 1
    assert "A dotted line is our reading" in text(network)


def test_the_sector_filter_narrows_the_partners(opened):
    public = text(opened("partners", sector="public"))
    assert "Colombian Truth Commission" in public
    assert "Semana Rural" not in public


def test_pages_read_in_spanish(opened):
    assert "Reclutamiento forzado de menores" in text(opened("issues", lang="es"))
    assert "Embajada de Suecia (Asdi)" in text(opened("partners", lang="es"))


def test_the_tiny_country_with_its_traps_is_shown(opened, country):
    page = text(opened("issues", country, order="1"))
    assert "L&#x27;Aurora" in page
    assert "L&#x27;Aurora" in text(opened("partners", country))
