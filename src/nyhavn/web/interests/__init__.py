"""Independence: declared funders and interests, the interests of those who decide, and who decided what."""
