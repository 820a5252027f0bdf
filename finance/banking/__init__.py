"""The bank: its files read (`camt`, `mt940`), kept once (`keeping`), matched (`matching`) and booked (`allocating`)."""
