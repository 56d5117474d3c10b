"""Who somebody is: people with an account, organisations, and keys for the programming interface."""
