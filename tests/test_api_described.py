"""The description of the addresses is true: whatever it allows is answered as it says, and all else is refused."""

import json
import shutil

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from analytics.api.described import openapi
from pages.shared.geo import geo
from tests.test_api import HERE, application

CHECKS = (
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
    negative_data_rejection, unsupported_method,
)  # fmt: skip


# the description needs no data: it can be read before any test has some
schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", application(), headers={"Host": "127.0.0.1:8501"})


@pytest.fixture(scope="module")
def home(sealed_country, tmp_path_factory):
    return shutil.copytree(sealed_country, tmp_path_factory.mktemp("described") / "data")


@pytest.fixture(autouse=True)
def data(home, data_home, monkeypatch):
    monkeypatch.setenv("TEJIDO_DATA", str(home))
    geo.clear()


def unlike() -> list[str]:
    """One address of each kind: many questions take the same parameters."""
    found = {}
    for path in openapi()["paths"].values():
        found.setdefault(json.dumps(path["get"]["parameters"]), path["get"]["operationId"])
    return list(found.values())


def check(case) -> None:
    case.call_and_validate(base_url=f"{HERE}/api/v1", headers={"Host": "127.0.0.1:8501"}, checks=CHECKS)


SETTINGS = {
    "deadline": None, "derandomize": True, "database": None, "phases": (Phase.explicit, Phase.generate),
    "suppress_health_check": list(HealthCheck),
}  # fmt: skip


@schema.include(operation_id=unlike()).parametrize()
@settings(max_examples=3, **SETTINGS)
def test_an_address_of_each_kind_keeps_to_its_description(case):
    check(case)


@pytest.mark.long
@schema.parametrize()
@settings(max_examples=50, **SETTINGS)
def test_every_address_keeps_to_its_description(case):
    check(case)
