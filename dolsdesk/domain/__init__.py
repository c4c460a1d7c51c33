"""The law and the practice as pure functions over facts, dates and a rule book.

Belongs here: counting, states, guards, who may act, what follows from which facts. Does not
belong here: clocks, files, databases, widgets, sentences. Imports only ``rules`` and below.

Glossary (one spelling each, the practitioners' own):

relevant person            the adult who is, or is to be, a detained resident
managing authority         the care home or hospital
supervisory body           the council
best interests assessor    BIA; mental health assessor is the doctor
request                    one application for a standard authorisation
urgent authorisation       the managing authority's own, at most seven days, extendable once
standard authorisation     the council's, never more than a year
authority gap              dates on which no authority was in force
equivalent assessment      an earlier assessment used again
representative             the relevant person's representative (RPR)
signatory                  the officer who gives or refuses for the supervisory body
"""
