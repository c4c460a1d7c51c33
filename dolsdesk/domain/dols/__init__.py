"""The Deprivation of Liberty Safeguards: dates, states, who may act, what may be decided.

``facts`` holds the date vocabulary of dols.md 0.5; ``timescales`` is the one engine that turns
facts into legal dates. ``states`` is the request's machine, ``assessors`` says who may act,
``decision`` what a signatory may sign, ``legal_test`` how a finding is recorded.
"""
