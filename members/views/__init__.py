"""The pages of Leden, one file per noun. A view checks the right, calls a form or a rule, and answers."""
