"""What is said and written while a demo course runs and after it, in Danish. Invented; nobody said it."""

LEVELS = {
    "Jeg møder til tiden mindst fire af fem dage": (
        "som ved start: to af fem dage",
        "tre af fem dage",
        "fire af fem dage",
        "næsten hver dag",
        "hver dag i en måned",
    ),
    "Jeg planlægger selv min uge": (
        "som ved start: ingen plan",
        "planlægger med mentor",
        "planlægger selv",
        "planlægger selv og følger planen",
        "hjælper andre med at planlægge",
    ),
    "Jeg beder selv min leder om hjælp": (
        "som ved start: spørger ikke",
        "spørger en kollega",
        "spørger min leder",
        "spørger, inden det bliver svært",
        "tager selv emner op",
    ),
    "Jeg spiser frokost sammen med de andre": (
        "som ved start: spiser alene",
        "en gang om ugen",
        "tre gange om ugen",
        "hver dag",
        "hver dag og taler med",
    ),
    "Jeg kan en hel vagt uden at ringe til min mentor": (
        "som ved start: ringer hver dag",
        "ringer hver anden dag",
        "en hel vagt uden at ringe",
        "en hel uge uden at ringe",
        "ringer ikke",
    ),
}
NOTES = (
    "Ugeplan, kundemøde",
    "Ugeplan",
    "Uro før et møde",
    "Gennemgik ugen og torsdagens møde",
    "Øvede samtalen med lederen",
    "Frokost og pauser",
    "Nye opgaver og rækkefølge",
    "Aftaler og påmindelser",
    "Gik en tur og talte om weekenden",
)
FOR_CLIENT = ("Husk listen om morgenen.", "Vi tager samtalen med lederen i næste uge.", "", "", "")
FEEDBACK = {
    5: ("Det hjælper mig meget.", "Vi har et godt samarbejde."),
    4: ("Det hjælper at gennemgå ugen om mandagen.", "Jeg er glad for min mentor."),
    3: ("Det går. Nogle gange mangler jeg tid.", "Det er fint nok."),
    2: ("Vi når ikke det, jeg har brug for.",),
    1: ("Jeg føler mig ikke hørt.",),
}
TROUBLE = "Aftalerne bliver flyttet i sidste øjeblik, og så når vi det ikke."
DEALT_WITH = "Talt med begge. De har aftalt faste tider om tirsdagen."
EXTENSION = (
    "Jeg vil gerne fortsætte et stykke tid endnu. Møderne er stadig svære.",
    "Jeg er ikke klar til at stå alene endnu, men det går bedre.",
)
REACHED = ("Møder stabilt og planlægger selv sin uge.", "To af målene er nået, og de sidste er begyndt.")
WHY_STILL = ("Mangler at holde møder med kunder alene.", "Der kommer nye opgaver, og overgangen er ikke slut.")
WHY_FEWER_STILL = "Timerne skal passe til det, der er brug for nu. Behovet er blevet mindre, og timerne trappes ned."
VIEWS = {
    "client": ("Jeg tør spørge nu. Jeg ved, hvem jeg går til, når dagen vælter.", "Det går bedre, men jeg vil gerne have lidt tid endnu."),
    "mentor": ("Borgeren styrer selv ugen nu.", "Vi har nået det meste af det, vi aftalte."),
}
CASE_NOTES = (
    "Talt med borgeren om, hvordan ugen går. Ingen ændringer i aftalen.",
    "Aftalt, at mentor kommer på arbejdspladsen om mandagen i stedet.",
)
ORAL = ("Lederen fortæller, at det går godt med opgaverne, og at der er aftalt faste pauser.", "Leder på arbejdspladsen")
TALKS = ("Mentor kan mødes med borgeren i mødelokalet en time om ugen.", "Arbejdspladsen siger til, hvis opgaverne ændrer sig.")
COMPLAINT = "Jeg er ikke enig i, at jeg får færre timer. Jeg har brug for to samtaler om ugen."
HOSPITAL = "Psykiatrisk afsnit, socialrådgiver"
