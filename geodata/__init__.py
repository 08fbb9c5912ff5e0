"""Dateline: reports in; dated, sourced events on a map out."""
