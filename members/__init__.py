"""Who is a member: organisations, memberships, categories, mutations, contribution, board and meetings.

May import nov.kernel and finance. Start reading at `mutations.py`.
"""
