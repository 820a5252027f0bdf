"""What the database keeps about membership, as plain SQL, one file per subject; migrations run them as they stand."""

from pathlib import Path


def statements(name: str) -> str:
    """The SQL of one file of this folder."""
    return (Path(__file__).parent / f"{name}.sql").read_text()
