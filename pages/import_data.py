"""Import: files of one's own become a data set that every page can show."""

from pages.shared import boundaries_view, filters, import_view, layout, store

say = store.words()
filters.language_only()
layout.lead(say("Bring your own data"), [], "import")
if store.role() == "analyst":
    import_view.steps()
    boundaries_view.boundaries()
else:
    layout.note(say("Only analysts bring data in. Ask one of them, or open the page without a preview."))
