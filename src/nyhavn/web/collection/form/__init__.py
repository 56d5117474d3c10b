"""A form that asks one person: what is said so far, what comes next, and how it stands on a page."""
