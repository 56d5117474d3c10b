"""The record of what was done as a file that anybody can check: leaves, the chain over them, checkpoints, a verifier.

Standard library, pydantic and an Ed25519 signature; no database and no web side. docs/reference/audit-log.md says the
same in words, so that others can write a verifier of their own.
"""
