"""Towns that share an environment: what a town has for itself goes before what all have, and no secret goes astray."""

from __future__ import annotations

import pytest

from pipeline.model.own_variables import variables_of


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ({"SOURCE_ROADMAP_TOKEN": "all"}, {"SOURCE_ROADMAP_TOKEN": "all"}),
        ({"SOURCE_ROADMAP_TOKEN": "all", "BAD_EMS_SOURCE_ROADMAP_TOKEN": "own"}, {"SOURCE_ROADMAP_TOKEN": "own"}),
        ({"SMTP_USER": "all", "BAD_EMS_SMTP_USER": "own"}, {"SMTP_USER": "own"}),
        # an account of its own is never tried with the token of all, which would go before it
        (
            {
                "SOURCE_ROADMAP_TOKEN": "all",
                "BAD_EMS_SOURCE_ROADMAP_USER": "own",
                "BAD_EMS_SOURCE_ROADMAP_PASSWORD": "own",
            },
            {"SOURCE_ROADMAP_USER": "own", "SOURCE_ROADMAP_PASSWORD": "own"},
        ),
        # another file of the town is another place
        (
            {"SOURCE_ROADMAP_TOKEN": "all", "BAD_EMS_SOURCE_PLAN_TOKEN": "own"},
            {"SOURCE_ROADMAP_TOKEN": "all", "SOURCE_PLAN_TOKEN": "own"},
        ),
        # what opens the portal of all is not sent to the town's own
        (
            {"CKAN_URL": "all", "CKAN_TOKEN": "all", "BAD_EMS_CKAN_URL": "own"},
            {"CKAN_URL": "own"},
        ),
        # but an organization of its own is in the same portal
        (
            {"CKAN_TOKEN": "all", "BAD_EMS_CKAN_ORGANIZATION": "own"},
            {"CKAN_TOKEN": "all", "CKAN_ORGANIZATION": "own"},
        ),
        (
            {"SFTP_KNOWN_HOSTS": "all", "BAD_EMS_SFTP_PASSWORD": "own"},
            {"SFTP_KNOWN_HOSTS": "all", "SFTP_PASSWORD": "own"},
        ),
    ],
)
def test_a_town_sees_its_own_before_those_of_all(given: dict[str, str], seen: dict[str, str]) -> None:
    assert variables_of("bad-ems", {**given, "PATH": "x"}) == {**seen, "PATH": "x"}
    assert variables_of("bad-ems", variables_of("bad-ems", given)) == seen


def test_what_one_town_has_for_itself_is_nothing_for_another() -> None:
    given = {"BAD_EMS_CKAN_TOKEN": "own", "CKAN_TOKEN": "all"}

    assert variables_of("bad", given)["CKAN_TOKEN"] == "all"
    assert variables_of("ems", given)["CKAN_TOKEN"] == "all"
