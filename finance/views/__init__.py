"""The pages of Financiën, a module per subject. A view asks its right, reads or calls one rule function, and answers."""
