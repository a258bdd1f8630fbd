"""Maps (pydeck) on our own boundaries: handed frames, they never query."""
