"""Drills: parts of the running portal are killed in the middle of a rush, and nothing that was answered is lost."""
