"""The data engines, for every test: what an engine function finds must be the same on all of them.

Which engines: DuckDB, Polars and pandas always. In the environment of `make test-spark` (NYHAVN_TEST_ENGINES=spark)
Spark takes their place: one session per process, on small tables, for each test that is marked `engines`.

Two ways to use it; both mark the test for Spark by themselves if the test asks for a fixture named here, and a module
that calls `on_every_engine` says `pytestmark = pytest.mark.engines`:

- a fixture, where the test has an expectation of its own (the plain-Python twin)::

      def test_the_total_equals_its_twin(engine):
          assert total(engine.frame(table)) == twin(rows)

- a function, where one answer is wanted and all engines must agree on it; whole answers are compared, and floats to
  nine digits, because engines add up in different orders::

      shape = on_every_engine(table, profile)
      found = on_every_engine(table, lambda frame: findings(frame, FORM, today=TODAY))

`engine.frame(table)` takes a pyarrow table and gives the lazy narwhals frame that engine functions take.
`engine.coded(lazy)` keeps a lazy frame on the engine, as `produce_tables` wants it.
Drawn examples: `@settings(max_examples=drawn(40))` draws 40, and a few on Spark, where each costs a second.
"""

from engines.agreeing import same
from engines.opened import ENGINES, Engine, drawn, each_engine, on_every_engine

__all__ = ["ENGINES", "Engine", "drawn", "each_engine", "on_every_engine", "same"]
