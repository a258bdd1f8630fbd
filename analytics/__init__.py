"""Tejido's analytics: everything that can be wrong, and no Streamlit."""

__all__ = ["open_workspace"]


def __getattr__(name: str) -> object:
    # on first use: importing a part of this package loads nothing else of it
    if name == "open_workspace":
        from analytics.notebook import open_workspace

        return open_workspace
    raise AttributeError(f"module 'analytics' has no attribute {name!r}")
