# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 - Turkish names have a dotless i
"""Invented people: given names and made-up surnames in several cultures, in three parts that share no name."""

from dataclasses import dataclass
from random import Random

_GIVEN = {
    "nl": ("Annelies Sanne Femke Wouter Marloes Jasmijn Bram Liesbeth Tjitske Noortje Wendela Ilonka Geerte Lonneke Sietske Hidde",
           "Maaike Roos Jolijn Daan Fenna Hanneke Sven Marijke Lobke Wietske Doutzen Jorien Renske Teuntje Evelien Ruben",
           "Hanna Floortje Machteld Ties Aukje Berber Nynke Jelmer Rixt Willemijn Pleun Gijs Madelief Sjoukje"),
    "en": ("Emily Rachel Kimberley Hannah Gareth Josephine Tabitha Marlow Brianna Cordelia Ellery Winifred Philippa Darcy",
           "Charlotte Megan Beatrix Olivia Trevor Georgina Harriet Linden Savannah Rosalind Imogen Tamsin Verity Keira",
           "Natalie Rowena Clementine Abigail Duncan Marigold Ottoline Lavinia Callum Primrose Sienna Bethany"),
    "de": ("Friederike Katharina Heike Liesel Jochen Mechthild Svenja Annegret Wiebke Ottilie", "Brunhilde Ulrike Franziska Gesine Torsten Hedwig Silke Roswitha Antje Lioba",
           "Anneliese Gudrun Rosalie Detlef Waltraud Ingeborg Karoline Leonhard"),
    "fr": ("Geneviève Mathilde Océane Solène Thibault Clémence Maëlys Capucine Noémie Ségolène", "Aurélie Éloïse Delphine Margaux Bastien Romane Coralie Apolline Hélène Sidonie",
           "Céleste Anaïs Éléonore Gaëlle Marguerite Rémi Violaine Philomène"),
    "es": ("Guadalupe Jimena Macarena Ximena Joaquín Rocío Inmaculada Yolanda Maite Itziar", "Consuelo Leticia Marisol Begoña Gonzalo Araceli Nieves Pilar Lorena Amparo",
           "Esperanza Candela Íñigo Rosario Visitación Paloma Gloria Encarnación"),
    "tr": ("Aylin Elif Burcu Zeynep Emre Sevgi Gülşen Nazlı", "Defne Pınar Yasemin Hülya Kerem Ayşegül Dilara Nihan",
           "Selin Gamze Özlem Berk Tuğba Meltem"),
    "ar": ("Samira Noura Yasmina Fatima Bilal Khadija Salma Rania", "Layla Amina Mariam Hanane Tarik Soumaya Dounia Naima",
           "Hajar Ikram Loubna Younes Ghizlane Asmae"),
    "sl": ("Katarzyna Agnieszka Svetlana Milena Bogdan Zuzana Danuta Lyudmila", "Małgorzata Olena Tatiana Jelena Dragan Ludmila Kalina Vesna",
           "Ewelina Bożena Galina Mirjana Radoslav Yevgenia"),
    "zh": ("Mei Jing Lan Wei Xiu Hua", "Fang Ling Yan Min Qing Bo",
           "Yu Hong Dan Xia Ping Tao"),
    "in": ("Priyanka Sunita Deepika Kavita Rohit Lakshmi Ananya Meenakshi", "Aishwarya Shreya Radhika Nandini Vikram Pooja Ishani Sarita",
           "Lavanya Jyoti Sangeeta Aparna Suresh Kamala"),
}  # fmt: skip
_STEMS = (
    "Bol Kamp Ster Ring Veld Hout Wes Mol Dorn Gras Lind Tor Brek Halm Sper Kolm",
    "Vaar Brug Haver Nijen Ploe Sten Marl Bor Wick Fal Gren Harp Trev Lork Dunn Zel",
    "Oost Diepen Roeze Kwak Buiten Slag Ver Wolf Crom Ash Pell Thorn Had Ruys Mid Eger",
)
_ENDS = (
    "stra ing man berg huizen sma inga mans wijk ley ford",
    "dijk kamp hof meester sen inck stad ma broek ton well",
    "hout veld bos horst daal beek more wood ter ker kens",
)
_OTHER = {
    "fr": ("Boisvert Lamoriac Dechamfort Vaugrelle Castanier Montrevel", "Beaufranc Lacharme Durivaux Fontbelle Maréchaud Roqueval", "Castelroux Marchevault Belfontaine Dugranier Rochemaure"),
    "es": ("Villanera Montecruz Carrasqueda Olivarez Sotomar Peñalba", "Quintarrosa Barrasel Herranz Castellar Valdemira Escorihuela", "Alcarrasco Fuensalida Bermudero Zarracina Monteverra"),
    "tr": ("Yıldıran Karasoy Demirbağ Aksungur", "Öztekmen Bulutlu Çelikoğul Taşkıran", "Kırcaoğlan Sarıtepe Güneşli Altuncu"),
    "ar": ("Benhaddou Elmansari Bouzaki Tahiroun", "Choukrani Elidrissani Lamraboti Zerouan", "Bensaltan Oukhayi Mernissari Haddaji"),
    "sl": ("Kowalewicz Novakova Petrushkina Zielonska", "Wojtasik Horvatic Bondarevska Malinowicz", "Wisniarska Kovalchenko Dobrowik Stankovar"),
    "zh": ("Chen Wang Li Zhao", "Liu Huang Sun Zhou", "Lin Guo Xu He"),
    "in": ("Chandrapur Venkatraman Deshmukar Iyerkar", "Banerjea Rathoregi Subramoni Kulkarvi", "Mukherjan Ranganatha Pillaimar Choudharam"),
}  # fmt: skip
_BEFORE = ("", "", "de ", "van ", "van der ", "van den ")
TUNE, CHECK, REPORT = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person."""

    given: str
    family: str
    culture: str

    @property
    def name(self) -> str:
        """Return the full name."""
        return f"{self.given} {self.family}"


def person(random: Random, half: int, culture: str = "") -> Person:
    """Return one invented person of a part (TUNE, CHECK or REPORT)."""
    chosen = culture or random.choice(("nl", "nl", "nl", "en", "en", "de", "fr", "es", "tr", "ar", "sl", "zh", "in"))
    given = random.choice(_GIVEN[chosen][half].split())
    if chosen in _OTHER:
        family = random.choice(_OTHER[chosen][half].split())
        return Person(given, family, chosen)
    made = random.choice(_STEMS[half].split()) + random.choice(_ENDS[half].split())
    before = random.choice(_BEFORE) if chosen == "nl" else ""
    return Person(given, before + made, chosen)


def crowd(random: Random, size: int) -> list[str]:
    """Return many names that nobody in the suite bears: given names with surnames from syllables."""
    givens = [name for halves in _GIVEN.values() for half in halves for name in half.split()]
    starts = [
        "Bra",
        "Kor",
        "Val",
        "Mer",
        "Tan",
        "Sil",
        "Dor",
        "Hen",
        "Jar",
        "Lom",
        "Pet",
        "Ros",
        "Wil",
        "Zan",
        "Ver",
        "Gol",
        "Fer",
        "Nie",
        "Cas",
        "Ols",
        "Ab",
        "El",
        "Is",
        "Om",
        "Ur",
        "Kra",
        "Ste",
        "Plo",
    ]
    middles = ["de", "ka", "li", "mo", "na", "ra", "sa", "ti", "va", "ne", "no", "ru", "lo", "mi", "ke"]
    ends = ["n", "s", "r", "k", "m", "ns", "ck", "ld", "rt", "ma", "stra", "sen", "berg", "ski", "ez", "i", "a"]
    found: set[str] = set()
    while len(found) < size:
        family = (
            random.choice(starts)
            + random.choice(middles)
            + random.choice(("", random.choice(middles)))
            + random.choice(ends)
        )
        found.add(f"{random.choice(givens)} {random.choice(_BEFORE)}{family}")
    return sorted(found)
