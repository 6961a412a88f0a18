"""Exchange: what a record holds, in the forms of the field's other tools, and theirs read back.

Every form says what it could not hold: nothing is dropped silently.
"""
