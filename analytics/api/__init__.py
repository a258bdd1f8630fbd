"""Answers for programs: what an address asks for, the answer as JSON, CSV or Parquet, and the description of it all."""
