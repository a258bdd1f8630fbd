"""A tiny import, made so that every answer of the Quality page and of what is recorded can be worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from analytics.snapshots import Snapshot
from analytics.warehouse import Warehouse
from tests.importing import published, written


def _activity(key: str, title: str, *parts: str, status: str = "2") -> str:
    return (
        f"<iati-activity default-currency='USD'><iati-identifier>{key}</iati-identifier>"
        "<reporting-org ref='XX-1' type='10'><narrative>Trial Fund</narrative></reporting-org>"
        f"<title><narrative>{title}</narrative></title><description type='1'><narrative>What {key} is.</narrative>"
        "</description><participating-org role='1' type='10'><narrative>Sweden</narrative></participating-org>"
        f"<activity-status code='{status}'/>{''.join(parts)}</iati-activity>"
    )


def _dates(start: str, end: str) -> str:
    return f"<activity-date type='2' iso-date='{start}'/><activity-date type='4' iso-date='{end}'/>"


def _place(name: str, level: str) -> str:
    return (
        f"<location><name><narrative>{name}</narrative></name><feature-designation code='{level}'/></location>"
        "<recipient-country code='CO'/>"
    )


def _paid(value: str, currency: str, day: str) -> str:
    return (
        f"<transaction><transaction-type code='2'/><transaction-date iso-date='{day}'/>"
        f"<value currency='{currency}' value-date='{day}'>{value}</value></transaction>"
    )


AS_OF = date(2023, 1, 1)
IATI = (
    "<?xml version='1.0' encoding='UTF-8'?><iati-activities version='2.03'>"
    # open as stated, ended in 2020; in a municipality where extortion is recorded too
    + _activity("XX-1-a", "Peace school", _dates("2019-06-01", "2020-05-31"), _place("Caucasia", "ADM2"),
                _paid("1000", "USD", "2020-03-01"))
    # the same title and dates, the same money on the same day: it may be the same
    + _activity("XX-1-b", "Peace school", _dates("2019-06-01", "2020-05-31"), _place("Antioquia", "ADM1"),
                _paid("1000", "USD", "2020-03-01"))
    # another currency, which is never added to the first; no date, no place
    + _activity("XX-1-c", "Radio", _paid("500", "EUR", "2021-01-01"))
    # a title that only repeats the identifier states nothing
    + _activity("XX-1-d", "XX-1-d", _dates("2022-01-01", "2022-12-31"), _place("Colombia", "PCLI"), status="4")
    + "</iati-activities>"
)  # fmt: skip
EXTORTION = (
    "codigo_dane,municipio,año,casos\n"
    "05120,Cáceres,2019,3\n"  # no activity there; one in its department as a whole
    "05120,Cáceres,2021,4\n"
    "05154,Caucasia,2020,2\n"  # an activity is recorded there
    "13248,El Guamo,2020,\n"  # a count that is not stated is not zero; no activity in its department either
    "13244,El Carmen de Bolívar,2020,0\n"  # a real zero: nothing is recorded there
)
ACTIVITIES = "titulo,municipio,codigo_dane,fecha_inicio\nPeace school,Caucasia,05154,2020-01-15\n"


def trial(folder: Path) -> Snapshot:
    """The tiny import, published as the workspace `trial` of the data folder that the environment names."""
    folder.mkdir(parents=True, exist_ok=True)
    return published(
        written(folder, IATI, "trial_fund.xml"), written(folder, EXTORTION, "extorsion.csv"),
        written(folder, ACTIVITIES, "actividades.csv"), as_of=AS_OF,
    )  # fmt: skip


@contextmanager
def trial_warehouse(home: Path) -> Iterator[Warehouse]:
    """The warehouse over the tiny import, in a data folder of its own, which `home` then is."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TEJIDO_DATA", str(home))
        with Warehouse(trial(home)) as warehouse:
            yield warehouse
