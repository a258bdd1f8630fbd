"""Files that people bring, read as text cells that remember where they stood."""
