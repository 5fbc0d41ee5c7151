"""Reads of people and their notices."""
