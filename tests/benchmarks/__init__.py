"""How fast dolsdesk is, each time against the bare library doing the same.

``python -m tests.benchmarks`` prints the table and returns 1 if a target is missed. One module a
subject, each with ``measure``; ``measuring`` takes the time, ``statements`` hears what is really
asked of the store, ``reference`` brings the reference data set, ``table`` prints. Nothing here is
collected by the ordinary tests: a busy machine must not fail them.
"""
