"""Thai and Arabic digits: official papers print ๐-๙, screens and tables 0-9."""

_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙０１２３４５６７８９", "01234567890123456789")


def thai_digits(value: object) -> str:
    """The text with every Arabic digit replaced by the Thai one; everything else as it was."""
    return str(value).translate(_TO_THAI)


def arabic_digits(value: object) -> str:
    """The text with Thai (and full-width) digits replaced by Arabic ones, as they are typed or pasted."""
    return str(value).translate(_TO_ARABIC)
