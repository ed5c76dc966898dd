"""How one place of the built gazetteer is packed; read by `places.py`, written by `tools/build_places.py`."""

from __future__ import annotations

# GeoNames or Who's On First number, name, row of the unit that it lies in, inhabitants, latitude and longitude in
# hundred-thousandths of a degree, country, kind, source.
LAYOUT = "<IIIIii2sBB"
UNKNOWN = 0xFFFFFFFF
NOWHERE = 1000.0  # the latitude of a place without a point
KINDS = ("city", "province", "district", "subdistrict", "quarter")
SOURCES = ("geonames", "wof")
