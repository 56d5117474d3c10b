"""Running the installation."""
