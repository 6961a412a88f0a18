"""Where a country is, for maps: its approximate middle, to one degree. Never where something happened."""

from __future__ import annotations

_MIDDLES = """
AD 42 2|AE 24 54|AF 34 66|AL 41 20|AM 40 45|AO -12 18|AR -34 -64|AT 47 14|AU -25 134|AZ 40 48|BA 44 18|BD 24 90|BE 51 5
BF 13 -2|BG 43 25|BH 26 50|BI -3 30|BJ 9 2|BN 5 115|BO -17 -65|BR -10 -53|BS 24 -76|BT 27 90|BW -22 24|BY 53 28|BZ 17 -88
CA 61 -98|CD -3 24|CF 7 21|CG -1 15|CH 47 8|CI 8 -6|CL -30 -71|CM 6 12|CN 36 104|CO 4 -73|CR 10 -84|CU 22 -79|CV 16 -24
CY 35 33|CZ 50 15|DE 51 10|DJ 12 43|DK 56 10|DO 19 -71|DZ 28 3|EC -1 -78|EE 59 26|EG 27 30|ER 15 39|ES 40 -4|ET 9 40
FI 64 26|FJ -18 178|FR 46 2|GA -1 12|GB 54 -2|GE 42 43|GH 8 -1|GM 13 -15|GN 10 -11|GQ 2 10|GR 39 22|GT 16 -90|GW 12 -15
GY 5 -59|HK 22 114|HN 15 -87|HR 45 16|HT 19 -73|HU 47 19|ID -2 118|IE 53 -8|IL 31 35|IN 22 79|IQ 33 44|IR 32 54|IS 65 -18
IT 43 12|JM 18 -77|JO 31 36|JP 36 138|KE 1 38|KG 41 75|KH 13 105|KM -12 43|KP 40 127|KR 36 128|KW 29 48|KZ 48 67|LA 18 105
LB 34 36|LK 7 81|LR 6 -9|LS -29 28|LT 55 24|LU 50 6|LV 57 25|LY 27 17|MA 32 -6|MC 44 7|MD 47 29|ME 43 19|MG -20 47|MH 7 171
MK 42 22|ML 17 -4|MM 21 96|MN 47 104|MO 22 114|MR 20 -11|MT 36 14|MU -20 57|MV 3 73|MW -13 34|MX 24 -102|MY 4 109|MZ -17 35
NA -22 17|NE 17 9|NG 9 8|NI 13 -85|NL 52 5|NO 65 13|NP 28 84|NZ -42 173|OM 21 56|PA 8 -80|PE -10 -75|PG -6 145|PH 12 123
PK 30 69|PL 52 19|PS 32 35|PT 40 -8|PW 7 134|PY -23 -58|QA 25 51|RO 46 25|RS 44 21|RU 61 97|RW -2 30|SA 24 45|SC -5 55
SD 15 30|SE 62 16|SG 1 104|SI 46 15|SK 49 20|SL 9 -12|SN 14 -14|SO 6 46|SR 4 -56|SS 7 30|ST 0 7|SV 14 -89|SY 35 38|SZ -27 32
TD 15 19|TG 9 1|TH 15 101|TJ 39 71|TL -9 126|TM 39 59|TN 34 10|TR 39 35|TT 10 -61|TW 24 121|TZ -6 35|UA 49 31|UG 1 32
US 39 -98|UY -33 -56|UZ 41 63|VA 42 12|VE 7 -66|VN 16 107|VU -16 167|YE 16 48|ZA -29 25|ZM -14 28|ZW -19 30
"""


def _table() -> dict[str, tuple[float, float]]:
    rows = (entry.split() for line in _MIDDLES.split("\n") for entry in line.split("|") if entry.strip())
    return {code: (float(lat), float(lon)) for code, lat, lon in rows}


CENTRES = _table()


def centre(country: str) -> tuple[float, float] | None:
    """(latitude, longitude) of the middle of a country (ISO 3166-1 alpha-2); None where it is not in the table."""
    return CENTRES.get(country.upper())
