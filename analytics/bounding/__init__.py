"""Official boundaries coming in: a stranger's file is read, checked against our places, mended and made light."""
