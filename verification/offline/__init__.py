"""Checkers to download and keep: they prove a certificate without the portal. Nothing here imports anything of ours."""
