"""Stories, photographs, sound and maps: added by one person, looked at by another, shown beside a release."""
