"""How much an uploaded table may hold (reliability 5.8)."""

FILE_BYTES = 5 * 1024 * 1024
ROWS = 20_000
COLUMNS = 50
CELL_LETTERS = 32_767  # what a spreadsheet cell can hold
PROBLEMS = 500  # more than anyone will read

ZIP_MEMBERS = 200
ZIP_BYTES = 50 * 1024 * 1024
ZIP_RATIO = 100
ZIP_RATIO_FROM = 1024 * 1024  # a small member may compress as well as it likes

CHILD_MEMORY = 512 * 1024 * 1024
CHILD_SECONDS = 10
