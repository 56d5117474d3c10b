"""Floor 2: formats in and out. Files become framework values, framework values become files."""
