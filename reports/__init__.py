"""The yearly reports: editions with their chapters, what is still open, adoption, and both documents.

May import every app; writes its own tables only. Start reading at `assemble.py` (from records to a document tree) and
`texts.py` (what an author may write).
"""
