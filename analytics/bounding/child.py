"""The contained process that makes a set of boundaries from one file: it limits itself before anything is touched."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable

# all of GDAL's readers but the four that are meant: none that follows a link to another file or to the network
SKIPPED = (
    "ADBC,AIVector,AVCBin,AVCE00,AmigoCloud,CSV,CSW,Carto,DGN,DXF,EDIGEO,EEDA,ESRIJSON,Elasticsearch,FlatGeobuf,GDALG,"
    "GML,GPSBabel,GPX,GTFS,GeoJSONSeq,GeoRSS,HTTP,Idrisi,JML,JSONFG,KML,LIBKML,LVBAG,MBTiles,MEM,MVT,MapInfo File,"
    "MapML,MiraMonVector,NGW,OAPIF,ODS,OGCAPI,OGR_GMT,OGR_PDS,OGR_VRT,OSM,OpenFileGDB,PCIDSK,PDF,PDS4,PGDUMP,PLSCENES,"
    "PMTiles,S57,SQLite,SXF,Selafin,VDV,VFK,VICAR,WAsP,WFS,XLSX"
)
SETTINGS = {
    "GDAL_SKIP": SKIPPED, "PROJ_NETWORK": "OFF", "CPL_CURL_ENABLE_VSIMEM": "NO",
    "CPL_VSIL_CURL_ALLOWED_FILENAME": "none", "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": "NO", "GDAL_NUM_THREADS": "1",
    "SHAPE_RESTORE_SHX": "NO",
}  # fmt: skip
RESULT = "result.json"


def main() -> int:
    request = json.load(sys.stdin)
    from analytics.readers.child import limit_self

    limit_self(request["limits"])
    os.environ.update(SETTINGS)  # GDAL reads them when it is loaded
    from analytics.bounding.files import check_drivers

    made_within(request, check_drivers)
    return 0


def made_within(request: dict, check: Callable[[], None] = lambda: None) -> None:
    """Makes the set, or writes why there is none."""
    import warnings
    from pathlib import Path

    from analytics.bounding.making import make
    from analytics.readers.child import why_not
    from analytics.readers.limits import Limits
    from analytics.readers.refusals import RefusedFile

    try:
        with warnings.catch_warnings(action="ignore"):  # of GDAL, about what is told as a finding
            check()
            result = make(request)
    except (KeyboardInterrupt, SystemExit):
        raise
    except RefusedFile as error:
        result = {"findings": [_told(error.finding)]}
    except BaseException as error:  # a parser's panic is no Exception
        if not isinstance(error, MemoryError) and not (isinstance(error, OSError) and error.errno == errno.EFBIG):
            import traceback

            traceback.print_exc()
        result = {"findings": [_told(why_not(error, request["name"], Limits(**request["limits"])))]}
    Path(request["folder"], RESULT).write_text(json.dumps(result), encoding="utf-8")


def _told(finding: object) -> dict:
    from dataclasses import asdict

    return asdict(finding)


if __name__ == "__main__":
    status = main()
    os._exit(status)  # as in analytics.readers.child
