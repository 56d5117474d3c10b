"""Pages need their style sheets, as everywhere."""

from web.conftest import static_files

__all__ = ["static_files"]
