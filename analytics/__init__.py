"""Tejido's analytics: everything that can be wrong, and no Streamlit."""
