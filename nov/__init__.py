"""The wiring on top of the apps: settings, addresses, roles, start pages, the local database, the demo year.

May import everything; nothing imports it but `nov.kernel`, which every app may use. Start reading at `settings.py`.
"""
