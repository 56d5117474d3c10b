"""What the register says stands in the plan, so that the command judges as the site does and says so."""

from pathlib import Path

import pytest

from nyhavn.chain.plan import RiskSection
from nyhavn.framework.roles import Role
from nyhavn.web.collection.queries import material
from nyhavn.web.production.planning import inputs_from, plan_of
from nyhavn.web.production.risk_on_record import risk_section
from spec.bad_input.village import Village
from web import objects
from web.cast import Cast
from web.people_in_danger import outsider, risk, signed

HIGH, SIGNED = "[risk]\nhigh = true\nrisks = 1\n", 'signed_by = ["the council", "the school of the valley"]\n'


def test_the_command_refuses_a_high_risk_that_two_have_not_signed(tmp_path: Path) -> None:
    village = Village(tmp_path)
    village.change("plan.toml", "[release]", f"{HIGH}unsigned = 1\n[release]")
    ran = village.run()
    assert ran.returncode != 0
    assert "nobody from outside the team has signed the measures as they stand" in ran.stderr + ran.stdout
    assert village.left_behind() == []


def test_the_command_refuses_a_high_risk_of_which_a_plan_says_only_that_it_is_high(tmp_path: Path) -> None:
    village = Village(tmp_path)
    village.change("plan.toml", "[release]", f"{HIGH}[release]")
    ran = village.run()
    assert ran.returncode != 0
    assert "The risk is stated as high" in ran.stderr + ran.stdout


def test_signed_by_two_it_goes_out_and_no_name_of_them_with_it(tmp_path: Path) -> None:
    village = Village(tmp_path)
    village.change("plan.toml", "[release]", f"{HIGH}{SIGNED}[release]")
    ran = village.run()
    assert ran.returncode == 0, ran.stderr
    public = [path for path in (tmp_path / "out").rglob("*") if path.is_file() and "restricted" not in path.parts]
    assert public
    assert all("school of the valley" not in path.read_text("utf-8", errors="replace") for path in public)
    said = [path for path in public if "what is high is signed by somebody from outside" in path.read_text("utf-8")]
    assert said


@pytest.mark.django_db
def test_the_site_writes_the_section_from_the_register_with_numbers_and_roles_alone(village: Cast) -> None:
    objects.prepared(village)
    danger = risk(village)
    before = risk_section(village.initiative)
    assert (before.high, before.risks, before.unsigned, before.signed_by) == (True, 1, 1, ())
    signed(danger, outsider(village))
    after = risk_section(village.initiative)
    assert (after.unsigned, after.signed_by) == (0, ("the team", "somebody from outside the team"))
    assert after.prompts > 0
    assert after.unanswered == 0
    said = after.model_dump_json()
    assert not any(word in said for word in ("Orla", village[Role.COORDINATOR].name, "beaten", "school"))


@pytest.mark.django_db(transaction=True)
def test_the_plan_of_a_run_is_fed_from_the_register(ready: Cast) -> None:
    assert plan_of(ready.initiative, material(ready.initiative)).risk == RiskSection(prompts=4)
    signed(risk(ready), outsider(ready))
    plan = plan_of(ready.initiative, material(ready.initiative))
    assert plan.risk is not None
    assert plan.risk.high
    assert len(plan.risk.signed_by) == 2
    assert inputs_from(plan, material(ready.initiative))
