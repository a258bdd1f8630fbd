"""Booklets: a group picks one problem of its place, works through five steps, and prints what it agreed on."""

from pages.shared import booklet_form, booklet_view, filters, layout, store

say = store.words()
filters.language_only()
opened = booklet_view.opened()
if opened is None:
    layout.lead(say("Prevention booklets"), [], "booklets")
    booklet_view.start()
    booklet_view.shelf()
else:
    booklet_view.header(opened)
    booklet_form.editor(opened)
