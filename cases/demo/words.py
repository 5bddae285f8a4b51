"""What is said and written in the demo's courses, in Danish, the language of the authority. Invented; nobody said it."""

NEEDS: dict[str, tuple[tuple[str, str], ...]] = {
    "practical": (
        (
            "Jeg mister overblikket, når der er flere opgaver på én gang. Så går jeg i stå.",
            "Når ugen skal planlægges, og dagene før en frist.",
        ),
        ("Jeg ved ikke, hvor jeg skal begynde om morgenen.", "Den første time på arbejdet."),
        ("Breve og beskeder hober sig op, fordi jeg udsætter dem.", "Hjemme om aftenen."),
    ),
    "social": (
        ("I pauserne ved jeg ikke, hvor jeg skal sætte mig.", "Frokosten og de fælles pauser."),
        ("Jeg misforstår tit, hvad de andre mener.", "På møder med mange deltagere."),
        ("Jeg tør ikke spørge om hjælp, når alle har travlt.", "Når der er kunder, og på nye opgaver."),
    ),
    "emotional": (
        ("Det hjælper at sige det højt til nogen, inden det vokser.", "Søndag aften før en ny uge."),
        ("Jeg bliver bange for at gøre noget forkert.", "Når chefen giver besked om noget nyt."),
        ("Jeg sover dårligt, når der sker ændringer.", "Når vagtplanen bliver lavet om."),
    ),
    "routines": (
        ("Jeg har svært ved at komme op og af sted til tiden.", "Hverdage mellem klokken seks og otte."),
        ("Jeg glemmer aftaler, hvis jeg ikke bliver mindet om dem.", "Aftaler uden for arbejdet."),
    ),
    "tasks": (
        ("Jeg skal have vist nye opgaver flere gange.", "De første uger med en ny maskine."),
        ("Jeg taber tråden, når jeg bliver afbrudt.", "Sidst på dagen, når der er mange i lokalet."),
    ),
}
WISHES = (
    "Helst en, der ikke arbejder på stedet. Jeg vil hellere mødes end tale i telefon.",
    "En, der er rolig og siger tingene lige ud.",
    "Gerne en, der selv har prøvet at begynde forfra.",
    "Det er vigtigt, at vi kan grine lidt.",
    "",
    "",
)
PLACE_AND_TIME = ("Formiddage på arbejdspladsen", "Efter klokken 15, gerne i byen", "Mandag eller torsdag", "")
EVIDENCE = {
    "impairment": (
        "Beskrevet i samtalen og i oplysninger, som borgeren selv har givet.",
        "Borgeren har fortalt om det ved første samtale.",
    ),
    "concrete": ("Planlægning af ugen og samarbejdet med kollegerne.", "De første måneder et nyt sted."),
    "transition": ("Borgeren begynder et nyt sted og kender ikke gangen i hverdagen.", "Overgang fra ledighed til fast hverdag."),
    "voluntary": ("Borgeren har selv bedt om en mentor.", "Sagt ja ved samtalen."),
    "beyond": ("Lederen er spurgt og kan ikke afsætte tiden.", "Læreren hjælper med det faglige, ikke med resten."),
}
NO_TRANSITION = "Borgeren har været på stedet i flere år, og hverdagen er den samme."
WHY_EXTRA = (
    "Lederen sørger for oplæring. Mentoren hjælper med at planlægge ugen og med omgangen i frokoststuen og er ikke en del af oplæringen.",
    "Læreren giver den faglige støtte. Mentoren hjælper med struktur og med at holde fast, når noget er svært.",
)
PURPOSES = (
    "At blive i jobbet og kunne klare ugen selv.",
    "At gennemføre forløbet med en fast hverdag.",
    "At komme godt i gang og kende gangen på stedet.",
)
TASKS = (
    "Planlægge ugen sammen. Vende situationer fra dagen. Øve spillereglerne på stedet.",
    "Gennemgå planen om mandagen. Øve, hvordan man beder om hjælp. Vende dagen, når noget har været svært.",
    "Følge op på aftaler, minde om frister og tale om det, der fylder.",
)
REFUSALS = (
    "Behovet er varigt og gælder praktiske opgaver, som en mentor ikke udfører. Der er ikke en overgang, som en mentor kan støtte i.",
    "Lederen og kollegerne giver allerede den støtte, der er brug for, og borgeren klarer hverdagen på stedet.",
)
OFFERED = ("Vejledning om personlig assistance og hjælp til ansøgningen.", "En samtale om tre måneder og kontakt til borgervejlederen.")
WHY_FEWER = "Lederen holder selv et kort møde hver morgen. De bevilgede timer dækker to ugentlige samtaler og en opfølgning."
WHY_SHORTER = "Oplæringen er afsluttet efter fire måneder. Behovet vurderes igen, før perioden udløber."
PROPOSE = (
    "Kommer udefra og mødes ansigt til ansigt. Har erfaring med lignende forløb.",
    "Kender stedet og har tid de dage, borgeren ønsker.",
    "Har arbejdet med faste rutiner og taler borgerens sprog.",
)
CLIENT_NO = ("Vi kender hinanden privat.", "Jeg vil hellere have en, der er ældre.", "Det føltes ikke rigtigt for mig.")
MENTOR_NO = ("Jeg har ikke tid de dage.", "Det ligger for langt væk for mig.")
THINKS = "Jeg vil gerne tænke over det til på fredag."
GOALS = (
    ("Jeg møder til tiden mindst fire af fem dage", "efter to måneder"),
    ("Jeg planlægger selv min uge", "efter tre måneder"),
    ("Jeg beder selv min leder om hjælp", "før jul"),
    ("Jeg spiser frokost sammen med de andre", "efter en måned"),
    ("Jeg kan en hel vagt uden at ringe til min mentor", "ved periodens slutning"),
)
WHEN_WHERE = (
    "Mandag kl. 9.00 på arbejdspladsen. Torsdag kl. 15.00 i telefon.",
    "Tirsdag formiddag på biblioteket.",
    "Onsdag efter sidste time.",
)
CANCELLING = "Sms senest kl. 8 samme dag. Find en ny tid i samme uge."
MAY_WRITE = "Dag, minutter og emne. Ikke helbred og ikke samtaler med kolleger."
WITH_WORKPLACE = ("Lederen ved, at mentoren kommer om mandagen.", "Mentoren deltager i morgenmødet hver anden uge.", "")
CLOSING = {
    "goal_reached": "Målene i aftalen er nået.",
    "manages_without": "Borgeren klarer hverdagen uden mentor.",
    "other_solution": "Arbejdspladsen har fundet en fast ordning.",
    "ran_out": "Perioden er udløbet, og der er ikke søgt om mere.",
    "withdrawn": "Borgeren ønskede ikke at fortsætte.",
    "match_failed": "Borger og mentor kunne ikke få samarbejdet til at fungere.",
    "moved": "Borgeren er flyttet til en anden kommune.",
    "health": "Borgeren er sygemeldt og holder pause fra alle forløb.",
    "other": "Jobbet bortfaldt.",
}
EXIT_WORDS = {
    "withdrawn": "Borgeren har ringet og trukket ansøgningen tilbage.",
    "not_relevant": "Jobbet blev ikke til noget, og der er ikke en ny situation.",
    "refused": "",
}
CONTACT_NOTES = ("Møde frem for telefon", "Ring efter klokken 12", "Skriv i et let sprog", "", "", "", "", "")
ABOUT = (
    "Har været mentor siden ordningens første år og holder af at gå en tur, mens man taler.",
    "Har selv begyndt forfra og ved, hvad det kræver.",
    "God til planlægning og til at få en uge til at hænge sammen.",
    "",
)
ABSENCES = ("Ferie", "Orlov", "Sygdom")
WHO_COMES = "Borger, mentor og leder"
PLACES = ("Jobcentret, lokale 2.14", "Jobcentret, lokale 1.03", "Arbejdspladsen, mødelokalet")
WHY_LATER = "Mentoren kan først begynde, når aftalen er lavet."
PARTIAL = "Ønsket er imødekommet i det omfang, som den konkrete situation begrunder."
UNMET = {
    "type": ("En anden slags mentor har bedre tid og erfaring med situationen.",),
    "language": (
        "Borgeren klarer samtalerne på dansk.",
        "Der er ingen ledig mentor, som taler sproget. De aftaler selv tolk til de første samtaler.",
    ),
    "gender": ("Borgeren er spurgt og siger, at erfaringen betyder mere.",),
    "age": ("Alderen er mindre vigtig for borgeren end stedet og tiden.",),
    "ways": ("De begynder med at mødes på stedet og ser på det igen efter en måned.",),
    "place": ("Mentoren tager selv turen, og borgeren har sagt ja til det.", "De mødes på jobcentret i stedet."),
    "times": ("Mentoren kan flytte en fast aftale, når de har mødt hinanden.", "Borgeren kan også om eftermiddagen i en periode."),
}
CONFLICTS = {
    "private": ("De kender hinanden fra idrætsforeningen.", "De er naboer."),
    "family": ("Mentoren er i familie med borgerens kæreste.",),
    "other": ("De har haft en sag mod hinanden om en lejlighed.",),
}
REMATCHES = {
    "chemistry": (
        "De taler forbi hinanden, og borgeren får ikke sagt det, der er svært.",
        "Samtalerne går i stå, og begge mener, at en anden vil passe bedre.",
    ),
    "times": (
        "Mentoren kan kun om formiddagen, og der er borgeren på arbejde.",
        "Hver anden samtale er aflyst, fordi tiderne ikke passer.",
    ),
    "way": ("Borgeren har brug for at mødes. Det bliver mest til beskeder.",),
    "needs": ("Nu handler det mest om papirer og breve, og det hjælper mentoren ikke med.",),
    "trust": ("Borgeren er ikke længere tryg ved at fortælle, hvad der fylder.",),
    "place": ("Borgeren er flyttet til en anden afdeling, og der kommer mentoren ikke.",),
    "mentor_leaves": ("Mentoren får nyt arbejde og har ikke længere tid.",),
}
SUMMARIES = (
    "De har lavet en fast plan for ugen, som virker. Det er svært at bede om hjælp, når der er travlt. Næste skridt er samtalen med lederen.",
    "Borgeren møder stabilt og bruger sin liste om morgenen. Frokosten er stadig svær. Aftal tider en måned frem.",
)
WHY_PLACE = (
    "Flere borgere begynder her hvert år. En fast mentor på stedet er der hver uge og kender gangen.",
    "Arbejdspladsen tager mange i praktik og kan ikke selv afsætte en kollega til alle.",
)
