"""Dated statutory and policy values, as data with sources.

Belongs here: the shape of a rule, reading ``resources/rules/*.toml``, and answering "which value
was in force on this date, and why". Does not belong here: arithmetic on dates (``domain``) or any
number of days (the rule files). Imports only ``resources`` and ``errors``.
"""
