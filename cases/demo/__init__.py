"""Invented people and courses for trying the application out: from sixty cases to a whole country.

`people` makes who there is, `story` what happens in one course and when, `rows` every row that the application would have written for
it, `store` puts the rows into the tables. `small`, `pilot` and `bulk` say how many of what. Nothing here reads the clock.
"""
