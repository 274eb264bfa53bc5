"""What people wish to work with, in their own words, and the steps there. All of it is invented.

`{firm}` stands for one of the workplaces of the theme. A step is its text and whose turn it is: `us`, `citizen`, or
somebody else by name.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    jobs: tuple[str, ...]  #: the occupation or field
    words: tuple[str, ...]  #: the goal in the citizen's own words
    firms: tuple[str, ...]
    agreed: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]
    groups: frozenset[str] = frozenset()  #: only for these; empty: for all


def _steps(text: str) -> tuple[tuple[str, str], ...]:
    """Lines of `whose turn | step`."""
    return tuple(
        (step.strip(), turn.strip()) for turn, _, step in (line.partition("|") for line in text.strip().splitlines())
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.strip().splitlines())


THEMES = (
    Theme(
        ("Butiksmedhjælper", "Salgsassistent", "Kassemedarbejder"),
        _lines("""Jeg vil gerne stå i en butik, hvor der er liv, og hvor jeg kender kunderne.
            Jeg har altid været god til at snakke med folk. En butik tæt på, hvor jeg kan cykle hen, ville være godt.
            Jeg vil have et job, hvor jeg er færdig, når jeg går hjem. En butik kunne jeg godt se mig selv i.
            På sigt vil jeg gerne have ansvar for en afdeling, men jeg skal lige i gang først."""),
        ("Brugsen i Kragby", "Sundby Tøj og Sko", "Byggecenteret på Havnegade", "Tjørnelev Købmandsgård"),
        _lines("""Borgeren kontakter {firm} og spørger, om de kan bruge en i eftermiddagstimerne.
            Vi ser sammen på to opslag til næste gang, og borgeren har et udkast til en ansøgning med.
            Praktik hos {firm}, først tre formiddage om ugen. Timerne sættes op, når det går godt.
            Borgeren tager kassekurset, når der er plads. Vi melder tilbage med en dato."""),
        _steps("""citizen|Skrive ned, hvad jeg har lavet i de butikker, jeg har været i
            citizen|Gå en tur forbi tre butikker og spørge, hvad de har brug for
            us|Undersøge praktik hos {firm}
            us|Finde et kassekursus
            Butikschefen hos {firm}|Sige til, hvornår praktikken kan begynde
            citizen|Tage på besøg hos {firm} sammen med jobkonsulenten"""),
    ),
    Theme(
        ("Lagermedarbejder", "Truckfører", "Ekspeditionsmedarbejder"),
        _lines("""Jeg vil helst arbejde på et lager, hvor der er styr på tingene. Og jeg vil gerne have truckkort.
            Jeg kan godt lide at bruge kroppen og at kunne se, hvad jeg har nået.
            Et fast job med faste tider, gerne tidlig morgen. Lager eller pakkeri.
            Jeg vil tilbage til lageret, bare et sted hvor vi er flere om de tunge løft."""),
        ("Rolfsund Havneterminal", "Nordlager", "Elkær Emballage", "Kragby Fragt"),
        _lines("""Truckkurset er søgt. Borgeren får besked om dato direkte fra kursusstedet.
            Borgeren ringer til {firm} og spørger efter lagerchefen.
            Vi undersøger, om {firm} har en plads i pakkeriet uden tunge løft.
            Prøvedag hos {firm}. Borgeren og jobkonsulenten følges ad den første dag."""),
        _steps("""us|Søge kursus til gaffeltruck B
            citizen|Skrive mig op hos to vikarbureauer
            citizen|Tage bussen til {firm} og se, hvor lang tid det tager
            us|Aftale besøg hos {firm}
            Kursuscenteret|Sende indkaldelse til truckkursus
            citizen|Opdatere mit CV på Jobnet"""),
    ),
    Theme(
        ("Køkkenmedhjælper", "Kantinemedarbejder", "Cafémedarbejder"),
        _lines("""Jeg vil gerne lave mad til andre. Det har jeg gjort derhjemme altid.
            En kantine med faste dagtimer, så jeg kan hente børn, det er målet.
            Jeg vil være en del af et køkken, hvor man hjælper hinanden.
            Jeg drømmer om min egen lille café engang. Først vil jeg lære det ordentligt."""),
        ("kantinen på Rolfsund Rådhus", "Kragby Plejecenters køkken", "Café Fjorden", "Skolemaden i Tjørnelev"),
        _lines("""Borgeren begynder i {firm} to formiddage om ugen. Vi taler sammen efter den første uge.
            Hygiejnekurset er bestået. Næste skridt er en praktik med flere timer.
            Vi spørger {firm}, om der kan blive til nogle lønnede timer ved siden af praktikken.
            Borgeren vil gerne prøve opvasken først og køkkenet bagefter."""),
        _steps("""us|Finde et hygiejnekursus
            citizen|Besøge {firm}
            us|Aftale to formiddage om ugen i {firm}
            citizen|Tale med min familie om, hvem der henter, når jeg arbejder
            Køkkenlederen i {firm}|Lave en plan for oplæringen
            us|Spørge om lønnede timer ved siden af praktikken"""),
    ),
    Theme(
        ("Social- og sundhedshjælper", "Hjemmehjælper", "Serviceassistent på plejecenter"),
        _lines("""Jeg vil gerne hjælpe ældre mennesker. Jeg passede min farmor i fem år, og det kunne jeg.
            Jeg vil have en uddannelse som social- og sundhedshjælper.
            Jeg vil arbejde med mennesker, men ikke alene hele dagen.
            Et plejecenter i nærheden, dagvagter, og kolleger jeg kan spørge."""),
        ("Kragby Plejecenter", "hjemmeplejen i Rolfsund", "Elkær Aktivitetscenter", "Bofællesskabet Fjordblik"),
        _lines("""Borgeren har været på besøg på {firm} og vil gerne begynde i praktik.
            Vi undersøger optagelse på uddannelsen til social- og sundhedshjælper og voksenelevløn.
            Borgeren læser om uddannelsen og skriver sine spørgsmål ned til næste gang.
            {firm} vil gerne have borgeren i afløsning, når praktikken er slut."""),
        _steps("""citizen|Gå til informationsmøde på SOSU-skolen
            us|Aftale en uges praktik på {firm}
            us|Undersøge voksenelevløn
            citizen|Bestille straffeattest og børneattest
            SOSU-skolen|Svare på, om tidligere fag kan godskrives
            citizen|Øve dansk skriftligt på sprogcafeen om onsdagen"""),
    ),
    Theme(
        ("Rengøringsassistent", "Serviceassistent", "Pedelmedhjælper"),
        _lines("""Jeg vil have et job, hvor jeg kan planlægge min dag selv. Jeg er grundig.
            Jeg kan godt lide at ordne ting: en haveluge, en dør der binder. Pedel kunne være noget.
            Morgentimer og faste steder, så ved jeg, hvad jeg skal.
            Jeg vil gerne klare mig selv igen."""),
        ("Rolfsund Skole", "Boligforeningen Fjorden", "Tjørnelev Hallen", "Sundby Rengøring"),
        _lines("""Småjob på {firm}, fire timer om ugen fra den første. Det lægges oven i praktikken.
            Borgeren møder pedellen på {firm} på mandag kl. 9.
            Vi taler om maskiner, der skåner ryggen. Jobkonsulenten spørger {firm}, hvad de har.
            Borgeren tager et kursus i rengøringshygiejne over to dage."""),
        _steps("""us|Finde nogle få lønnede timer at begynde med
            citizen|Møde pedellen på {firm}
            us|Bestille sko og handsker
            citizen|Skrive mig op til kursus i rengøringshygiejne
            Pedellen på {firm}|Vise rundt og vise maskinerne
            us|Følge op efter de første tre uger"""),
    ),
    Theme(
        ("Struktør", "Tømrer", "Malerhjælper", "Bygningsarbejder"),
        _lines("""Jeg vil ud at bygge noget. Jeg står gerne tidligt op, når det er for noget.
            Jeg vil gerne have svendebrev. Jeg mangler kun det sidste halve år.
            Jeg vil arbejde udendørs og sammen med et sjak.
            Jeg vil tilbage i faget, men uden at kravle på knæ hele dagen."""),
        ("Elkær Byg", "Malerfirmaet Lind og Søn", "Havnens Tømrere", "Kragby Entreprenør"),
        _lines("""Borgeren taler selv med mester hos {firm} om en læreplads.
            Vi undersøger, hvad der mangler til svendeprøven, og om der er voksenlærlingetilskud.
            Virksomhedspraktik hos {firm} i fire uger. Derefter taler vi om en aftale.
            Borgeren får nye arbejdssko, før praktikken begynder."""),
        _steps("""citizen|Finde mit uddannelsesbevis frem
            us|Spørge den tekniske skole, hvad der mangler til svendeprøven
            citizen|Ringe til mester hos {firm}
            us|Undersøge tilskud til voksenlærling
            Den tekniske skole|Svare om godskrivning af skoleperioder
            citizen|Tage epoxykurset"""),
    ),
    Theme(
        ("Kontorassistent", "Administrativ medarbejder", "Bogholder"),
        _lines("""Jeg vil tilbage til et kontor. Jeg savner at have orden i noget og at have kolleger.
            Tal og regnskab, gerne i en mindre virksomhed, hvor man laver lidt af hvert.
            Et job på 25 timer, hvor jeg kan arbejde hjemme en dag om ugen.
            Jeg vil gerne ud at møde folk igen. Reception eller kontor."""),
        ("Rolfsund Revision", "Elkær Maskinfabrik", "Boligforeningen Fjorden", "Sundby Tandlægehus"),
        _lines("""Borgeren har to ansøgninger i gang og sender dem på fredag.
            Kursus i regnskabssystem søges via den regionale pulje.
            {firm} vil gerne tage imod i praktik på 15 timer om ugen.
            CV'et er skrevet om, så de seneste opgaver står først."""),
        _steps("""citizen|Skrive mit CV om, så det nyeste står først
            us|Undersøge kursus i regnskabssystem
            citizen|Søge to stillinger om ugen og skrive dem i joblog
            us|Aftale besøg hos {firm}
            citizen|Spørge min gamle chef om en udtalelse
            A-kassen|Sende vurdering af kurset"""),
    ),
    Theme(
        ("Pædagogmedhjælper", "Dagplejer", "Klubmedarbejder"),
        _lines("""Jeg vil arbejde med børn. Dem kan jeg finde ud af at være rolig sammen med.
            Jeg vil gerne læse til pædagog engang. Først vil jeg se, om jeg kan holde til det.
            En børnehave, hvor de er meget ude.
            Jeg vil være den voksne, jeg selv manglede."""),
        ("Børnehuset Myretuen", "Klubben på Brovej", "Børnehaven Skovbo", "SFO'en på Tjørnelev Skole"),
        _lines("""Børneattest er bestilt. Praktikken i {firm} begynder, når den er der.
            Borgeren har været på besøg i {firm} og fik lov at blive hele formiddagen.
            Fra næste måned 20 timer om ugen i {firm}. Vi følger op efter to uger.
            Lederen i {firm} siger god for borgeren som vikar."""),
        _steps("""us|Bestille børneattest
            citizen|Tage på besøg i {firm}
            us|Aftale praktik i {firm}
            citizen|Skrive mig på vikarlisten
            Lederen i {firm}|Tage stilling til timer efter sommerferien
            citizen|Læse om merituddannelsen"""),
    ),
    Theme(
        ("Gartnerimedarbejder", "Anlægsgartner", "Kirkegårdsmedhjælper"),
        _lines("""Jeg har det bedst, når jeg er ude. Gartner eller noget med dyr.
            Jeg vil have jord under neglene og kunne gå hjem og være træt på den gode måde.
            Et sted, hvor der ikke er for mange på en gang.
            Kirkegården i Tjørnelev kunne jeg godt tænke mig. Der er ro."""),
        ("Rolfsund Gartneri", "kirkegården i Tjørnelev", "Park og Vej", "Elkær Planteskole"),
        _lines("""Borgeren begynder på {firm} tre dage om ugen, fire timer ad gangen.
            Motorsavskurset ligger i uge 10. Borgeren er tilmeldt.
            {firm} spørger, om borgeren vil være med i højsæsonen med løn.
            Vi holder timerne, som de er, indtil hverdagen hænger sammen."""),
        _steps("""us|Aftale praktik på {firm}
            citizen|Cykle turen til {firm} en hverdag om morgenen
            us|Søge kursus i motorsav
            citizen|Skrive dagbog over, hvor mange timer der er gode
            Gartneren på {firm}|Sige, hvad der er brug for til foråret
            us|Undersøge løntilskud, når praktikken slutter"""),
    ),
    Theme(
        ("Buschauffør", "Chauffør", "Flextrafikchauffør"),
        _lines("""Jeg vil køre bus. Jeg kan lide at være alene på vejen og have folk omkring mig.
            Stort kørekort er målet. Så kan jeg altid finde noget.
            Jeg vil køre med ældre og børn, der ikke selv kan komme frem.
            Jeg har kørt i 20 år og vil gerne tilbage bag rattet, når lægen siger god for det."""),
        ("Fjordbusserne", "Elkær Turist", "Kragby Fragt", "Sundby Taxa"),
        _lines("""Vi søger den regionale uddannelsespulje til kørekort D. Borgeren har været til lægen med papirerne.
            Borgeren taler med vognmanden hos {firm} om en aftale efter kurset.
            Kurset er bevilget og begynder den første i næste måned.
            {firm} vil gerne have borgeren med på en tur, før der bliver skrevet under."""),
        _steps("""citizen|Få lægeerklæring til kørekort
            us|Søge den regionale uddannelsespulje til kørekort D
            citizen|Ringe til {firm} og tale om job efter kurset
            us|Indhente tilsagn fra {firm}
            Kørelæreren|Sende kursusplan
            citizen|Læse teorien op"""),
    ),
    Theme(
        ("Produktionsmedarbejder", "Industrioperatør", "Pakkerimedarbejder"),
        _lines("""Jeg vil gerne have et fast job i produktion. Daghold, hvis det kan lade sig gøre.
            Jeg kan lide maskiner. Jeg vil gerne lære at stille dem ind.
            Det vigtigste er kolleger, man kan grine med.
            Jeg vil have et arbejde, hvor jeg ikke skal tænke på det, når jeg har fri."""),
        ("Elkær Maskinfabrik", "Rolfsund Fisk", "Sundby Plast", "Kragby Vinduer"),
        _lines("""{firm} søger tre til dagholdet. Borgeren søger i dag sammen med jobkonsulenten.
            Borgeren kommer til samtale hos {firm} på torsdag.
            Kursus for industrioperatører undersøges. Det tager seks uger.
            Løntilskud hos {firm} er aftalt, og ansøgningen er sendt til høring."""),
        _steps("""citizen|Søge jobbet hos {firm}
            us|Ringe til værkføreren hos {firm}
            citizen|Møde op til rundvisning hos {firm}
            us|Undersøge kursus for industrioperatører
            Værkføreren hos {firm}|Melde tilbage efter samtalen
            citizen|Tale med min læge om skiftehold"""),
    ),
    Theme(
        ("It-supporter", "Webmedarbejder", "Datateknikerelev"),
        _lines("""Jeg bruger alligevel al min tid på computere. Nu vil jeg have løn for det.
            Jeg vil gerne være datatekniker, og jeg kan godt koncentrere mig, når der er ro.
            Support, hvor jeg hjælper folk over telefon.
            Jeg vil arbejde med regneark og data, gerne et sted med få mennesker."""),
        ("it-afdelingen på rådhuset", "Sundby Data", "Rolfsund Bibliotek", "Elkær Maskinfabrik"),
        _lines("""Borgeren viser to af sine egne projekter til næste samtale.
            {firm} vil gerne have en praktikant til at rydde op i udstyret.
            Vi taler om, hvordan en arbejdsdag kan skrues sammen med pauser og ro.
            Borgeren har søgt optagelse på datatekniker og venter på svar."""),
        _steps("""citizen|Samle det, jeg har lavet, så det kan vises
            us|Spørge {firm} om praktik
            citizen|Søge ind på grundforløbet
            us|Aftale rundvisning hos {firm}
            Studievejlederen|Svare på ansøgningen
            citizen|Tage en prøve i regneark"""),
    ),
    Theme(
        ("Elev på erhvervsuddannelse", "FGU-elev", "HF-kursist"),
        _lines("""Jeg vil have en uddannelse. Jeg ved ikke hvilken endnu, men jeg vil ikke sidde derhjemme.
            Jeg vil prøve FGU, for der er det okay, at man ikke kan det hele.
            Jeg mangler dansk og matematik. Når jeg har det, vil jeg være mekaniker.
            HF over tre år, så jeg også kan passe mit fritidsjob."""),
        ("FGU Fjorden", "den tekniske skole", "HF-kurset i Rolfsund", "Ungecaféen"),
        _lines("""Besøg på {firm} sammen med kontaktpersonen på tirsdag.
            Borgeren begynder på {firm} den første mandag i næste måned. Vi ses efter to uger.
            Vi øver turen med bus. Kontaktpersonen går med de første gange.
            Nogle timers fritidsjob ved siden af. Borgeren spørger selv i svømmehallen.
            Borgeren har talt med uddannelsesvejlederen, og det var en god snak."""),
        _steps("""citizen|Besøge {firm} sammen med min kontaktperson
            us|Bestille tid hos uddannelsesvejlederen
            citizen|Finde mit afgangsbevis
            Uddannelsesvejlederen|Lave uddannelsesplan
            citizen|Stå op kl. 8 i hverdagene i to uger
            us|Finde en mentor til de første måneder
            citizen|Søge et fritidsjob på nogle timer"""),
        frozenset({"education_ready", "young"}),
    ),
    Theme(
        ("Tilbage til egen arbejdsplads", "Samme job på nedsat tid", "Andre opgaver hos egen arbejdsgiver"),
        _lines("""Jeg vil tilbage til mit arbejde. Jeg skal bare ikke løbe for hurtigt.
            Jeg vil gerne begynde med nogle få timer og se, hvordan det går.
            Jeg kan ikke mere det, jeg kunne. Men jeg kan andre ting, og det ved min chef godt.
            Jeg vil blive hos min arbejdsgiver, hvis vi kan finde nogle andre opgaver."""),
        ("arbejdspladsen", "egen arbejdsgiver"),
        _lines("""Plan for delvis tilbagevenden: to gange tre timer om ugen, stiger med to timer hver anden uge.
            Fællesmøde med arbejdsgiveren om tre uger. Borgeren inviterer selv sin tillidsrepræsentant med.
            Borgeren giver samtykke til, at vi taler med arbejdsgiveren om opgaver og timer.
            Vi undersøger hjælpemidler til arbejdspladsen.
            Borgeren holder pause fra kundebesøg den næste måned og tager opgaver på kontoret."""),
        _steps("""citizen|Tale med min chef om, hvilke opgaver jeg kan begynde med
            us|Indkalde til fællesmøde med arbejdsgiveren
            Arbejdsgiveren|Lave forslag til opgaver og timer
            us|Undersøge et hæve-sænke-bord
            citizen|Skrive ned, hvad jeg kan holde til på en dag
            Egen læge|Svare på statusattest"""),
        frozenset({"sick", "clarification"}),
    ),
    Theme(
        ("Projektleder", "Laborant", "Kommunikationsmedarbejder", "Ingeniør"),
        _lines("""Et job, hvor jeg bruger min uddannelse. Jeg kan godt flytte mig efter det.
            Jeg vil gerne skifte branche og bruge det, jeg kan, på en ny måde.
            Jeg søger bredt, men helst i en virksomhed, der laver noget, man kan tage og føle på.
            Et vikariat er fint. Så er jeg inde."""),
        ("Elkær Maskinfabrik", "Vandcenter Fjord", "Rolfsund Museum", "Sundby Plast"),
        _lines("""Borgeren udvider søgningen til Trekantområdet og skriver de nye stillinger i joblog.
            Kursus i projektledelse er bevilget. Det varer to uger.
            Vi ser på mindre virksomheder, der ikke har haft en med den uddannelse før.
            Borgeren har været til samtale hos {firm} og venter på svar.
            Uopfordret henvendelse til {firm}. Borgeren ringer, før der skrives."""),
        _steps("""citizen|Søge to stillinger om ugen
            citizen|Ringe til {firm}, før jeg skriver
            us|Undersøge kursus i projektledelse
            citizen|Bede en tidligere kollega læse min ansøgning
            A-kassen|Bekræfte kursusretten
            us|Formidle kontakt til {firm}"""),
        frozenset({"insured", "job_ready"}),
    ),
    Theme(
        ("Skal findes", "Afklares undervejs"),
        _lines("""Jeg ved ikke, hvad jeg vil endnu. Jeg vil gerne finde ud af, hvad jeg kan holde til.
            Lige nu er målet at have en hverdag, hvor jeg kommer ud ad døren.
            Jeg vil gerne være til nytte for nogen.
            Et par timer om ugen et sted, hvor de ved, at jeg kan have en dårlig dag.
            Jeg tror på, at jeg kan noget. Jeg skal bare have lov at tage det i mit tempo."""),
        ("Værkstedet på Brovej", "Elkær Aktivitetscenter", "genbrugsbutikken Fjorden", "frivilligcenteret"),
        _lines("""Vi begynder med et par timer om ugen på {firm}. Borgeren bestemmer selv, hvornår det skal være mere.
            Borgeren vil gerne have en bisidder med næste gang. Det er fint.
            Vi mødes på en gåtur næste gang. Det er lettere at tale, når man går.
            Ingen nye aktiviteter den næste måned. Vi holder fast i det, der virker.
            {firm} har sagt ja til, at borgeren kan komme og gå, som kræfterne er."""),
        _steps("""citizen|Gå en tur hver dag, bare en kort en
            us|Besøge {firm} sammen
            citizen|Komme på {firm} en gang om ugen
            us|Bede om statusattest
            Egen læge|Svare på statusattest
            us|Finde en mentor
            Mentor|Tage med de første gange
            citizen|Sige til, hvis det bliver for meget"""),
        frozenset({"activity_ready", "young", "clarification", "resource", "flex_job", "pensioner"}),
    ),
)


def for_group(group: str) -> list[Theme]:
    """The themes that fit a target group; those made for it count threefold."""
    return [
        theme
        for theme in THEMES
        if not theme.groups or group in theme.groups
        for _ in range(3 if group in theme.groups else 1)
    ]
