"""Forms of testing: fields and messages; what they clean is handed to one action."""
