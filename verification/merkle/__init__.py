"""A Merkle tree of a log and what is signed about it: RFC 6962/9162 hashing and proofs, C2SP notes and tiles. No Django here."""
