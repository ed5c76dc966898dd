"""How one place of the built gazetteer is packed; read by `places.py`, written by `tools/build_places.py`."""

from __future__ import annotations

# Number in its source (GeoNames, Who's On First, the code of a post office of the United States), name, row of the unit that
# it lies in, inhabitants, latitude and longitude in hundred-thousandths of a degree, country, kind, source.
LAYOUT = "<IIIIii2sBB"
UNKNOWN = 0xFFFFFFFF
NOWHERE = 1000.0  # the latitude of a place without a point
KINDS = ("city", "province", "district", "subdistrict", "quarter")
SOURCES = ("geonames", "wof", "uszip")
