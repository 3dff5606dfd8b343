"""The rules over a whole population: group by patient on disk, ask, count, report, compare."""
