"""Prevention booklets: what a group that met in a dialogue says of one problem, and the steps that it agrees on."""
