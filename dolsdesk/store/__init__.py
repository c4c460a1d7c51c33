"""The only SQLAlchemy: tables, transactions, queries, migrations, search, the audit chain.

Belongs here: turning facts into rows and rows into facts, and saying in one place what a driver's
error means. Does not belong here: rules of law, sentences, widgets. Rows never leave this package:
``repos`` hand out domain objects, ``reads`` hand out frozen rows for screens. Imports domain and
below.
"""
