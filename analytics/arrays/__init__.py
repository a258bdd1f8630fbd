"""Questions answered from arrays, over the cube: each says the same as its `.sql`, in a fraction of a database's time.

A selection leaves a mask over what is small (programmes, units, sets of places); a question is then a few sums of
cells. The SQL stands for the rows, for what is shown under "the question", and for whatever has no text here; tests
hold the two to the same answers under random selections.
"""
