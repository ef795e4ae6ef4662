"""Import of partner lists (SPEC 1.5): a list as somebody keeps it becomes organizations, people,
partnerships.

tables       the file: what kind it is, its sheets, its rows
headings     which row holds the column names, and what each column means
cells        one cell: a telephone, an address, an e-mail address
people       one cell that names several people
vocabulary   words of the list in our words: kinds, supports, relations, sectors
rows         one row read as one partner, with its problems
desk         what is known about a handful of rows, and what they change
batches      the verbs: upload, settle the columns, import, undo
preview      what would happen
"""
