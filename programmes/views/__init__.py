"""The pages of the programmes, one module per noun."""
