"""The built-in texts of letters in Danish. A change here reaches new installations; a running one gets it as a new version, by a migration like `0033_plainer_letter_texts` or in the administration.

Short sentences, "du", first the decision. LIX is at most 35 (`tests/cases/test_letter_texts.py`). What the law says stands in `SchemeRules` and is
the fields `complaint_guidance` and `legal_basis`.
"""

from cases.enums_letter import LetterKind as K
from cases.rules.letter_texts import Texts

ASK = "Har du spørgsmål, så kontakt {caseworker}."
VOLUNTARY = "Det er frivilligt at have en mentor. Du kan sige stop, når du vil."
GOAL = "Målet er: {purpose}\n\nDin mentor hjælper dig med: {tasks}"
COMPLAIN = (
    "Du kan klage til os senest {appeal_until}.\n\n{complaint_guidance}\n\n"
    "Skriv, ring eller kom forbi, og sig, hvad du er uenig i. Du må gerne få hjælp."
)
LAW = "{legal_basis}"

TEXTS: dict[K, Texts] = {
    K.ACKNOWLEDGEMENT: Texts(
        title="Vi har fået din ansøgning om en mentor",
        decision="Vi fik din ansøgning {received_on}. Du får svar fra os senest {answer_due}.",
        what_now=(
            "- {caseworker} læser din ansøgning og taler med dig om den.\n"
            "- Du fortæller, hvad du har brug for hjælp til. Sig gerne, hvad du ønsker dig af en mentor.\n"
            "- Så vurderer vi, om en mentor er det rigtige for dig.\n\n"
            f"{VOLUNTARY} {ASK}"
        ),
        rules="Kommunen har sat en frist for, hvornår du skal have svar. Det står i § 3 i lov om retssikkerhed og administration på det sociale område.",
    ),
    K.DELAY: Texts(
        title="Du får dit svar senere",
        decision="Vi kan ikke nå at svare dig senest {answer_due}, som vi skrev. Det beklager vi. Du får svar senest {expected_on}.",
        why="Vi mangler noget at vide, før vi kan svare dig.",
        what_now=f"- Vi arbejder videre med din sag.\n- Du skal ikke gøre noget nu.\n- Ringer eller skriver vi til dig, så svar gerne hurtigt.\n\n{ASK}",
        rules="Når vi ikke kan nå fristen, skal vi skrive, hvornår du får svar. Det står i § 3 i lov om retssikkerhed og administration på det sociale område.",
    ),
    K.HEARING: Texts(
        title="Vil du sige noget, før vi tager stilling?",
        decision="Vi overvejer at sige nej til noget af det, du har bedt om. Før vi gør det, vil vi gerne høre dig. Svar os senest {reply_by}.",
        what_now=(
            "- Læs, hvad vi bygger på.\n"
            "- Sig, om det er rigtigt, og om vi mangler noget.\n"
            "- Du kan skrive, ringe eller komme forbi. En anden må gerne hjælpe dig.\n"
            "- Hører vi ikke fra dig, svarer vi ud fra det, vi ved.\n\n"
            f"Vi har ikke bestemt noget endnu. {ASK}"
        ),
        rules="Du har ret til at sige din mening, før vi siger nej. Det står i § 19 i forvaltningsloven.",
    ),
    K.GRANT: Texts(
        title="Du får en mentor",
        decision="Vi siger ja til det, du har bedt om. Du får en mentor fra {first_day} til {last_day}.",
        why=GOAL,
        what_now=(
            "- Vi finder en mentor, der passer til dig. Du er med til at vælge.\n"
            "- Du og din mentor mødes med os og laver en aftale.\n"
            "- Din mentor begynder, når I har skrevet under.\n\n"
            f"{VOLUNTARY} {ASK}"
        ),
        complaint=COMPLAIN,
        rules=LAW,
    ),
    K.PARTIAL: Texts(
        title="Du får en mentor, men ikke alt det, du bad om",
        decision="Vi siger ja til en mentor fra {first_day} til {last_day}. Noget af det er anderledes, end du bad om.",
        why="{reasons}",
        what_now=(
            "- Vi finder en mentor, der passer til dig. Du er med til at vælge.\n"
            "- Du og din mentor mødes med os og laver en aftale.\n"
            "- Din mentor begynder, når I har skrevet under.\n\n"
            f"{VOLUNTARY} {ASK}"
        ),
        complaint=COMPLAIN,
        rules=LAW,
    ),
    K.REFUSAL: Texts(
        title="Vi siger nej til {what_asked}",
        decision="Du har bedt om {what_asked}. Vi siger nej.",
        why="{reasons}",
        what_now=f"I stedet tilbyder vi dig:\n\n{{offered_instead}}\n\nDu kan søge igen, hvis noget ændrer sig. {ASK}",
        complaint=COMPLAIN,
        rules=LAW,
    ),
    K.MATCH_MEETING: Texts(
        title="Kom og mød en mentor",
        decision="Vi vil gerne mødes med dig {meeting_when}. Sted: {meeting_place}",
        why="Vi har en mentor, som vi tror passer til dig. På mødet kan I lære hinanden at kende.",
        what_now=(
            "- Vi taler om, hvad du har brug for, og hvordan du og mentoren kan mødes.\n"
            "- Du kan sige ja eller nej, eller du kan tænke over det.\n"
            "- Siger du nej, leder vi efter en anden.\n\n"
            "Kan du ikke komme, så sig det til {caseworker}. Du må gerne tage en med."
        ),
    ),
    K.AGREEMENT: Texts(
        title="Aftale om mentor",
        decision="Aftalen er mellem {client_name} og {mentor_name}. Den gælder fra {first_day} til {last_day}.",
        what_now=(
            "- Begge skriver under.\n"
            "- Begge kan bede om at få aftalen ændret. Så laver vi en ny.\n"
            "- Mentor fortæller ikke andre, hvad de taler om.\n\n"
            "Det er frivilligt at have en mentor. Passer aftalen ikke, så kontakt {caseworker}."
        ),
    ),
    K.CONFIDENTIALITY: Texts(
        title="Erklæring om tavshedspligt",
        decision="Som mentor får du viden om andre mennesker. Du lover at holde den for dig selv.",
        why=(
            "- Du må ikke fortælle andre, hvad du får at vide.\n"
            "- Du må ikke bruge det til andet end at være mentor.\n"
            "- Pas på det, du skriver ned. Andre må ikke kunne læse det.\n"
            "- Løftet gælder også, når du ikke er mentor mere.\n\n"
            "Bliver du bekymret for et barn, skal du sige det til kommunen. Det må du altid."
        ),
        what_now="Skriv under, og giv papiret til {caseworker}. Spørg, hvis du er i tvivl.",
        rules="Reglerne om tavshedspligt står i § 27 i forvaltningsloven og § 152 i straffeloven. Den, der bryder dem, kan få bøde eller fængsel.",
    ),
    K.EXTENSION: Texts(
        title="Du får mentor i {length} mere",
        decision="Vi siger ja til det, der er bedt om. Du har mentor til {last_day}.",
        why=GOAL,
        what_now=(
            "- Den nye periode begynder {first_day}.\n"
            "- I får en ny aftale, som I begge skriver under.\n"
            "- Før perioden slutter, taler vi om, hvordan det går.\n\n"
            f"{VOLUNTARY} {ASK}"
        ),
        complaint=COMPLAIN,
        rules=LAW,
    ),
    K.EXTENSION_PARTIAL: Texts(
        title="Du får mentor i {length} mere",
        decision="Vi siger ja, men til mindre, end der er bedt om. Du har mentor til {last_day}.",
        why="{reasons}",
        what_now=(
            "- Den nye periode begynder {first_day}.\n"
            "- I får en ny aftale, som I begge skriver under.\n"
            "- Før perioden slutter, taler vi om, hvordan det går.\n\n"
            f"{VOLUNTARY} {ASK}"
        ),
        complaint=COMPLAIN,
        rules=LAW,
    ),
    K.EXTENSION_REFUSED: Texts(
        title="Du får ikke mentor i en ny periode",
        decision="Vi siger nej til at give dig mentor i længere tid. Din sidste dag med mentor er {course_last_day}.",
        why="{reasons}",
        what_now=f"I stedet tilbyder vi dig:\n\n{{offered_instead}}\n\nDu kan søge igen, hvis noget ændrer sig. {ASK}",
        complaint=COMPLAIN,
        rules=LAW,
    ),
    K.CHANGE: Texts(
        title="Dine timer med din mentor bliver ændret",
        decision="Fra {first_day} har du {hours} om ugen med din mentor. Det gælder til {last_day}.",
        what_now=f"- Du beholder din mentor.\n- I får en ny aftale, som I begge skriver under.\n\n{VOLUNTARY} {ASK}",
        complaint=COMPLAIN,
        rules=LAW,
    ),
    K.STOP: Texts(
        title="Dit forløb med mentor er stoppet",
        decision="Du har ikke mentor mere. Din sidste dag var {closed_on}.",
        what_now=f"- Du kan søge igen, hvis du får brug for en mentor.\n- Senere spørger vi, hvordan det går. Du bestemmer selv, om du vil svare.\n\n{ASK}",
        complaint=COMPLAIN,
        rules=LAW,
    ),
    K.CLOSING: Texts(
        title="Vi har lukket din sag",
        decision="Vi lukkede din sag om en mentor {closed_on}.",
        what_now=(
            "- Du kan søge igen, hvis du får brug for en mentor.\n"
            "- Har du haft en mentor, spørger vi senere, hvordan det går. Du bestemmer selv, om du vil svare.\n\n"
            f"{ASK}"
        ),
    ),
    K.COMPLAINT: Texts(
        title="Vi har fået din klage",
        decision="Vi fik din klage {complaint_received_on}. Vi ser på sagen igen senest {reassess_by}.",
        why="Du klager over vores afgørelse fra {decided_on}.",
        what_now=(
            "- Giver vi dig ret, får du et nyt svar.\n"
            "- Holder vi fast, sender vi klagen til Ankestyrelsen. Du får besked.\n"
            "- Har du mere at sige, så skriv eller ring. En anden må gerne hjælpe dig.\n\n"
            f"{ASK}"
        ),
        rules="Reglerne om klager står i kapitel 10 i lov om retssikkerhed og administration på det sociale område.",
    ),
}
