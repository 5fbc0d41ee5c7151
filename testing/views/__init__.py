"""Pages of testing: for anyone, for the person who books, for the center's staff."""
