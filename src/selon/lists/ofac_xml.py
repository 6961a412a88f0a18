"""OFAC lists as XML (SDN.XML, CONSOLIDATED.XML) and advanced XML (SDN_ADVANCED.XML: scripts, date ranges, features)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from selon.lists.form import BadRow, Form, Row
from selon.lists.words import countries, edtf, names, once, script
from selon.lists.xml import children, local, records, text, texts
from selon.model.actor import ListEntry, ListName

_KINDS = {"individual": "person", "vessel": "vessel", "aircraft": "aircraft", "entity": "organization"}


def rows(path: Path, list_id: str) -> Iterator[Row]:
    """Every `sdnEntry`, in order."""
    for element in records(path, "sdnEntry"):
        where = f"{path}:{element.sourceline}"
        try:
            yield _entry(element, list_id, where)
        except ValueError as error:
            yield BadRow(where, str(error))


def _entry(element: Any, list_id: str, where: str) -> ListEntry:
    number = text(element, "uid")
    found = once(_names(element))
    if not number or not found:
        raise ValueError(f"{number or 'an entry'}: no uid or no name")
    nations = [
        *texts(element, "nationalityList", "nationality", "country"),
        *texts(element, "citizenshipList", "citizenship", "country"),
        *texts(element, "vesselInfo", "vesselFlag"),
        *texts(element, "addressList", "address", "country"),
    ]
    return ListEntry(
        list=list_id,
        reference=number,
        kind=_KINDS.get(text(element, "sdnType").lower(), "organization"),
        names=found,
        regime="; ".join(texts(element, "programList", "program")) or None,
        listed="national",
        birth_dates=tuple(
            filter(None, map(edtf, texts(element, "dateOfBirthList", "dateOfBirthItem", "dateOfBirth")))
        ),
        countries=countries(nations),
        identifiers=tuple(_identifiers(element)),
        positions=tuple(filter(None, [text(element, "title")])),
        remarks=text(element, "remarks") or None,
        where=where,
    )


def _names(element: Any) -> Iterator[ListName]:
    yield from names(_comma(element))
    for aka in (a for group in children(element, "akaList") for a in children(group, "aka")):
        weak = text(aka, "category").lower() == "weak"
        former = text(aka, "type").lower().startswith("f")
        yield from names(_comma(aka), "weak" if weak else ("former" if former else "good"))


def _comma(element: Any) -> str:
    return ", ".join(filter(None, (text(element, "lastName"), text(element, "firstName"))))


def _identifiers(element: Any) -> Iterator[tuple[str, str]]:
    for item in (i for group in children(element, "idList") for i in children(group, "id")):
        kind, number = text(item, "idType").lower(), text(item, "idNumber")
        if number:
            yield identifier(kind, number)


def identifier(kind: str, number: str) -> tuple[str, str]:
    """An identifier under our kind names: "imo", "passport", "national_id", "tail", else "id"."""
    if digits := re.search(r"IMO\s*(\d{7})", number):
        return "imo", digits[1]
    for word, ours in (("passport", "passport"), ("national id", "national_id"), ("tail", "tail")):
        if word in kind:
            return ours, number
    return "id", number


def _dated(path: Path) -> str | None:
    for element in records(path, "publshInformation", "publishInformation"):
        found = re.match(r"(\d{2})/(\d{2})/(\d{4})", text(element, "Publish_Date"))
        return f"{found[3]}-{found[1]}-{found[2]}" if found else None
    return None


def _xml(form_id: str, title: str, list_id: str, name: str) -> Form:
    return Form(
        id=form_id,
        title=title,
        list=list_id,
        rows=lambda path: rows(path, list_id),
        recognise=lambda first, path: b"<sdnList" in first and path.name.lower().startswith(name),
        dated=_dated,
        licence="United States government, public domain",
    )


FORMAT = _xml("ofac_sdn_xml", "OFAC Specially Designated Nationals (SDN.XML)", "ofac_sdn", "sdn")
CONSOLIDATED = _xml("ofac_cons_xml", "OFAC consolidated non-SDN list (CONSOLIDATED.XML)", "ofac_cons", "cons")


# --- advanced XML: values by number, explained in ReferenceValueSets, so the file is read twice ---

_SUBTYPES = {"vessel": "vessel", "aircraft": "aircraft"}
_PARTIES = {
    "individual": "person",
    "entity": "organization",
    "location": "organization",
    "transport": "vessel",
}


def advanced_rows(path: Path) -> Iterator[Row]:
    """Every `DistinctParty`, in order, with programmes and documents joined in from their own sections."""
    said = _References(path)
    for element in records(path, "DistinctParty"):
        where = f"{path}:{element.sourceline}"
        try:
            yield said.entry(element, where)
        except ValueError as error:
            yield BadRow(where, str(error))


class _References:
    """What the numbers of an advanced XML file mean, collected in one first pass."""

    def __init__(self, path: Path) -> None:
        self.values: dict[str, dict[str, str]] = defaultdict(dict)
        self.parts: dict[str, str] = {}
        self.programmes: dict[str, list[str]] = defaultdict(list)
        self.listed_on: dict[str, str] = {}
        self.documents: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for element in records(path, "ReferenceValueSets", "SanctionsEntry", "IDRegDocument"):
            {
                "ReferenceValueSets": self._value_sets,
                "SanctionsEntry": self._sanctions,
                "IDRegDocument": self._document,
            }[local(element)](element)

    def _value_sets(self, element: Any) -> None:
        for group in element:
            for value in group:
                if value.get("ID"):
                    self.values[local(value)][value.get("ID")] = " ".join((value.text or "").split())

    def _sanctions(self, element: Any) -> None:
        profile = element.get("ProfileID", "")
        for event in children(element, "EntryEvent"):
            if date := _date_of(next(iter(children(event, "Date")), None)):
                self.listed_on[profile] = date
        for measure in children(element, "SanctionsMeasure"):
            if comment := text(measure, "Comment"):
                self.programmes[profile].append(comment)

    def _document(self, element: Any) -> None:
        kind = self.values["IDRegDocType"].get(element.get("IDRegDocTypeID", ""), "").lower()
        if number := text(element, "IDRegistrationNo"):
            self.documents[element.get("IdentityID", "")].append(identifier(kind, number))

    def entry(self, element: Any, where: str) -> ListEntry:
        profile = next(iter(children(element, "Profile")), None)
        if profile is None:
            raise ValueError("a party without a profile")
        identities = children(profile, "Identity")
        features = list(self._features(profile))
        found = once(n for identity in identities for n in self._names(identity))
        if not found:
            raise ValueError(f"{profile.get('ID')}: no name")
        number = profile.get("ID", "")
        nations = [v for k, v in features if k.startswith(("nationality", "citizenship")) or "flag" in k]
        documents = [d for i in identities for d in self.documents.get(i.get("ID", ""), ())]
        imo = [("imo", m[1]) for k, v in features if (m := re.search(r"IMO\s*(\d{7})", v))]
        return ListEntry(
            list="ofac_sdn",
            reference=number,
            kind=self._kind(profile),
            names=found,
            regime="; ".join(dict.fromkeys(self.programmes.get(number, ()))) or None,
            listed="national",
            listed_on=self.listed_on.get(number),
            birth_dates=tuple(dict.fromkeys(v for k, v in features if k == "birthdate" and v)),
            countries=countries(nations),
            identifiers=tuple(dict.fromkeys([*imo, *documents])),
            positions=tuple(v for k, v in features if k == "title" and v),
            remarks=text(element, "Comment") or None,
            where=where,
        )

    def _kind(self, profile: Any) -> str:
        subtype = self.values["PartySubType"].get(profile.get("PartySubTypeID", ""), "").lower()
        return _SUBTYPES.get(subtype) or _PARTIES.get(
            subtype, "organization" if subtype != "unknown" else "person"
        )

    def _names(self, identity: Any) -> Iterator[ListName]:
        groups = {
            g.get("ID"): self.values["NamePartType"].get(g.get("NamePartTypeID", ""), "").lower()
            for top in children(identity, "NamePartGroups")
            for master in children(top, "MasterNamePartGroup")
            for g in children(master, "NamePartGroup")
        }
        for alias in children(identity, "Alias"):
            quality = (
                "primary"
                if alias.get("Primary") == "true"
                else "weak"
                if alias.get("LowQuality") == "true"
                else "good"
            )
            if quality == "good" and self.values["AliasType"].get(
                alias.get("AliasTypeID", ""), ""
            ).lower().startswith("f"):
                quality = "former"
            for documented in children(alias, "DocumentedName"):
                yield from _documented(documented, groups, quality)

    def _features(self, profile: Any) -> Iterator[tuple[str, str]]:
        """(feature type, value) pairs; dates as EDTF."""
        for feature in children(profile, "Feature"):
            kind = self.values["FeatureType"].get(feature.get("FeatureTypeID", ""), "").lower()
            for version in children(feature, "FeatureVersion"):
                period = next(iter(children(version, "DatePeriod")), None)
                if period is not None:
                    yield kind, _period(period) or ""
                for detail in children(version, "VersionDetail"):
                    reference = self.values["DetailReference"].get(detail.get("DetailReferenceID", ""), "")
                    yield kind, " ".join((detail.text or "").split()) or reference


def _documented(element: Any, groups: dict[str, str], quality: str) -> Iterator[ListName]:
    """A documented name: last names first, then a comma, as OFAC prints it."""
    last, other = [], []
    for part in children(element, "DocumentedNamePart"):
        value = next(iter(children(part, "NamePartValue")), None)
        if value is not None and value.text:
            (last if groups.get(value.get("NamePartGroupID")) == "last name" else other).append(
                " ".join(value.text.split())
            )
    whole = ", ".join(filter(None, (" ".join(last), " ".join(other))))
    for name in names(whole, quality):
        yield ListName(
            name.text.replace(",", "") if script(name.text) else name.text, name.quality, name.script
        )


def _date_of(element: Any) -> str | None:
    if element is None:
        return None
    return edtf("-".join(t.zfill(2) for k in ("Year", "Month", "Day") if (t := text(element, k))))


def _period(element: Any) -> str | None:
    """EDTF of a date period: a day, a year where the period is a year, else an interval of years."""
    ends = []
    for edge, bound in (("Start", "From"), ("End", "To")):
        date = next((d for e in children(element, edge) for d in children(e, bound)), None)
        ends.append(_date_of(date))
    start, end = ends
    if not start or not end or start == end:
        return start or end
    if start[:4] == end[:4]:
        return start[:4]
    return f"{start[:4]}/{end[:4]}"


def _advanced_date(path: Path) -> str | None:
    for element in records(path, "DateOfIssue"):
        return _date_of(element)
    return None


ADVANCED = Form(
    id="ofac_advanced_xml",
    title="OFAC Specially Designated Nationals (SDN_ADVANCED.XML)",
    list="ofac_sdn",
    rows=advanced_rows,
    recognise=lambda first, path: (
        b"<Sanctions" in first and (b"ReferenceValueSets" in first or b"DateOfIssue" in first)
    ),
    dated=_advanced_date,
    licence="United States government, public domain",
)
