"""Needs: who raised them, which questions and tables answer them, and what came of it."""
