"""The only reportlab and the only spreadsheet writer: frozen data in, bytes out.

Belongs here: fonts, styles, page furniture, how a form, a chart or a table is set. Does not belong
here: clocks, stores, decisions about what to say. Every date comes in with the data. Imports domain
and below.
"""
