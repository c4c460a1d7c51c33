"""Use cases: verbs that check permission, load, ask the domain, write, audit and say what changed.

Belongs here: orchestration and every sentence a person reads about a rule (``words``). Does not
belong here: widgets, SQL text, layout of paper. Services never open their own transaction inside
another's; the caller decides how much is one act. Imports store, reports, domain and below.
"""
