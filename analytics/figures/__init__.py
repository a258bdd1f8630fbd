"""Figures that can be made again from a name, a snapshot, a selection and a reader, without any page."""
