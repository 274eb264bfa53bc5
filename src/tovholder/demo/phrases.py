"""Sentences that go with any course: what people tell, what is agreed, why something did not happen, notes."""

from __future__ import annotations

from tovholder.demo.themes import _lines as lines

#: What the conversation was to be about, by kind.
PURPOSES = {
    "first": lines("""Lære hinanden at kende og høre, hvad borgeren selv ønsker
        Første samtale: ønsker, erfaring og hverdag
        Hvad borgeren kan og vil, og hvad vi kan hjælpe med"""),
    "follow_up": lines("""Opfølgning på det, vi aftalte sidst
        Hvordan går det, og hvad er næste skridt
        Status på jobsøgning
        Status på praktik og timer
        Opfølgning og planlægning af den næste måned"""),
    "job": lines("""Konkrete virksomheder og stillinger
        Besøg i virksomhed: hvad skal vi spørge om
        CV og ansøgning
        Jobkonsulenten fortæller om ledige timer"""),
    "plan": lines("""Min Plan: er målet stadig det rigtige
        Gennemgang af Min Plan og de næste skridt
        Nyt jobmål, nye skridt"""),
    "dialogue": lines("""Møde med arbejdsgiveren
        Møde med borgerens læge om, hvad der er realistisk
        Fællesmøde med mentor og projekt
        Møde med skolen og kontaktpersonen"""),
    "other": lines("""Efter borgerens ønske
        Vejledning om regler
        Opklarende spørgsmål"""),
}

#: What the citizen tells; comes first in what is noted of a conversation.
TOLD = lines("""Borgeren fortæller, at hverdagen er begyndt at hænge sammen.
    Borgeren synes, det går langsomt, og vil gerne videre.
    Borgeren har haft en hård måned, men er kommet til alle aftaler.
    Borgeren er glad for stedet og har fået kolleger at snakke med.
    Borgeren er usikker på, om timerne er for mange.
    Borgeren har selv fundet to steder, der kunne være spændende.
    Borgeren har været på besøg og havde en god oplevelse.
    Borgeren føler sig klar til at prøve noget nyt.
    Borgeren sover bedre og kan overskue mere.
    Borgeren har brug for, at vi tager én ting ad gangen.
    Borgeren har fået styr på økonomien, og det giver ro.
    Borgeren er ærgerlig over afslaget, men vil gerne søge igen.
    Borgeren har fået ros af sin kontaktperson på stedet.
    Borgeren nævner transporten som det sværeste.
    Borgeren har en plan for, hvem der henter børn, når arbejdstiden ligger tidligt.
    Borgeren har talt med sin læge, som ikke ser noget til hinder for flere timer.
    Borgeren vil gerne have, at vi ringer i stedet for at skrive.
    Borgeren fortæller om sin tid som frivillig og lyser op.
    Borgeren er bekymret for fremtiden og har godt af at få sat ord på det.
    Vi talte om, hvad borgeren gerne vil være kendt for på en arbejdsplads.
    Vi gennemgik, hvad der er sket siden sidst. Det er mere, end borgeren selv troede.
    Borgeren har været til familiefest og fortalt, at hverdagen går bedre.
    Borgeren har mange bolde i luften lige nu og vil gerne holde det enkelt.
    Borgeren har prøvet at sige fra på en god måde, og det virkede.
    Borgeren spørger, hvad der sker, hvis timerne bliver for mange. Vi gennemgik mulighederne.
    Borgeren har fået ny cykel og kan nu selv komme derhen.
    Borgeren har talt med en bekendt, som måske ved noget om et job.
    Borgeren er træt efter en travl uge, men tilfreds.
    Borgeren oplever, at der bliver lyttet på stedet.
    Borgeren vil gerne have sin søster med næste gang.
    Borgeren fortæller, at det bedste ved ugen er de faste dage.
    Borgeren har gået og tænkt over det, vi talte om sidst, og har ændret mening.
    Borgeren har ikke fået gjort det, vi aftalte, og er ked af det. Vi fandt et mindre første skridt.
    Borgeren har overskud til at hjælpe en anden på holdet.
    Borgeren glæder sig til foråret og til at komme mere ud.
    Borgeren har søgt fire stillinger og fået svar fra den ene.
    Borgeren har lært at bruge rejseplanen og kommer nu til tiden.
    Borgeren fortæller, at det er svært at vente på svar.
    Borgeren har øvet sig i at fortælle kort om sig selv.
    Vi talte om, hvad der gør en god dag god.
    Vi så på ugen time for time og fandt to steder med luft.""")
#: Beside what belongs to the wish for a job; used once in a course each.
AGREED = lines("""Borgeren skriver ned, hvad der går godt, og tager listen med.
    Vi begynder i det små: to timer to gange om ugen.
    Timerne sættes op med en om ugen, så længe det går godt.
    Borgeren får transporten bevilget den første måned.
    Borgeren tager selv kontakt til stedet og fortæller, hvordan det gik.
    Jobkonsulenten finder to steder, som borgeren kan vælge imellem.
    Vi holder en pause på tre uger og samler op bagefter.
    Borgeren deltager i CV-værkstedet på biblioteket.
    Der bestilles en rundvisning, før noget besluttes.
    Borgeren giver samtykke til, at vi taler med praktikstedet.
    Praktikken forlænges fire uger, fordi der er brug for tid til at lære den sidste del.
    Praktikken slutter nu, fordi målet med den er nået.
    Borgeren går til fysisk træning to gange om ugen, det giver energi.
    Vi aftaler, at borgeren sender en sms, hvis noget driller.
    Borgeren undersøger prisen på et buskort, og vi undersøger, hvad vi kan dække.
    Vi inviterer mentoren med næste gang.
    Borgeren prøver en anden afdeling samme sted.
    Der søges om løntilskud, når borgeren kan 20 timer.
    Borgeren tager imod fire lønnede timer om ugen ved siden af.
    Vi taler med stedet om faste pauser.
    Målet er det samme, men vejen tager vi i mindre bidder.
    Borgeren søger to stillinger om ugen og skriver dem i joblog.
    Vi øver en jobsamtale næste gang.
    Borgeren deltager i kurset i dansk for voksne om tirsdagen.
    Kontaktpersonen på stedet ringer til os en gang om måneden.
    Vi ser på hjælpemidler, så borgeren kan stå op ved opgaverne.
    Borgeren tager sin gamle arbejdsgiver op på tilbuddet om en kop kaffe.
    Vi gennemgår Min Plan sammen næste gang og retter den til.""")
#: Steps that fit any plan.
STEPS = (
    ("Skrive ned, hvad en god arbejdsdag er for mig", "citizen"),
    ("Lave et kort CV på en side", "citizen"),
    ("Tale med min familie om, hvordan hverdagen skal hænge sammen", "citizen"),
    ("Prøve turen derhen en gang før den første dag", "citizen"),
    ("Sige til, hvis timerne bliver for mange", "citizen"),
    ("Tage en tidligere kollega med på råd", "citizen"),
    ("Øve en jobsamtale", "citizen"),
    ("Undersøge transport og hvad der kan bevilges", "us"),
    ("Ringe til stedet og høre, hvordan det går", "us"),
    ("Sætte timerne op, når det er stabilt", "us"),
    ("Undersøge lønnede timer ved siden af", "us"),
    ("Indkalde til fællesmøde", "us"),
    ("Undersøge hjælpemidler til arbejdet", "us"),
    ("Svare på, om praktikken kan forlænges", "Praktikstedet"),
    ("Sende svar på statusattest", "Egen læge"),
    ("Følges med de første gange", "Mentor"),
    ("Sende kursusdatoer", "Kursuscenteret"),
)

#: How one goes on; comes last.
GOES_ON = lines("""Ny tid er aftalt.
    Vi tales ved på telefon om to uger.
    Borgeren siger til, hvis noget ændrer sig.
    Borgeren har fået aftalen på skrift.
    Begge har skrevet sig det næste skridt bag øret.
    Jobkonsulenten er orienteret og tager over på virksomhedsdelen.
    Vi holder fast i planen.
    Borgeren er med på, hvad der skal ske.""")

#: In a first conversation.
FIRST = lines("""Vi talte om, hvem jeg er, og hvad vi kan hjælpes ad med.
    Borgeren fortalte om sit arbejdsliv. Der er mere erfaring, end CV'et viser.
    Rettigheder og pligter er gennemgået, og borgeren har fået dem på skrift.
    Borgeren ønsker selv at sætte tempoet i begyndelsen. Det er aftalt.
    Borgeren har før oplevet at skulle begynde forfra. Vi har aftalt, at jeg læser sagen, før vi ses igen.
    Vi har lavet en liste over det, der skal på plads først: økonomi, bolig, hverdag.""")

#: After the person changed.
NEW_FACE = lines("""Jeg har læst sagen og genfortalte den kort, så borgeren kunne rette mig.
    Den tidligere sagsbehandler var med de første ti minutter og gav stafetten videre.
    Borgeren måtte fortælle forfra om en del. Det er noteret, så det ikke sker igen.
    Vi begyndte med, hvad der har virket hidtil.""")

MISSED = lines("""Kom ikke. Ringet op, men fik telefonsvareren.
    Kom ikke. Ringede selv bagefter og beklagede; havde taget fejl af dagen.
    Kom ikke. Der er sendt en besked med forslag til ny tid.
    Mødte op en time for sent. Ny tid aftalt med det samme.
    Kom ikke. Mentoren har fået fat i borgeren, og alt er vel.
    """)
CANCELLED = lines("""Borgeren er syg.
    Borgeren er blevet indkaldt til jobsamtale samme dag.
    Barnets første sygedag.
    Borgeren har fået tid på sygehuset.
    Flyttet efter borgerens ønske.
    Transporten svigtede; ny tid aftalt med det samme.
    Borgeren har glemt en anden aftale samme dag.
    Praktikstedet har brug for borgeren den dag.""")
CANCELLED_BY_US = lines("""Sagsbehandleren er syg.
    Sagsbehandleren er på kursus.
    Mødelokalet var dobbeltbooket.
    Sagsbehandleren er blevet forhindret; ny tid sendes.""")
ABSENT = "Sagsbehandleren er syg."

NOTES = {
    "note": lines("""Læst sagen igennem forud for næste samtale.
        Samlet op med jobkonsulenten. Vi er enige om det næste skridt.
        Talt med teamet om sagen på mandagsmødet. Forslag: flere timer, før der søges nyt.
        Mentoren fortæller, at borgeren nu tager bussen alene.
        Kontaktpersonen på {firm} er meget tilfreds og spørger til borgerens planer.
        Borgeren har lagt CV på Jobnet. Det er godkendt.
        Ansøgning om kursus er sendt.
        Kurset er bevilget, og borgeren har fået besked.
        Bevilling af transport er på plads.
        Samtykke til at tale med arbejdsgiveren er modtaget.
        Statusattest er modtaget. Den beskriver gode muligheder for flere timer med pauser undervejs.
        Rykket for svar fra lægen.
        Aftalt med borgeren, at aftaler sendes som sms dagen før.
        Borgeren har spurgt til ferie. Vejledt om reglerne.
        Opfølgning med projektet: borgeren er kommet alle dage.
        Timerne er sat op fra 8 til 12 om ugen efter ønske fra borgeren.
        Timerne holdes uændret. Det er vigtigere, at det holder, end at det går stærkt.
        Modtaget timeseddel. Fremmødet er stabilt.
        Talt med kollegaen i ydelse om brevet til borgeren. Det er rettet.
        Borgerens CV er opdateret sammen på kontoret.
        Fremmødet har været svingende. Vi ser på, om tidspunkterne kan ændres.
        Plads på kurset fra den første i næste måned.
        Borgeren er på venteliste til kurset. Ringet for at høre, hvor lang den er.
        Fællesmøde planlagt. Borgeren har selv skrevet dagsorden.
        Tilbagemelding fra kontaktpersonen: møder til tiden og spørger, når noget er uklart.
        Orienteret borgeren om, at aftalen med stedet er på plads.
        Borgeren har afleveret samtykke.
        Opfølgning på teammøde: flere praktiksteder med fleksible mødetider efterlyst."""),
    "phone": lines("""Borgeren ringer og spørger til næste aftale. Den er bekræftet.
        Ringet til borgeren for at høre, hvordan første dag gik. Den gik godt.
        Borgeren ringer: har fået afslag, men blev nummer to. Vi taler om, hvad det viser.
        Borgeren ringer og melder sig rask.
        Ringet og lagt besked om ny tid.
        Talt med borgerens mentor om transport den første uge.
        Borgeren ringer og er i tvivl om et brev. Forklaret, hvad det betyder.
        Borgeren vil gerne flytte samtalen, fordi praktikken har travlt. Det er i orden.
        Ringet for at ønske held og lykke med jobsamtalen i morgen."""),
    "letter": lines("""Sendt bekræftelse på det, vi aftalte.
        Modtaget besked fra borgeren med CV vedhæftet.
        Sendt vejledning om ferie og fravær.
        Modtaget kursusbevis fra borgeren.
        Sendt invitation til fællesmøde."""),
    "company": lines("""Talt med {firm}. De vil gerne møde borgeren til en kop kaffe og en rundvisning.
        {firm} har ikke plads lige nu, men vil gerne kontaktes igen om to måneder.
        Besøg hos {firm}. God stemning, og borgeren spurgte selv til opgaverne.
        Opfølgning hos {firm}: borgeren møder stabilt og tager selv fat.
        {firm} tilbyder fire lønnede timer om ugen oven i praktikken.
        {firm} spørger, hvor længe praktikken kan vare. Aftalt, at den følger målet og ikke kalenderen.
        {firm} har fået en fast kontaktperson hos os.
        Aftalt skånehensyn med {firm}: siddende pauser og ingen løft over ti kilo."""),
}
#: When somebody has taken the case over: a note, a letter.
TAKEN_OVER = (
    ("note", "Gennemgang af sagen efter overtagelse. Plan og aftaler er til at finde ud af."),
    ("letter", "Sendt brev om ny sagsbehandler med navn og telefonnummer."),
    ("phone", "Ringet og præsenteret mig som ny sagsbehandler. Borgeren var glad for opkaldet."),
    ("note", "Overlevering med den tidligere sagsbehandler: hvad virker, hvad skal vi passe på med."),
)
#: By somebody of a project.
PROJECT_NOTES = lines("""Borgeren er begyndt i projektet og kommer mandag og torsdag.
    Borgeren har været med på tur til {firm} og vil gerne derhen igen.
    God uge. Borgeren hjalp en ny deltager i gang.
    Vi øver ansøgninger i gruppen. Borgeren læste sin op.
    Borgeren har meldt afbud to gange. Vi ringer og hører, hvordan det går.
    Tre timer ad gangen fungerer. Vi prøver fire fra næste måned.""")

REMINDERS = lines("""Følg op på praktikken
    Ring og hør, hvordan første uge gik
    Er attesten kommet?
    Høre fra {firm}
    Kursusdato på plads?
    Transport bevilget?
    Tal om flere timer
    Spørg til jobsamtalen
    Send bekræftelse
    Husk bisidder""")
GRANT_REASONS = lines("""Borgeren ringede, og sagsbehandleren er syg i dag.
    Vagttelefonen: borgeren spurgte til en aftale.
    Forbereder overtagelse af sagen efter aftale med teamlederen.
    Kvalitetstjek af planer, aftalt med afdelingslederen.
    Borgerens arbejdsgiver ringede om et fællesmøde.
    Rettelse af en fejlregistreret samtale, efter aftale med sagsbehandleren.""")
DROPPED = lines("""Borgeren har fundet noget bedre selv.
    Stedet har ikke plads alligevel.
    Borgeren vil hellere noget andet.
    Det var for tidligt. Vi tager det op igen til foråret.
    Kurset blev aflyst.
    Ikke længere nødvendigt.""")
CLOSED = "Sagen er afsluttet."
LATER_WORDS = lines("""Jeg vil stadig det samme, men nu ved jeg, hvor mange timer jeg kan.
    Jeg har prøvet det nu, og det er det, jeg vil.
    Målet er det samme. Jeg vil bare have det på papir, at det skal være tæt på, hvor jeg bor.""")
EARLY_WORDS = lines("""Jeg vil gerne i gang med noget.
    Jeg ved det ikke helt endnu.
    Jeg vil have et arbejde, jeg kan holde til.
    Bare et almindeligt job.""")
