"""The columns and codes of the UCDP Georeferenced Event Dataset, and how ours map to them.

Source: UCDP GED codebook 25.1. It holds events in which somebody died; our profile too.
"""

COLUMNS = (
    *("id", "relid", "year", "active_year", "code_status", "type_of_violence"),
    *("conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id"),
    *("dyad_name", "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id"),
    *("side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office"),
    *("source_date", "source_headline", "source_original", "where_prec", "where_coordinates"),
    *("where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt"),
    *("priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec"),
    *("date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"),
    *("best", "high", "low", "gwnoa", "gwnob"),
)
STATE_BASED, ONE_SIDED = "1", "3"
WHERE_PRECISION = {
    **dict.fromkeys(("P1", "P2", "P3", "P4"), "1"),
    "P5": "2",
    "P6": "3",
    "P7": "4",
    "P0": "6",
}
ROUNDED = "2"  # near a known point: all that a rounded position says
DATE_PRECISION = {**dict.fromkeys(("T1", "T2", "T3", "T4", "T5"), "1"), "T6": "3", "T7": "4"}
CLEAR, LESS_CLEAR = "1", "2"
