"""The Evidence page as a reader meets it: what is listed at once is bounded, and what is left is said."""

from analytics.overview import published_results
from analytics.selection import Reader, Selection
from tests.pages import text


def test_of_very_many_figures_the_first_are_sent_and_the_others_are_counted(opened, sample_home, illustrative):
    page = opened("evidence", sample_home, data="sample")
    every = len(published_results(illustrative, Selection(), Reader()))
    assert every > 3000
    assert max(len(frame.value) for frame in page.dataframe) == 200
    assert f"… and {every - 200:,} more; the download has them all." in text(page)


def test_the_figures_of_the_documents_are_all_there(opened, sample_home, published):
    page = opened("evidence", sample_home)
    every = published_results(published, Selection(), Reader())
    assert len(every) < 200
    assert len(every) in [len(frame.value) for frame in page.dataframe]
