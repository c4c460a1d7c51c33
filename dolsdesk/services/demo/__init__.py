"""The invented demonstration council, and the reference data set that speed is measured on.

Everything and everybody here is invented. ``plans`` (with ``lasting``; with ``cast`` for the small
size) wish for requests; ``teller`` says who each is about and how it began; ``courses``, with
``assessing`` and ``deciding``, says how it went on; ``story`` lets it happen act by act under the
rules the services obey, and refuses what they would; ``rows`` writes it down in bulk; ``council``
does all of it in an empty store that ``furniture`` has furnished, and ``maker`` in a new profile.

No clock, and no chance but one seeded generator: the same seed and day give the same bytes. What
people write is in ``resources/demo``.
"""
