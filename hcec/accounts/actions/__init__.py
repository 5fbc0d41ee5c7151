"""Actions on people."""
