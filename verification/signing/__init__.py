"""Seals: the key, the CMS container, and the PDF that carries it (PAdES, ETSI EN 319 142-1). Knows no rows."""
