"""Names, addresses and languages. Everything here is invented by putting common words together; nobody is meant.

Names are as mixed as in any Danish municipality. Nothing else in the demonstration follows from a name: not the group,
the benefit, the wish for a job or what becomes of it. Only the language of an interpreter goes with a name, because a
caseworker would stumble over anything else.
"""

from __future__ import annotations

import random


def _words(text: str) -> list[str]:
    return text.split()


#: Given names by generation: of those born before 1985, and since.
WOMEN = (
    _words(
        """Anne Kirsten Mette Hanne Anna Helle Susanne Lene Maria Marianne Lone Camilla Pia Louise Charlotte Bente Tina
        Gitte Inge Karen Rikke Jeanette Dorte Birgit Vibeke Ulla Annette Heidi Lisbeth Christina Sanne Malene Tanja
        Britt Winnie Trine Nanna Stine Ditte Pernille Bettina Connie Merete Jytte Grethe Solveig Ragnhild Katja Signe"""
    ),
    _words(
        """Ida Emma Julie Sofie Caroline Laura Mathilde Freja Cecilie Katrine Line Maja Sara Emilie Clara Amalie Astrid
        Maiken Simone Rebecca Nadja Sandra Natasja Mie Ellen Karla Thea Liv Alberte Frida Josefine Victoria Isabella
        Olivia Luna Vera Anna Louise Camilla Signe Asta Agnes Michelle Kristine Nanna Pernille Rikke"""
    ),
)
MEN = (
    _words(
        """Peter Michael Lars Jens Thomas Henrik Søren Christian Martin Jan Morten Jesper Anders Niels Per Hans Kim
        Jørgen Ole Claus Torben Brian Allan Steen Bo Carsten Erik Frank Flemming Kenneth Dennis Rene Johnny John Leif
        Poul Finn Svend Bent Arne Kaj Ulrik Stig Bjørn Troels Tommy Robert Karl Otto Kasper Rasmus Mads Esben"""
    ),
    _words(
        """Rasmus Mads Kasper Jonas Jakob Daniel Simon Mikkel Frederik Oliver Emil Magnus Mathias Nikolaj Kristian
        Tobias Lucas William Noah Oscar Alexander Victor Benjamin Sebastian Malthe Anton August Valdemar Asger Bjarke
        Aksel Theo Elias Philip Patrick Ronni Danny Gustav Marius Storm Martin Christian Anders Kevin Nicklas"""
    ),
)
YOUNG_SINCE = 1985
FAMILIES = _words("""
Nielsen Jensen Hansen Pedersen Andersen Christensen Larsen Sørensen Rasmussen Jørgensen Petersen Madsen
Kristensen Olsen Thomsen Christiansen Poulsen Johansen Møller Mortensen Knudsen Jakobsen Mikkelsen Lund Holm Schmidt
Eriksen Holst Iversen Jeppesen Kjær Bertelsen Winther Bach Frandsen Lauridsen Vestergaard Østergaard Nørgaard Kirkegaard
Søndergaard Overgaard Damgaard Dahl Berg Friis Juhl Krogh Toft Skov Bjerregaard Bang Beck Hald Ravn Steffensen Clausen
Simonsen Laursen Svendsen Andreasen Gregersen Carlsen Mogensen Henriksen Lassen Bruun Villadsen Dam Aagaard Karlsen
Hedegaard Nygaard Kofoed Bendtsen Brandt Thorsen Lindberg Gade Lindholm Munk Kold Buch Hjort Fisker Storgaard Bech
Ibsen Justesen Jessen Klausen Meyer Nissen Ottosen Paulsen Riis Schultz Skovgaard Sloth Thygesen Vinther Wolff""")
MIDDLE = _words("Holm Kjær Lund Bach Skov Juhl Friis Bruun Dahl Riis Winther Munk")

#: Other names that are common here, by the language of an interpreter where one is needed: women, men, families.
ELSEWHERE = {
    "arabisk": ("Fatima Amina Noor Layla Mariam Zahra Hanan Rana", "Ahmad Omar Ali Yousef Khaled Ibrahim Samir Hassan",
                "Ahmad Hussein Saleh Mansour Khalil Nasser Haddad Darwish"),
    "tyrkisk": ("Ayse Elif Fatma Zeynep Emine Selin", "Mehmet Mustafa Emre Murat Kemal Can",
                "Yilmaz Kaya Demir Öztürk Arslan Aydin"),
    "polsk": ("Agnieszka Katarzyna Joanna Magdalena Ewa", "Piotr Krzysztof Tomasz Marek Pawel",
              "Kowalski Nowak Wisniewski Zielinski Wozniak"),
    "ukrainsk": ("Oksana Olena Iryna Natalia Svitlana", "Andrij Oleksandr Dmytro Serhij Mykola",
                 "Kovalenko Shevchenko Bondarenko Tkachenko Melnyk"),
    "rumænsk": ("Elena Andreea Ioana Gabriela", "Andrei Mihai Cristian Ionut", "Popescu Ionescu Stan Dumitru"),
    "persisk": ("Maryam Parisa Leila Nasrin", "Reza Hamid Farhad Navid", "Rahimi Karimi Hosseini Moradi"),
    "somali": ("Hodan Ayaan Sahra Ifrah", "Abdi Mohamed Farah Yusuf", "Abdullahi Warsame Jama Nur"),
    "vietnamesisk": ("Linh Mai Thuy Lan", "Minh Tuan Hung Duc", "Nguyen Tran Pham Le"),
    "bosnisk": ("Amra Selma Jasmina Lejla", "Emir Adnan Senad Haris", "Hodzic Kovacevic Begic Delic"),
    "tamil": ("Priya Kavitha Shanthi", "Suresh Ramesh Kumar", "Sivakumar Rajan Nathan"),
}  # fmt: skip
SIGN_LANGUAGE = "dansk tegnsprog"

#: Town, postcode, district. No such postcode is in use.
TOWNS = (
    ("Rolfsund", "7043", "east", 34),
    ("Rolfsund V", "7044", "west", 22),
    ("Tjørnelev", "7045", "west", 14),
    ("Kragby", "7046", "east", 12),
    ("Nørre Elkær", "7047", "west", 8),
    ("Sundby Havn", "7048", "east", 10),
)
STREETS = _words("""
Søndergade Nørregade Vestergade Østergade Havnegade Algade Jernbanegade Skolegade Kirkevej Møllevej Bakkevej
Birkevej Lindevej Rosenvej Egevej Bøgevej Elmevej Tjørnevej Solvej Strandvej Engvej Skovvej Parkvej Ringvej Nygade
Kirsebærvej Æblehaven Hasselvej Fasanvej Lærkevej Mosevej Enghaven Vinkelvej Industrivej Stationsvej Kystvejen Granvej
Violvej Kløvervej Rughaven Toftevej Markvej Dalvej Højvang Kildevej Brovej Fjordvej Marsvej Uglevej Svanevej""")


class Names:
    """Draws names; those of staff are all different."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._staff: set[str] = set()

    def of_staff(self) -> str:
        while True:
            given, family, _language = self.of_citizen(self._rng.random() < 0.7, self._rng.randint(1960, 1998))
            if (name := f"{given} {family}") not in self._staff:
                self._staff.add(name)
                return name

    def of_citizen(self, is_woman: bool, born: int) -> tuple[str, str, str]:
        """Given name, family name, and the language that an interpreter would speak, if one were needed."""
        rng = self._rng
        if rng.random() < 0.14:
            language = rng.choice(list(ELSEWHERE))
            women, men, families = (words.split() for words in ELSEWHERE[language])
            return rng.choice(women if is_woman else men), rng.choice(families), language
        given = rng.choice((WOMEN if is_woman else MEN)[born >= YOUNG_SINCE])
        if rng.random() < 0.35:
            given += f" {rng.choice(MIDDLE)}"
        return given, rng.choice(FAMILIES), SIGN_LANGUAGE

    def address(self, district: str) -> tuple[str, str, str]:
        """Street and number, postcode, town, in one of the two districts."""
        rng = self._rng
        towns = [town for town in TOWNS if town[2] == district]
        town = rng.choices(towns, weights=[weight for *_, weight in towns])[0]
        floor = rng.choice(["", "", "", ", st. tv.", ", 1. th.", ", 1. tv.", ", 2. mf."])
        return f"{rng.choice(STREETS)} {rng.randint(1, 118)}{floor}", town[1], town[0]

    def phone(self) -> str:
        """Eight digits that are nobody's: no Danish number begins with 10."""
        return f"10 {self._rng.randint(0, 99):02d} {self._rng.randint(0, 99):02d} {self._rng.randint(0, 99):02d}"
