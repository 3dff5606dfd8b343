"""The files in the folder of a run."""

FINDINGS = "findings.ndjson"
SUMMARY = "summary.json"
REJECTED = "rejected.ndjson"
QUIET = "quiet.ndjson"
"""Why the other rules keep quiet about the patients that have findings."""
TALLY = "tally.json"
"""The counts behind the report."""
RESULTS = (FINDINGS, SUMMARY, REJECTED, QUIET, TALLY)

MANIFEST = "manifest.json"
COMPARE = "compare.json"
REPORT = "report.html"
SECRET = "pseudonyms.key"  # noqa: S105 (the name of a file)
ALL = (*RESULTS, MANIFEST, COMPARE, REPORT)

WORK = "work"
