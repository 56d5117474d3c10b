"""Questionnaires and contributions coming in: forms, data dictionaries, spreadsheets, and what answers mean."""
