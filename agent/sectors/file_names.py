"""What the name of a file tells: Inner_Mongolia_Ground_Transport is a province and a sector."""

from __future__ import annotations

from agent.errors import UnknownName
from agent.places import Places
from agent.sectors import Sectors


def words_of_file_name(name: str, places: Places, sectors: Sectors) -> tuple[str, str]:
    """The words for the province and for the sector, which is empty where there is none.

    Both have underscores inside, so they are told apart by the tables of names. Raises UnknownName
    when no split gives a province.
    """
    parts = name.split("_")
    unknown: UnknownName | None = None
    for cut in range(1, len(parts) + 1):
        region, sector = " ".join(parts[:cut]), " ".join(parts[cut:])
        try:
            places.province(region)
            sectors.sector(sector or None)
        except UnknownName as error:
            unknown = unknown if unknown and unknown.near else error
            continue
        return region, sector
    raise unknown or UnknownName("province", name, ())
