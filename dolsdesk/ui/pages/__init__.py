"""The places of the window. Layout in ``view.py``, behaviour in ``page.py``."""
