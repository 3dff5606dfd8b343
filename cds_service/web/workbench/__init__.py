"""The pages for people: try it, read the rules, connect a record, see how it is used."""
