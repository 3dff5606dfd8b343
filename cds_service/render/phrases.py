"""The service's own words on cards, in both languages."""

from __future__ import annotations

from cds_service.engine.table import Worded

PUBLISHER = "lupus-cds"

COLON = Worded(" : ", ": ")
SOURCES = Worded("Sources", "Sources")
MISSING = Worded("Données manquantes", "Missing data")
UNDECIDED = Worded("impossible de conclure", "cannot tell")
UNDECIDED_SUMMARY = Worded("Lupus : impossible de conclure", "Lupus: cannot tell")
LACKING = Worded("il manque", "missing")
CHECKS = Worded("{count} vérifications", "{count} checks")
BASICS = Worded("Bases du suivi (BASICs)", "Care basics (BASICs)")
