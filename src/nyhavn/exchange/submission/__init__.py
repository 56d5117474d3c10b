"""What is handed to a statistics office: a folder that opens without Nyhavn, and holds what was agreed and no more."""
