"""The processes beside the server."""
