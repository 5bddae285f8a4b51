"""Lists to invent people, places and organisations from. All common words of their kind; nobody in particular."""

WOMEN = (
    "Anne Mette Kirsten Hanne Anna Helle Susanne Lene Maria Marianne Inge Karen Lone Camilla Pia Louise Charlotte Tina Gitte Ida Emma Julie Bente "
    "Jette Birgit Annette Sofie Karin Christina Lise Amalie Birgitte Nanna Freja Clara Mathilde Cecilie Sara Laura Line Trine Maja Signe Stine Rikke "
    "Sanne Dorthe Åse Astrid Ellen Kamilla Aisha Fatima Samira Zeynep Oksana Agnieszka Mariam Leyla Thuy Ingrid Solveig Bjørk Malou Vibeke Ulla Mia"
).split()
MEN = (
    "Peter Jens Lars Michael Henrik Thomas Søren Jan Niels Christian Martin Jørgen Hans Anders Morten Jesper Ole Per Mads Erik Rasmus Jakob Simon "
    "Frederik Emil Mikkel Kasper Kristian Bent Poul Claus Jonas Nikolaj Mathias Sebastian Tobias Oliver Viktor Oscar William Gustav Åge Øjvind Bjørn "
    "Svend Steen Torben Kim Allan Brian Dennis Yusuf Ali Mehmet Omar Hassan Piotr Andriy Ahmad Ibrahim Minh Viggo Asger Malthe Troels Knud"
).split()
FAMILY = (
    "Nielsen Jensen Hansen Pedersen Andersen Christensen Larsen Sørensen Rasmussen Jørgensen Petersen Madsen Kristensen Olsen Thomsen Christiansen "
    "Poulsen Johansen Møller Mortensen Knudsen Jakobsen Mikkelsen Frederiksen Holm Lund Schmidt Eriksen Kristiansen Clausen Simonsen Svendsen "
    "Andreasen Iversen Østergaard Jeppesen Vestergaard Nissen Lauridsen Kjær Jespersen Mogensen Nørgaard Søndergaard Bach Frandsen Dahl Bruun Krogh "
    "Skov Toft Ravn Holst Bang Winther Friis Lassen Berg Steffensen Ærø Øland Ågård Aagaard Bjerre Bjerregaard Thygesen Mølgaard Lindegaard Brandt "
    "Demir Yılmaz Hussein Ahmed Nazari Kowalska Nguyen Shevchenko Ali Rahimi Özdemir Popescu Hakimi Khan"
).split()
# Who comes from where, roughly: a family name of another origin goes with a language that is not Danish.
LANGUAGES = {
    "Demir": "tr", "Yılmaz": "tr", "Özdemir": "tr", "Hussein": "so", "Ahmed": "so", "Nazari": "prs", "Hakimi": "prs", "Rahimi": "fa",
    "Kowalska": "pl", "Shevchenko": "uk", "Popescu": "ro", "Khan": "ur", "Ali": "ar",
}  # fmt: skip

STREETS = (
    "Bøgevej Egebækvej Skolegade Nørregade Søndergade Vestergade Østergade Kirkestræde Møllevej Stationsvej Åvænget Ærtemarken Lærkevej Solbakken "
    "Havnegade Parkvej Engdraget Birkealle Rønnevej Fyrrebakken Teglgården Kløvermarken Strandvej Torvet"
).split()

TRADES = (
    "Bageri", "Cykelværksted", "Plejecenter", "Regnskab", "Genbrug", "Gartneri", "Tømrerfirma", "Vaskeri", "Børnehus", "Lager", "Boghandel",
    "Autoværksted", "Køkken", "Malerfirma", "Trykkeri", "Hotel", "Rengøring", "Elektronik", "Supermarked", "Mejeri",
)  # fmt: skip
PLACE_NAMES = (
    "Bøgelund", "Lindehøj", "Åbrinken", "Kildegård", "Søholm", "Rosenvang", "Højmark", "Engholm", "Birkelund", "Ærøgård", "Møllehus", "Nordlys",
    "Fyrbakken", "Dalsgård", "Skovly", "Østervang",
)  # fmt: skip
SCHOOLS = ("Erhvervsskole", "Handelsskole", "Social- og sundhedsskole", "Voksenuddannelsescenter", "Professionshøjskole")
PROVIDERS = ("Mentorhuset", "Fodfæste", "Vejviseriet", "Støttepunktet", "Overgangen")
USER_GROUPS = ("Sindsro, en forening for pårørende og brugere", "Netværket af tidligere brugere")
PROFESSIONS = ("Psykiatrisk sygeplejerske", "Ergoterapeut", "Socialrådgiver", "Pædagog", "Psykolog", "Fysioterapeut")

# (name, code, town): the codes and names of the municipalities are public; what stands here about their jobcentres is invented.
MUNICIPALITIES = [
    (line.rsplit(" ", 1)[0], line.rsplit(" ", 1)[1])
    for line in (
        "København 101,Frederiksberg 147,Ballerup 151,Brøndby 153,Dragør 155,Gentofte 157,Gladsaxe 159,Glostrup 161,Herlev 163,Albertslund 165,"
        "Hvidovre 167,Høje-Taastrup 169,Lyngby-Taarbæk 173,Rødovre 175,Ishøj 183,Tårnby 185,Vallensbæk 187,Furesø 190,Allerød 201,Fredensborg 210,"
        "Helsingør 217,Hillerød 219,Hørsholm 223,Rudersdal 230,Egedal 240,Frederikssund 250,Greve 253,Køge 259,Halsnæs 260,Roskilde 265,Solrød 269,"
        "Gribskov 270,Odsherred 306,Holbæk 316,Faxe 320,Kalundborg 326,Ringsted 329,Slagelse 330,Stevns 336,Sorø 340,Lejre 350,Lolland 360,"
        "Næstved 370,Guldborgsund 376,Vordingborg 390,Bornholm 400,Middelfart 410,Assens 420,Faaborg-Midtfyn 430,Kerteminde 440,Nyborg 450,Odense 461,"
        "Svendborg 479,Nordfyn 480,Langeland 482,Ærø 492,Haderslev 510,Billund 530,Sønderborg 540,Tønder 550,Esbjerg 561,Fanø 563,Varde 573,Vejen 575,"
        "Aabenraa 580,Fredericia 607,Horsens 615,Kolding 621,Vejle 630,Herning 657,Holstebro 661,Lemvig 665,Struer 671,Syddjurs 706,Norddjurs 707,"
        "Favrskov 710,Odder 727,Randers 730,Silkeborg 740,Samsø 741,Skanderborg 746,Aarhus 751,Ikast-Brande 756,Ringkøbing-Skjern 760,Hedensted 766,"
        "Morsø 773,Skive 779,Thisted 787,Viborg 791,Brønderslev 810,Frederikshavn 813,Vesthimmerland 820,Læsø 825,Rebild 840,Mariagerfjord 846,"
        "Jammerbugt 849,Aalborg 851,Hjørring 860"
    ).split(",")
]
