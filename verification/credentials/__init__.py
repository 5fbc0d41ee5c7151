"""Open credentials: the facts of a certificate as an Open Badge 3.0, a W3C Verifiable Credential 2.0 (decision 0034).

`keys` signs and publishes whose key it was, `badge` says the facts, `status` says whether they still count. Another
method of status is another `status` module: nothing else knows how a list is laid out.
"""
