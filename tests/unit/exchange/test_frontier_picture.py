"""The picture of risk against loss says what its table says."""

from xml.etree import ElementTree

from nyhavn.exchange.report.frontier_picture import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, FrontierPoint, frontier_svg

SVG = "{http://www.w3.org/2000/svg}"
POINTS = (
    FrontierPoint(1, "as it is", 0.2, 0.0, True),
    FrontierPoint(2, "age 1 up", 0.1, 0.25, True),
    FrontierPoint(3, "place 1 up", 0.15, 0.5, False),
)


def circles(points=POINTS) -> dict[str, tuple[float, float, str]]:
    root = ElementTree.fromstring(frontier_svg(points))
    return {
        circle.find(f"{SVG}title").text: (float(circle.get("cx")), float(circle.get("cy")), circle.get("fill"))
        for circle in root.iter(f"{SVG}circle")
    }


def test_every_option_is_a_dot_in_its_place_and_the_best_are_filled() -> None:
    found = circles()
    across, upwards = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    assert found["1: as it is"] == (LEFT, TOP, "#0b4f6c")
    assert found["2: age 1 up"] == (LEFT + across / 2, TOP + upwards / 2, "#0b4f6c")
    assert found["3: place 1 up"] == (LEFT + across, TOP + upwards / 4, "none")


def test_the_line_runs_through_the_best_from_left_to_right() -> None:
    root = ElementTree.fromstring(frontier_svg(tuple(reversed(POINTS))))
    (path,) = root.iter(f"{SVG}path")
    assert (
        path.get("d")
        == f"M{LEFT:.1f} {TOP:.1f} L{LEFT + (WIDTH - LEFT - RIGHT) / 2:.1f} {(TOP + HEIGHT - BOTTOM) / 2:.1f}"
    )


def test_it_has_a_title_and_a_description_for_those_who_do_not_see_it_and_asks_nothing_of_the_outside() -> None:
    drawn = frontier_svg(POINTS)
    root = ElementTree.fromstring(drawn)
    names = {element.get("id") for element in root if element.tag in (f"{SVG}title", f"{SVG}desc")}
    assert set(root.get("aria-labelledby").split()) == names
    assert drawn.count(b"http") == 1 and b"<script" not in drawn and b"href" not in drawn


def test_words_are_never_marks() -> None:
    assert "1: <b> & co" in circles((FrontierPoint(1, "<b> & co", 0.1, 0.1, True),))


def test_the_same_points_give_the_same_bytes_and_options_without_risk_or_loss_have_a_place() -> None:
    assert frontier_svg(POINTS) == frontier_svg(POINTS)
    found = circles((FrontierPoint(1, "nothing", 0.0, 0.0, True),))
    assert found["1: nothing"][:2] == (LEFT, HEIGHT - BOTTOM)
