"""LTI 1.3 on the platform's side: keys, launches, tokens, and what is fetched from a tool."""
