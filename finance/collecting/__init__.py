"""Direct debit: who may be collected from and why not, batches for the bank, and what it returned."""
