"""Fitness for an official purpose: criteria that offices published, answers with evidence, a verdict per purpose."""
