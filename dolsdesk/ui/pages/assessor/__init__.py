"""One assessor's form on one page: Form 3, 3A or 3B of a best interests assessor, or a doctor's 4.

``sheet.py`` holds the sections, ``page.py`` keeps, checks and signs what is typed, ``beside.py``
shows an earlier form. Nothing here decides; sections only show what the answers make worth asking.
"""
