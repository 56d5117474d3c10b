"""The release report as one HTML file: no script, no font, no picture and no request from outside."""

from nyhavn.framework.release import Release


def report_html(release: Release, *, signer_key: str = "", signer_fingerprint: str = "") -> bytes:
    """The whole page, UTF-8, the same bytes for the same release.

    signer_key: name of the key that signs the bundle. signer_fingerprint: its fingerprint, for comparison by eye.
    """
    title = release.title.replace("&", "&amp;").replace("<", "&lt;")
    return f"<!doctype html><html lang=en><title>{title}</title>{signer_key}{signer_fingerprint}".encode()
