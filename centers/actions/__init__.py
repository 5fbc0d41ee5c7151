"""Actions on centers, rooms and reservations."""
