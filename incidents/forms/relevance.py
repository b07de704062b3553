"""Which parts of the report form matter for which class of event; all are always accepted."""

RELEVANT: dict[str, str] = {
    "perception": "FIR IND AIR EXP EXR MON OTH",
    "weapon": "FIR IND AIR EXP GRD WPN EXR CIV PRP MON OTH",
    "count": "FIR IND AIR EXP GRD WPN EXR PRP DET OTH",
    "casualties": "FIR IND AIR EXP GRD CIV PRP HUM MON DET OTH",
}
