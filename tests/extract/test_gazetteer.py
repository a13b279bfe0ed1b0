"""The table of administrative units, before and after 2025-07-01."""

from __future__ import annotations

from datetime import date

import pytest

from report_miner.extract.gazetteer import Gazetteer, Level, Vintage, load_gazetteer, name_key
from report_miner.patterns import load_patterns


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(load_patterns())


@pytest.mark.parametrize(
    ("vintage", "level", "at_least", "at_most"),
    [
        (Vintage.OLD, Level.PROVINCE, 63, 64),
        (Vintage.OLD, Level.DISTRICT, 690, 710),
        (Vintage.OLD, Level.COMMUNE, 10_000, 10_060),
        (Vintage.NEW, Level.PROVINCE, 34, 34),
        (Vintage.NEW, Level.COMMUNE, 3321, 3321),
    ],
)
def test_both_vintages_are_complete(
    gazetteer: Gazetteer, vintage: str, level: str, at_least: int, at_most: int
) -> None:
    count = sum(1 for unit in gazetteer.units.values() if (unit.vintage, unit.level) == (vintage, level))
    assert at_least <= count <= at_most


def test_every_unit_has_its_parent_and_successors(gazetteer: Gazetteer) -> None:
    for unit in gazetteer.units.values():
        assert (unit.level == Level.PROVINCE) == (not unit.parent)
        assert all(f"{Vintage.NEW}:{code}" in gazetteer.units for code in unit.successors)
        assert len(gazetteer.ancestors(unit)) <= 2


def test_a_commune_is_found_under_its_type_only(gazetteer: Gazetteer) -> None:
    (commune,) = gazetteer.named("Thanh Hóa", ("xã",), Vintage.OLD)
    assert commune.ref == "old:18958"
    assert [unit.full_name for unit in gazetteer.ancestors(commune)] == ["huyện Tuyên Hóa", "tỉnh Quảng Bình"]


@pytest.mark.parametrize(
    ("alias", "name"),
    [("TPHCM", "Hồ Chí Minh"), ("Đắc Lắc", "Đắk Lắk"), ("Thừa Thiên - Huế", "Thừa Thiên Huế"), ("Kontum", "Kon Tum")],
)
def test_other_spellings_name_the_same_province(gazetteer: Gazetteer, alias: str, name: str) -> None:
    assert name in {unit.name for unit in gazetteer.named(alias)}


@pytest.mark.parametrize("alias", ["TP.HCM", "Sài Gòn"])
def test_spellings_that_differ_in_case_alone_name_each_unit_once(gazetteer: Gazetteer, alias: str) -> None:
    assert len(gazetteer.named(alias, vintage=Vintage.OLD)) == 1


@pytest.mark.parametrize(
    ("ref", "names"),
    [
        ("old:70", ["Đồng Nai"]),
        ("old:18958", ["Tuyên Lâm"]),
        ("old:89", ["An Giang"]),
        ("new:18958", ["Tuyên Lâm"]),
        ("old:453", ["Đồng Lê", "Tuyên Bình", "Tuyên Hóa", "Tuyên Lâm", "Tuyên Phú", "Tuyên Sơn"]),
    ],
)
def test_what_became_of_a_unit(gazetteer: Gazetteer, ref: str, names: list[str]) -> None:
    assert sorted(unit.name for unit in gazetteer.successors(ref)) == sorted(names)


def test_units_are_counted_below_a_unit(gazetteer: Gazetteer) -> None:
    assert gazetteer.count_units("old:453", Level.COMMUNE) == 19
    assert gazetteer.count_units("old:70", Level.DISTRICT) == 11
    with pytest.raises(KeyError):
        gazetteer.count_units("old:000", Level.COMMUNE)


@pytest.mark.parametrize(
    ("day", "vintage"),
    [(None, Vintage.OLD), (date(2025, 6, 30), Vintage.OLD), (date(2025, 7, 1), Vintage.NEW)],
)
def test_the_reform_divides_the_vintages(day: date | None, vintage: Vintage) -> None:
    assert Vintage.of(day) == vintage


def test_names_are_compared_without_case_hyphens_and_apostrophes() -> None:
    assert name_key("Bà Rịa-Vũng Tàu") == name_key("BÀ RỊA - VŨNG TÀU") == name_key("Bà Rịa Vũng Tàu")
    assert name_key("M'Drắk") == name_key("M Drắk")


@pytest.mark.parametrize(
    ("spelt", "kind", "name"),
    [("Đăk Rông", "huyện", "Đa Krông"), ("Ea Hleo", "huyện", "Ea H'leo"), ("Mĩ Đức", "huyện", "Mỹ Đức")],
)
def test_a_misspelt_district_is_found_under_its_type(gazetteer: Gazetteer, spelt: str, kind: str, name: str) -> None:
    assert [unit.name for unit in gazetteer.named(spelt, (kind,))] == [name]
    assert not gazetteer.named(spelt)


def test_a_name_that_sounds_like_two_districts_is_none_of_them(gazetteer: Gazetteer) -> None:
    assert not gazetteer.named("Phu My", ("huyện", "thị xã"))
