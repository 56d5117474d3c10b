"""The reference page of the interface, made from its description.

python -m nyhavn.web.site.api_document docs/reference/api.md
"""

from collections.abc import Iterator
from typing import Any

INTRODUCTION = """\
# The programming interface

Made from the description at `/api/openapi.json` by `python -m nyhavn.web.manage document_api`; a test compares them.
What each operation does and who may do it is the same as on the pages, because both are made from one declaration.

**Signing in.** Send an access key: `Authorization: Bearer nyhavn_…`. Keys are made at `/work/me/keys/`, end after a
year at the latest, and may do what their owner may, except make keys. A browser's session works, too; to write it
needs the CSRF token in `X-CSRFToken`.

**Writing.** `POST` with JSON (`Content-Type: application/json`), exactly as listed: a number is a number, and a name
that nobody asked for is refused. A file is `{"name": …, "content_base64": …}`. The answer is
`{"message", "made", "at", "shown_once", "file"}`: what was done in a sentence, the uuid of what was made, and the page
that shows it.

**When something is not done** the answer is a problem document (RFC 9457, `application/problem+json`): `type`, `title`,
`status`, `detail`, and `reasons`, each with a stable `code` (explained at `/refusals/<code>/`), `what`, `where` and
`do`. For a mistake in what was sent `where` is a JSON pointer such as `/people/0/role`. Nothing that was sent is
repeated.

**How often.** In one minute and one process of the server 600 requests with one key, 60 from one address without
(`NYHAVN_API_SIGNED_IN_PER_MINUTE`, `NYHAVN_API_ANONYMOUS_PER_MINUTE`). Then 429, with `Retry-After` in seconds.

**Sentences** are in English. Moments are in UTC.
"""
HEAD = ("| Name | What it is | Kind |", "|---|---|---|")


def document(schema: dict[str, Any]) -> str:
    """The page in Markdown."""
    lines = [INTRODUCTION, "## Problems", "", "| Status | Codes |", "|---|---|"]
    for name, response in schema["components"]["responses"].items():
        lines.append(f"| {name.removeprefix('Problem')} | {response['description'].partition(': ')[2].rstrip('.')} |")
    groups: dict[str, list[str]] = {}
    for address, methods in schema["paths"].items():
        for method, endpoint in methods.items():
            groups.setdefault(endpoint["tags"][0], []).extend(_endpoint(address, method, endpoint, schema))
    for name, entries in groups.items():
        lines += ["", f"## {name}", "", *entries[:-1]]
    lines += ["", "## Shapes", "", "What stands in others or is given as an answer, by name.", ""]
    for name, model in schema["components"]["schemas"].items():
        rows = list(_rows(model, schema))
        lines += [f"### {name}", "", *HEAD, *rows, ""] if rows else []
    return "\n".join(lines).rstrip() + "\n"


def _endpoint(address: str, method: str, endpoint: dict[str, Any], schema: dict[str, Any]) -> Iterator[str]:
    yield f"### {endpoint['operationId']}"
    yield ""
    yield f"{endpoint['summary']}. `{method.upper()} {address}`"
    yield ""
    yield endpoint["description"]
    body = endpoint.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    rows = list(_rows(_resolved(body, schema), schema))
    if rows:
        yield from ("", *HEAD, *rows)
    given = endpoint["responses"]["200" if "200" in endpoint["responses"] else 200]
    answer = given["content"]["application/json"]["schema"]
    if method == "get":
        yield from ("", f"Gives: {_kind(answer, schema)}.")
    yield ""


def _rows(model: dict[str, Any], schema: dict[str, Any]) -> Iterator[str]:
    needed = model.get("required", [])
    for name, field in model.get("properties", {}).items():
        said = ". ".join(filter(None, (field.get("title", ""), field.get("description", "")))).replace("|", "\\|")
        kind = _kind(field, schema) + ("" if name in needed else ", optional")
        yield f"| `{name}` | {said} | {kind} |".replace("\n", " ")


def _resolved(field: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    name = str(field.get("$ref", "")).rpartition("/")[2]
    found: dict[str, Any] = schema["components"]["schemas"].get(name, field)
    return found


def _kind(field: dict[str, Any], schema: dict[str, Any]) -> str:
    """What may stand in a field, in words."""
    found = _resolved(field, schema)
    if "enum" in found:
        return "one of " + ", ".join(f"`{value}`" for value in found["enum"])
    if "const" in found:
        return f"`{found['const']}`"
    if "anyOf" in found:
        return " or ".join(_kind(each, schema) for each in found["anyOf"])
    if found.get("type") == "array":
        return f"list of: {_kind(found.get('items', {}), schema)}"
    if found.get("properties"):
        return f"[{found['title']}](#{found['title'].casefold()})"
    return " ".join(filter(None, (str(found.get("type", "anything")), _bounds(found))))


def _bounds(found: dict[str, Any]) -> str:
    words = {
        "format": "({})",
        "minimum": "from {}",
        "maximum": "to {}",
        "maxLength": "of at most {} characters",
    }
    return " ".join(text.format(found[name]) for name, text in words.items() if name in found)
