"""How much of a name a stranger sees."""


def masked(name: str) -> str:
    """One character in three stays hidden: enough to compare with the paper, not to collect.

    田泽赟 → 田*赟, 王伟 → 王*, 买买提·艾力 → 买****力; Latin words are treated the same way.
    """
    text = name.strip()
    if len(text) < 3:
        return text[:1] + "*" * (len(text) - 1)
    return text[0] + "*" * (len(text) - 2) + text[-1]
