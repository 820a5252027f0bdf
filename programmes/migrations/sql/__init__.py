"""The guards of the programmes as plain SQL."""

from pathlib import Path


def statements(name: str) -> str:
    """The SQL of one file of this folder."""
    return (Path(__file__).parent / f"{name}.sql").read_text()
