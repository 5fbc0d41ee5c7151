"""Actions on rounds, meetings, enrolments, attendance and completions."""
