"""Forms as data: what a form asks, in which order, with which wording.

The forms in use are not prescribed by law and councils adapt them, so their fields live in
``resources/forms`` with a scheme and a version; words the law needs are marked as locked.
"""
