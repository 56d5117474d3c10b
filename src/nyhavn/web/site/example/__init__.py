"""The example initiative on the site: invented people take it from registration to publication."""
