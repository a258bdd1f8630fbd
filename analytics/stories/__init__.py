"""Stories: ordered slides, each a figure that was frozen when it was made, with words of one's own."""
