"""Documents: one tree of plain blocks, rendered as PDF, HTML and DOCX.

Owns everything that knows reportlab and python-docx. Imports nothing of the project but itself.
Start reading in `blocks.py`, then `numbering.py`; each edition is one call: `pdf.render`, `html.render`, `docx.render`.
"""
