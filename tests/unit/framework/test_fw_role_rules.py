"""Who may have which role: who judges stands outside, who answers for the data belongs to the organisation."""

from itertools import product

import pytest

from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import (
    RIGHTS,
    Right,
    Role,
    check_may_have,
    check_still_administered,
    check_still_coordinated,
    rights_of,
    roles_with,
)

REFUSED = {
    (Role.ASSESSOR, True): "assessor-of-own-organisation",
    (Role.OUTSIDE_BODY, True): "assessor-of-own-organisation",
    (Role.COORDINATOR, False): "role-needs-membership",
    (Role.STEWARD, False): "role-needs-membership",
    (Role.ENUMERATOR, False): "role-needs-membership",
}


@pytest.mark.parametrize(("role", "is_member"), list(product(Role, (True, False))))
def test_each_role_is_open_to_members_or_to_others_or_to_both(role: Role, is_member: bool) -> None:
    expected = REFUSED.get((role, is_member))
    if expected is None:
        check_may_have(role, is_member=is_member)
        return
    with pytest.raises(Refusal) as refused:
        check_may_have(role, is_member=is_member)
    assert refused.value.codes == (expected,)


def test_the_last_coordinator_stays() -> None:
    check_still_coordinated(1)
    with pytest.raises(Refusal, match="no coordinator"):
        check_still_coordinated(0)


def test_the_last_administrator_stays() -> None:
    check_still_administered(1)
    with pytest.raises(Refusal, match="no administrator"):
        check_still_administered(0)


def test_every_role_stands_in_the_table_and_every_right_is_somebodys() -> None:
    assert set(RIGHTS) == set(Role)
    assert {right for right in Right if not roles_with(right)} == set()


def test_two_roles_together_may_what_each_of_them_may() -> None:
    both = rights_of((Role.ENUMERATOR, Role.APPROVER))
    assert both == RIGHTS[Role.ENUMERATOR] | RIGHTS[Role.APPROVER]
    assert rights_of(()) == frozenset()
