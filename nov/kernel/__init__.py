"""What every app may use: periods, figures, checks, formats, lists, forms, imports, documents; no domain word.

May import: nothing of this project. Start reading at `figures.py`, then `periods.py` and `documents/blocks.py`.
"""
