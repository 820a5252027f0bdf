"""Money: accounts, the ledger, budgets, grants received, reserves, invoices. Knows nobody's membership.

May import nov.kernel only. Start reading at `models/entries.py` (what is posted) and `ledger.py` (the only writers).
"""
