"""What an invoice becomes for who pays it: VAT, a page on paper, a file for their system, a mail, a reminder."""
