"""The formats of files in which what queries give can be written, for code outside the engine."""

from engine.history.ocel import write_ocel
from engine.history.table_files import TooManyRows, write_csv, write_xlsx
from engine.history.xes import write_xes

__all__ = ["TooManyRows", "write_csv", "write_ocel", "write_xes", "write_xlsx"]
