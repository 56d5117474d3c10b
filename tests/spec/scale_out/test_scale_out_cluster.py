"""One plan, one result: on this machine's DuckDB and on a real Spark cluster of two worker processes."""

from dataclasses import replace
from pathlib import Path

import pytest

from engines import same
from engines.cluster import Cluster
from nyhavn.chain.inputs import read_inputs
from nyhavn.chain.places import places_of
from nyhavn.chain.plan import Plan
from nyhavn.chain.plan_file import read_plan
from nyhavn.chain.production import Prepared, prepare_release
from nyhavn.framework.design import ErrorMethod, standard_errors
from nyhavn.framework.rounding import PUBLISHED_DIGITS, published

pytestmark = [pytest.mark.spark, pytest.mark.slow]


@pytest.fixture
def master(spark_cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of the cluster, with what its site has set."""
    monkeypatch.setenv("SPARK_CONF_DIR", str(spark_cluster.conf))
    return spark_cluster.master


def prepared(path: Path, plan: Plan, data: Path | None, engine: str) -> Prepared:
    """A release as it would be signed, but for the moment of its making."""
    made = prepare_release(
        plan, read_inputs(plan, places_of(path, data)), before=None, engine=engine, step=lambda *_: None
    )
    return replace(made, release=replace(made.release, issued_at=made.release.issued_at.min))


def assert_equal_parts(here: Prepared, there: Prepared) -> None:
    """Every part is the same to the last digit that is published: tables, findings, response, coverage, protection."""
    for name in here.release.__dataclass_fields__:
        assert same(getattr(here.release, name), getattr(there.release, name), within=0.0), name
    assert same(here.restricted, there.restricted, within=1e-9)
    assert here.used_rows == there.used_rows


def test_the_example_gives_the_same_release_on_a_cluster(repository: Path, spark_cluster: Cluster, master: str) -> None:
    """A clustered sample with weights, consent, findings, and protected tables by one and two breakdowns."""
    path = repository / "examples" / "services-for-all" / "plan.toml"
    plan = read_plan(path)
    assert standard_errors(plan.design).method is ErrorMethod.CLUSTER
    before = spark_cluster.executors()
    there = prepared(path, plan, None, master)
    assert [now - then for now, then in zip(spark_cluster.executors(), before, strict=True)] == [1, 1]
    here = prepared(path, plan, None, "duckdb")
    assert_equal_parts(here, there)
    assert sum(len(table.figures) for table in there.release.tables) > 100
    assert len(there.restricted.findings) > 3
    assert any(figure.standard_error for table in there.release.tables for figure in table.figures)


@pytest.mark.data
def test_a_published_cluster_sample_gives_the_same_release_on_a_cluster(
    repository: Path, reference_data: Path, master: str
) -> None:
    """Households of 641 sampling units in Dhaka, with their real answers."""
    path = repository / "examples" / "published-data" / "dhaka" / "plan.toml"
    plan = read_plan(path)
    assert standard_errors(plan.design).method is ErrorMethod.CLUSTER
    here, there = prepared(path, plan, reference_data, "duckdb"), prepared(path, plan, reference_data, master)
    assert_equal_parts(here, there)


def test_published_digits_are_fewer_than_those_in_which_engines_differ() -> None:
    """Sums in another order differ from the sixteenth digit on; nothing that a survey knows is lost."""
    added = sum([0.1] * 10), 1.0
    assert added[0] != added[1] and published(added[0]) == published(added[1])
    assert published(1 / 3) == 0.3333333333 and PUBLISHED_DIGITS == 10
    assert published(8_123_456_789.0) == 8_123_456_789.0
    assert published(None) is None
