"""How an older store becomes a newer one, one numbered step at a time.

A step runs without foreign keys, because SQLite changes a table by building it anew and dropping
the old one; what is left is checked before it is committed. A step that builds one of the
append-only tables anew must put its triggers back (``store.ddl``).
"""
