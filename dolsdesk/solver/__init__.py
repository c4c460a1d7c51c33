"""The only OR-Tools: waiting cases and assessors in, the cheapest match out.

It knows the problem as ``domain.matching`` states it and nothing else; the same problem gives
the same match. The library is imported when something is solved, never before.
"""
