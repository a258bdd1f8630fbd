"""Pivots: what is chosen, what its cells hold and may be added up to, and how it reads."""
