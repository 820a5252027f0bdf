"""What the programmes do and achieve: phases, indicators with measurements, events, the #Meedoen desks.

May import nov.kernel, finance and members. Start reading at `models/` (the facts), then `recording.py` (what is written
down by hand), `desks.py` (the months of the desks) and `figures.py` (what follows from it).
"""
