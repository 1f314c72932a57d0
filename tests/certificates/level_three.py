"""GB 18030-2022 level 3: the ideographs of URO to Extension F."""

_BLOCKS = (
    (0x4E00, 0x9FEF),
    (0x3400, 0x4DB5),
    (0x20000, 0x2A6D6),
    (0x2A700, 0x2B734),
    (0x2B740, 0x2B81D),
    (0x2B820, 0x2CEA1),
    (0x2CEB0, 0x2EBE0),
)
THREE = [point for low, high in _BLOCKS for point in range(low, high + 1)]
