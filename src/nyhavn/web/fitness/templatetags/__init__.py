"""Tags of pages about assessments."""
