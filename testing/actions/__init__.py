"""Actions on sessions, bookings, attendance and results."""
