"""A secret stays with the parameters by which it first drew: a second noise of the same numbers is refused."""

import copy
import hashlib

import pytest

from nyhavn.chain.noise_parameters import Drawn, of_counts
from nyhavn.chain.noise_secret import keep_secret, secret_of
from nyhavn.framework.noise_policy import cell_key_policy
from nyhavn.framework.refusal import Refusal
from spec.protected_tables.noisy_valley import CELL_KEY, MONEY, RANDOM, SECRET_OF_NOISE

COUNTS = {"most": 4, "variance": 2.0, "absent": 1}
P_TABLE = "i;j;p;v\n0;0;1;0\n1;0;0.5;-1\n1;2;0.5;1\n"
ALIKE = "i;j;p;v\n0;0;1.0;0\n1;2;0.50;1\n1;0;0.50;-1\n"
WIDER = "i;j;p;v\n0;0;1;0\n1;0;0.25;-1\n1;1;0.5;0\n1;2;0.25;1\n"


def with_p_table(found, text):
    found.order["method"]["p_table"] = "p.csv"
    (found.folder / "p.csv").write_text(text, encoding="utf-8")


def refused(found):
    with pytest.raises(Refusal) as refusal:
        found.protect_by_command()
    assert not found.out.exists()
    return refusal.value


def counts(**more):
    return {"kind": "cell-key", "id": "owner", "counts": COUNTS | more}


OTHERS = {
    "a larger change": (counts(), counts(most=5)),
    "another variance": (counts(), counts(variance=2.5)),
    "other counts that are absent": (counts(), counts(absent=0)),
    "the published noise": (counts(), CELL_KEY),
    "another base": (RANDOM, RANDOM | {"base": 3}),
    "another kind": (CELL_KEY, RANDOM),
    "another kind, the other way round": (RANDOM, CELL_KEY),
}


@pytest.mark.parametrize("other", OTHERS)
def test_another_parameter_is_refused_and_the_first_give_the_same_numbers_again(valley, other):
    first, second = OTHERS[other]
    found = valley(CELL_KEY)
    found.order["method"] = copy.deepcopy(first)
    found.protect_by_command()
    shown, secret = found.all_tables(), found.kept.read_bytes()
    found.order["method"] = copy.deepcopy(second)
    refusal = refused(found)
    assert refusal.codes == ("noise-secret-bound",)
    assert str(found.kept) in str(refusal) and "parameters of the first order" in str(refusal)
    assert found.secret.decode() not in str(refusal)
    found.order["method"] = copy.deepcopy(first)
    found.protect_by_command()
    assert found.all_tables() == shown and found.kept.read_bytes() == secret
    assert found.kept.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("second", "is_same"), [(ALIKE, True), (WIDER, False)], ids=["written anew", "another"])
def test_a_table_of_an_office_is_known_by_what_it_holds(valley, second, is_same):
    found = valley(CELL_KEY)
    with_p_table(found, P_TABLE)
    found.protect_by_command()
    shown = found.all_tables()
    with_p_table(found, second)
    if is_same:
        found.protect_by_command()
        assert found.all_tables() == shown
    else:
        assert refused(found).codes == ("noise-secret-bound",)


def test_who_writes_down_what_is_published_asks_for_the_same(valley):
    found = valley(CELL_KEY)
    found.protect_by_command()
    shown = found.all_tables()
    found.order["method"]["counts"] = cell_key_policy().model_dump()
    found.protect_by_command()
    assert found.all_tables() == shown


def test_counts_and_sums_are_bound_apart_each_from_its_first_time(valley):
    found = valley(CELL_KEY)
    found.protect_by_command()
    tables = found.order["table"]
    found.order["table"] = [MONEY]
    found.order["method"]["sums"] = {"shares": [0.2, 0.1]}
    found.protect_by_command()
    money = found.all_tables()
    found.order["method"]["sums"] = {"shares": [0.2]}
    assert "noise of sums by other parameters" in str(refused(found))
    del found.order["method"]["sums"]
    assert refused(found).codes == ("noise-secret-bound",)  # the published ones are others too
    found.order["method"]["sums"] = {"shares": [0.2, 0.1]}
    found.protect_by_command()
    assert found.all_tables() == money
    del found.order["method"]["sums"]
    found.order |= {"table": tables, "method": counts()}
    assert "noise of counts by other parameters" in str(refused(found))


def test_a_run_that_is_refused_binds_nothing(valley):
    found = valley(CELL_KEY)
    found.rows[7][5] = "c8"
    assert refused(found).codes == ("noise-id-unusable",)
    assert found.kept.read_bytes() == SECRET_OF_NOISE
    found.rows[7][5] = "c7"
    found.order["method"] = counts()
    found.protect_by_command()
    assert found.secret == SECRET_OF_NOISE != found.kept.read_bytes()


def test_a_link_to_a_secret_stays_one_and_what_it_leads_to_is_bound(valley):
    found = valley(CELL_KEY)
    found.kept, real = found.kept.with_name("link"), found.kept
    found.kept.symlink_to(real)
    found.protect_by_command()
    assert found.kept.is_symlink() and b"counts: " in real.read_bytes()


BOUND = b"counts: " + b"0" * 64
DAMAGED = {
    "half a line": BOUND[:20],
    "a line twice": BOUND + b"\n" + BOUND,
    "something else": b"my secret since May",
    "what nothing is bound by": BOUND.replace(b"counts", b"means"),
}


@pytest.mark.parametrize("lines", DAMAGED)
def test_lines_that_say_nothing_are_refused(valley, lines):
    found = valley(CELL_KEY)
    found.kept.write_bytes(SECRET_OF_NOISE + b"\n" + DAMAGED[lines] + b"\n")
    assert refused(found).codes == ("noise-secret-damaged",)


def test_a_secret_in_the_place_of_another_is_refused(valley):
    found = valley(CELL_KEY)
    found.protect_by_command()
    found.kept.write_bytes(found.kept.read_bytes().replace(SECRET_OF_NOISE, SECRET_OF_NOISE[::-1]))
    assert refused(found).codes == ("noise-secret-bound",)


def test_what_a_secret_is_bound_to_tells_nobody_the_parameters(valley):
    """They could be tried out, if the line did not need the secret: there are few that anybody would take."""
    found = valley(CELL_KEY)
    found.protect_by_command()
    said = of_counts(cell_key_policy())
    line = found.kept.read_bytes().split(b"\n")[1].decode()
    assert line.startswith("counts: ")
    assert hashlib.sha256(said.encode()).hexdigest() not in line
    other = secret_of(found.kept.with_name("other"), {Drawn.COUNTS: said}, begin=True)
    assert other.marks["counts"] not in line


def test_of_two_runs_that_bind_at_once_the_second_is_refused(tmp_path):
    path = tmp_path / "secret"
    path.write_bytes(SECRET_OF_NOISE)
    path.chmod(0o600)
    runs = [secret_of(path, {Drawn.COUNTS: said}, begin=False) for said in ("one", "one", "another")]
    for run in runs[:2]:
        keep_secret(run)
    with pytest.raises(Refusal) as refusal:
        keep_secret(runs[2])
    assert refusal.value.codes == ("noise-secret-bound",)
    assert secret_of(path, {Drawn.COUNTS: "one"}, begin=False).marks == runs[0].marks


def test_a_secret_that_is_exchanged_during_a_run_is_not_bound_by_it(tmp_path):
    path = tmp_path / "secret"
    path.write_bytes(SECRET_OF_NOISE)
    path.chmod(0o600)
    run = secret_of(path, {Drawn.COUNTS: "one"}, begin=False)
    path.write_bytes(SECRET_OF_NOISE[::-1])
    with pytest.raises(Refusal) as refusal:
        keep_secret(run)
    assert refusal.value.codes == ("noise-begun",) and path.read_bytes() == SECRET_OF_NOISE[::-1]
