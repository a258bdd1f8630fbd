"""The way out: answers as files, each with its selection, version and sources."""
