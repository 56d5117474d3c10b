"""Complaints of contributors, communities and anybody, and what was done about them."""
