"""Figures (Plotly): handed frames, they never query."""
