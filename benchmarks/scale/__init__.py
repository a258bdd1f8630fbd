"""Questions at scale: ours beside plain DuckDB, pandas and polars (`benchmarks/questions.py`)."""
