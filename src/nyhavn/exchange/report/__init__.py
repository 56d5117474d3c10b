"""The release report: one self-contained page that says what a release holds, and what it cannot say."""
