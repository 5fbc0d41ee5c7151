"""The lists of testing."""
