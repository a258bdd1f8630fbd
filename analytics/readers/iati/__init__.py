"""IATI activity files: read into grids, and what their codes and dates mean."""

from analytics.readers.iati.meaning import ended_but_stated_open, peace_relevance, status_of, statuses
from analytics.readers.iati.reading import read_iati

__all__ = ["ended_but_stated_open", "peace_relevance", "read_iati", "status_of", "statuses"]
