"""Accounts: one address is one account, roles come from the account, rights from the table."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from nov.kernel.models import User

pytestmark = pytest.mark.django_db


def test_an_account_is_made_with_its_address_in_lower_case():
    user = User.objects.create_user(" Anouk@NOV.Example ", "wachtwoord-van-anouk", name="Anouk", roles=["bureau"])

    assert (user.email, user.name, user.roles, user.is_active) == ("anouk@nov.example", "Anouk", ["bureau"], True)
    assert user.check_password("wachtwoord-van-anouk")


def test_logging_in_finds_the_account_whatever_the_capitals():
    user = User.objects.create_user("anouk@nov.example", name="Anouk")

    assert User.objects.get_by_natural_key("ANOUK@nov.example") == user


def test_one_address_is_one_account():
    User.objects.create_user("anouk@nov.example", name="Anouk")

    with pytest.raises(ValidationError) as refused:
        User.objects.create_user("Anouk@nov.example", name="Een ander")
    assert refused.value.message_dict == {"email": ["Er is al een account met dit e-mailadres."]}


def test_the_database_refuses_capitals_and_the_same_address_twice():
    User.objects.create_user("anouk@nov.example", name="Anouk")
    insert = "insert into kernel_user (email, name, password, roles, is_active, created_at) values (%s, 'x', '', '{}', true, now())"
    for address in ("Bram@nov.example", "anouk@nov.example"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(insert, [address])
    with connection.cursor() as cursor:
        cursor.execute(insert, ["bram@nov.example"])
    assert list(User.objects.values_list("email", flat=True).order_by("email")) == [
        "anouk@nov.example",
        "bram@nov.example",
    ]


def test_an_address_that_is_none_is_refused():
    with pytest.raises(ValidationError):
        User.objects.create_user("geen adres", name="X")


def test_rights_follow_from_roles_and_roles_add_up():
    bureau = User.objects.create_user("a@nov.example", name="A", roles=["bureau"])
    both = User.objects.create_user("b@nov.example", name="B", roles=["bureau", "financien"])
    nobody = User.objects.create_user("c@nov.example", name="C")

    assert [user.has_perm("members.mutate") for user in (bureau, both, nobody)] == [True, True, False]
    assert [user.has_perm("finance.post") for user in (bureau, both, nobody)] == [False, True, False]
    assert [user.has_perms(["members.mutate", "finance.post"]) for user in (bureau, both)] == [False, True]
    assert [user.is_staff for user in (bureau, both, nobody)] == [True, True, False]


def test_a_blocked_account_may_nothing():
    user = User.objects.create_user("a@nov.example", name="A", roles=["beheerder"], is_active=False)

    assert not user.has_perm("nov.manage_users")
    assert not user.has_role("beheerder")
    assert not user.is_staff


def test_asking_a_right_costs_no_query(django_assert_num_queries):
    user = User.objects.create_user("a@nov.example", name="A", roles=["bureau"])

    with django_assert_num_queries(0):
        assert user.has_perm("members.view")
        assert not user.has_perm("members.nothing_of_the_kind")
