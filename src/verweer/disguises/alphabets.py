# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 - letters that look like others are what this is about
"""Names in other alphabets, letter by letter."""

from random import Random

from verweer.disguises._hiding import Hide, alphabet, bare, disguise

_CYRILLIC = {
    "ph": "ф",
    "th": "т",
    "sch": "ш",
    "sh": "ш",
    "ch": "ч",
    "zh": "ж",
    "ya": "я",
    "yu": "ю",
    "kh": "х",
    "ts": "ц",
    "ij": "ей",
    "oe": "у",
    **alphabet("а б к д е ф г х и й к л м н о п к р с т у в в кс и з"),
}
_GREEK = {
    "ph": "φ",
    "th": "θ",
    "ch": "χ",
    "ps": "ψ",
    "ou": "ου",
    "oe": "ου",
    **alphabet("α μπ κ ντ ε φ γκ χ ι γι κ λ μ ν ο π κ ρ σ τ ου β γου ξ ι ζ"),
}
_ARABIC = {
    "sh": "ش",
    "th": "ث",
    "kh": "خ",
    "ch": "تش",
    "oe": "و",
    "ij": "ي",
    "ie": "ي",
    **alphabet("ا ب ك د _ ف ج ه ي ج ك ل م ن و ب ك ر س ت و ف و كس ي ز"),
}
_HEBREW = {
    "sh": "ש",
    "th": "ת",
    "ch": "צ",
    "oe": "ו",
    "ij": "י",
    "ie": "י",
    **alphabet("א ב ק ד _ פ ג ה י י ק ל מ נ ו פ ק ר ס ט ו ו ו קס י ז"),
}


def _written(table: dict[str, str]) -> Hide:
    def hide(piece: str, random: Random) -> str:
        del random
        small, made = bare(piece), ""
        while small:
            size = next((size for size in (3, 2, 1) if small[:size] in table), 0)
            made += table[small[:size]] if size else small[0]
            small = small[max(size, 1) :]
        return made.replace("_", "")

    return hide


for script, letters in (("Cyrillic", _CYRILLIC), ("Greek", _GREEK), ("Arabic", _ARABIC), ("Hebrew", _HEBREW)):
    disguise(f"written in {script}", names_only=True, culture="not zh")(_written(letters))
