"""An invented district for trying the program: Marlow Bend, Illinois, and a year of its partners.
Nobody in it exists; telephones are of the 555 kind and mail goes to example domains."""
