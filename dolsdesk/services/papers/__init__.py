"""The forms the council makes: one module for each subject, answers first and bytes last.

Nothing is typed for a paper that the case says already. ``paper`` holds what all of them share,
``issuing`` freezes them, ``at_hand`` says which a case allows.
"""
