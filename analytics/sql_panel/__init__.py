"""One read-only statement of an analyst, answered by a process of its own that can hurt nothing but itself."""
