"""Words after which a name stands: titles, and what reviews say before they name somebody. Pure.

All languages are looked for at once: a review may say "Madame" or "Herr" in any of them.
"""

TITLES = frozenset(
    """
    mr mrs ms mister madam dr prof professor
    mme mlle monsieur madame mademoiselle docteur maître
    sr sra srta señor señora señorita doña dra
    herr herrn frau fräulein doktor
    dhr mevr mevrouw meneer mijnheer
    sig signor signora signorina dott dottor dottoressa
    senhor senhora dona doutor doutora
    """.split()
)
LEADS = frozenset(
    phrase.strip()
    for phrase in """
    served by, helped by, assisted by, treated by, greeted by, welcomed by, seen by, done by, ask for, asked for,
    speak to, spoke to, spoke with, talk to, talked to, spoken to, dealt with, thanks to, thank you, thank you to, kudos to,
    shout out to, our waiter, our waitress, our server, our driver, my doctor, my dentist, my driver, my hairdresser,
    my stylist, my barber, the waiter, the waitress, the manager, the owner, the driver, named, called, name is, name was,
    servi par, servie par, servis par, accueilli par, accueillie par, accueillis par, conseillé par, conseillée par,
    conseillés par, reçu par, reçus par, parler à, demandez, merci à, s’appelle, nommé, nommée, notre serveur, notre serveuse,
    le serveur, la serveuse, le vendeur, la vendeuse, le gérant, la gérante, le patron, la patronne, le livreur,
    atendió, atendido por, atendida por, atendidos por, atendidas por, atendieron, preguntad por, pregunten por, pregunté por,
    preguntar por, gracias a, se llama, llamado, llamada, nuestro camarero, nuestra camarera, el camarero, la camarera,
    el dueño, la dueña, el encargado, la encargada, el dependiente, la dependienta, el repartidor,
    bedient von, beraten von, betreut von, behandelt von, empfangen von, dank an, danke an, dank geht an, fragen sie nach,
    heißt, namens, unser kellner, unsere kellnerin, der kellner, die kellnerin, der fahrer, die fahrerin, der verkäufer,
    die verkäuferin, der chef, die chefin, mitarbeiter, mitarbeiterin, berater, beraterin, kollege, kollegin,
    geholpen door, bediend door, ontvangen door, behandeld door, dank aan, bedankt, vraag naar, heet, genaamd, onze ober,
    onze serveerster, de ober, de serveerster, de eigenaar, de eigenaresse, de monteur, de bezorger, de verkoper,
    servito da, servita da, serviti da, accolto da, accolti da, seguiti da, seguita da, grazie a, chiedete di, si chiama,
    il cameriere, la cameriera, il titolare, la titolare, il proprietario, la proprietaria,
    atendido pela, atendido pelo, atendida pela, atendida pelo, atendidos pela, atendidos pelo, obrigado a, obrigada a,
    obrigado ao, obrigada à, chama-se, chamado, chamada, pergunte por, perguntem por, o empregado, a empregada, o dono, a dona
    """.split(",")
)
LONGEST_LEAD = 3
PARTICLES = frozenset(
    "al bin da dal das de del della den der di do dos du el la le los ten ter van vom von y e zu zur".split()
)
"""Small words within a name."""
