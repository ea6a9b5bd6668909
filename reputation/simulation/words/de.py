"""German."""

from reputation.simulation.words.corpus import Corpus, Pools, lines

ITEMS = {
    "furniture": lines("""
        ein Eichenregal
        ein Sofa für zwei
        den Schreibtisch
        vier Stühle
        eine Schuhbank
        den Ausziehtisch
        ein Bettgestell
        einen Nachttisch
    """),
    "coffee": lines("""
        ein Kilo Hausmischung
        eine Handmühle
        das Probierpaket
        einen Filterhalter
        entkoffeinierte Bohnen
        zwei Espressotassen
        ein Dreimonatsabo
    """),
    "bikes": lines("""
        einen Tourensattel
        zwei Reifen
        einen Nabendynamo
        das Faltrad
        eine Gepäcktasche
        einen Kinderanhänger
        neue Bremsbeläge
        eine Standpumpe
    """),
    "repair": lines("""
        die Reparatur der Waschmaschine
        eine neue Pumpe für den Geschirrspüler
        die Wartung des Trockners
        die Reparatur des Rührgeräts
        einen Blick auf den Backofen
        den Austausch der Türdichtung
    """),
    "flowers": lines("""
        einen Strauß Ranunkeln
        das Wochenabo
        einen Kranz
        Tischschmuck für vierzig Gäste
        eine Orchidee
        Sonnenblumen
        einen Brautstrauß
    """),
    "car": lines("""
        Winterreifen
        Dachträger
        Wischerblätter
        ein Ladegerät
        Fußmatten
        den Bremsensatz
    """),
    "kitchen": lines("""
        eine Kupferpfanne
        einen Wasserkessel
        das Brotmesser
        zwei Gusspfannen
        den Emailletopf
    """),
}

GOODS = Pools(
    well=lines("""
        Sonntags {item} bestellt, am Mittwoch war alles da.
        Ich habe hier {item} gekauft und bin zufrieden.
        Zum zweiten Mal hier, diesmal für {item}.
        Brauchte {item} eilig, und es hat geklappt.
        Man hat mir {item} sorgfältig verpackt geschickt, ganz ohne Plastik.
        {item} bekommen, genau wie beschrieben.
        Vor dem Kauf angerufen, gut beraten worden und {item} genommen.
        Für {item} drei Läden verglichen, hier war der Endpreis von Anfang an klar.
        Einen Tag später als angesagt, sonst alles gut. Gekauft hatte ich {item}.
        ~ Die falsche Größe ging ohne Umstände zurück, {item} habe ich behalten.
        Habe {item} verschenkt, kam rechtzeitig an.
        Faire Versandkosten, ordentlicher Karton. Ich hatte {item} bestellt.
        ~ Seit einem Monat benutzen wir {item} täglich, nichts zu meckern.
        Ich konnte {item} im Laden abholen, war zur genannten Stunde fertig.
        Kleiner Laden, großer Service: {item} ohne jedes Problem.
        {item} auf Rechnung gekauft, alles korrekt.
        Auf den Bildern sah es etwas größer aus, trotzdem würde ich {item} wieder nehmen.
        Kein Konto nötig, {item} in drei Minuten bestellt.
        Erst ausverkauft, dann kam wie versprochen die Nachricht, und ich bekam {item}.
        ~ Nach drei Fehlkäufen anderswo hier endlich {item} gefunden.
    """),
    well_more=lines("""
        Gerne wieder.
        Die Sendungsverfolgung stimmte.
        Eine Frage per Mail, am selben Tag beantwortet.
        Die Verpackung dürfte kleiner sein.
        Kein Werbebrief danach, danke dafür.
        Der Belegcode lag im Paket.
        Nicht ganz billig, aber es lohnt sich.
        ~ Es lag sogar ein Ersatzteil bei.
        Die Bilder auf der Seite sind ehrlich.
        ~ Die Anleitung gibt es nur im Netz.
        Rückgabe wäre kostenlos gewesen.
        Eine Freundin hat inzwischen auch bestellt.
        Keine Überraschungen an der Kasse.
        Der Karton hatte gelitten, der Inhalt nicht.
        Man merkt, dass dort Leute vom Fach arbeiten.
        Preis und Leistung stimmen.
        Der Bote kam früher als gedacht.
        Mehr braucht es nicht.
    """),
    solved=lines("""
        Beim ersten Mal kam das Falsche, dann per Express {item}.
        ~ Ein Kratzer war drin. Bild geschickt, vier Tage später Ersatz für {item}.
        ~ Ein Teil fehlte, kam zwei Tage nach meiner Mail. Gekauft hatte ich {item}.
        Eine Woche zu spät, dafür das Porto zurück. Bestellt hatte ich {item}.
        ~ Nach drei Wochen Defekt, kostenlos repariert. Es ging um {item}.
        Paket verloren, ohne Diskussion noch einmal {item} geschickt.
        Doppelt abgebucht, nach einem Anruf war das Geld für {item} zurück.
        ~ Die Farbe stimmte nicht, der Umtausch von {item} war einfach.
    """),
    solved_more=lines("""
        Fehler passieren, so geht man damit um.
        Ich musste es allerdings zweimal erklären.
        Am Ende bin ich zufrieden.
        Ohne den Umweg wäre es tadellos.
        Freundlich waren sie immer.
        Anständig.
    """),
    unsolved=lines("""
        ~ Nach drei Wochen kaputt, angeblich Verschleiß. Gekauft hatte ich {item}.
        Die Hälfte fehlte, und man besteht darauf, alles eingepackt zu haben. Es ging um {item}.
        ~ Neu bestellt, sichtbar gebraucht bekommen: {item}, leider nicht zu empfehlen.
        Sechs Wochen auf {item} gewartet, dann die falsche Ausführung.
        Rücksendung vor vier Wochen angekommen, gebucht ist bis heute nichts. Es geht um {item}.
        ~ Zehn Prozent auf den nächsten Einkauf als Trost für {item}. Danke, nein.
        Der Laden verweist auf den Paketdienst, der Paketdienst auf den Laden. Bestellt hatte ich {item}.
        ~ Zweimal repariert, dreimal kaputt. Für {item} in dieser Preislage ein Armutszeugnis.
        ~ Das Ersatzteil ist seit zwei Monaten unterwegs, heißt es. Gekauft habe ich {item} im Frühjahr.
        ~ Maße weichen deutlich ab. Man nennt das Toleranz, ich nenne {item} unbrauchbar.
    """),
    unsolved_more=lines("""
        Ich habe aufgegeben.
        Drei Mails, keine Antwort.
        Die Hotline ist höflich und darf nichts.
        Schade, die erste Bestellung war gut.
        Die Fotos wollte niemand sehen.
        ~ Eine Reparatur hätte mir gereicht.
        Liegt jetzt bei der Verbraucherzentrale.
        Für den Preis erwarte ich mehr.
    """),
    never=lines("""
        Bezahlt, nie geliefert. Bestellt hatte ich {item}.
        Sieben Wochen gewartet, weder {item} noch Geld.
        Laut Verfolgung zugestellt, in einer Stadt, in der ich nie war. Bestellt hatte ich {item}.
        Angeblich seit einem Monat versandt. Auf {item} warte ich noch immer.
        Meine Mails kommen zurück. Ich habe {item} bezahlt und nie bekommen.
        Storniert nach fünf Wochen, Gutschein statt Geld. Gewollt hatte ich {item}.
    """),
    never_more=lines("""
        Die Bank holt das Geld zurück.
        Angezeigt.
        Hätte ich bloß nicht überwiesen.
        Vor einem Jahr war hier noch alles gut.
        Anderen geht es offenbar genauso.
    """),
    charged=lines("""
        Zweimal abgebucht, einmal bestellt: {item}. Erst die Bank hat geholfen.
        Am Ende war der Preis höher als auf der Seite, nur für {item}.
        Ungefragt ein Abo bekommen. Ich wollte nur {item}.
        Rechtzeitig storniert und trotzdem belastet, es ging um {item}.
        Die zugesagte Erstattung für {item} ist elf Wochen überfällig.
        Eine Versicherung, die ich abgewählt hatte, stand mit auf der Rechnung für {item}.
    """),
    charged_more=lines("""
        Kontoauszug prüfen!
        Habe es schriftlich.
        Kleine Summe, aber trotzdem.
        Angeblich ein Systemfehler, seit Wochen.
    """),
)

SERVICE = Pools(
    well=lines("""
        {item} in Auftrag gegeben, am selben Tag erledigt.
        Klarer Kostenvoranschlag für {item}, die Rechnung lag knapp darunter.
        Der Termin für {item} wurde auf die Stunde eingehalten.
        Man hat mir ehrlich gesagt, dass sich die größere Lösung nicht lohnt. Also nur {item}.
        Schon zum dritten Mal hier, diesmal für {item}.
        Brauchte {item} noch vor dem Wochenende, und es ging.
        Für {item} einen festen Preis bekommen, dabei blieb es.
        {item} ohne Anfahrtskosten, wie versprochen.
        {item} machen lassen, nun läuft alles wieder wie neu.
        Einen Tag früher fertig als gedacht. Beauftragt hatte ich {item}.
        Angerufen, am nächsten Morgen war jemand da. Für {item} brauchte er keine Stunde.
        Die Altteile lagen dabei, so muss das sein. Beauftragt hatte ich {item}.
    """),
    well_more=lines("""
        Gerne wieder.
        Es wurde erklärt, was gemacht wird und warum.
        Kein Versuch, etwas Neues zu verkaufen.
        Der Belegcode stand auf der Rechnung.
        Die Werkstatt ist schwer zu finden.
        Sauber hinterlassen.
        Freundlich am Telefon.
        Preis in Ordnung.
        Habe es schon weiterempfohlen.
        Nur am Telefon wartet man lange.
        Ein Jahr Gewähr auf die Arbeit.
        Läuft seither.
    """),
    solved=lines("""
        Beim ersten Mal half es nicht, der zweite Besuch war kostenlos. Es ging um {item}.
        Falsches Teil bestellt, am nächsten Tag das richtige. Dann ging alles schnell. Ich brauchte {item}.
        Termin verschwitzt, dafür gab es {item} ohne Arbeitslohn.
        Auf der Rechnung für {item} stand zu viel, nach einem Anruf berichtigt.
        Nach einer Woche tropfte es wieder, man kam sofort. Es ging um {item}.
        Ein Kratzer an der Front blieb zurück, die Blende wurde getauscht. Sonst tadellos. Es ging um {item}.
    """),
    solved_more=lines("""
        Fehler passieren.
        Am Ende alles gut.
        Anständige Leute.
        Es hätte ein Anruf weniger sein dürfen.
    """),
    unsolved=lines("""
        Eine Woche nach dem Auftrag derselbe Fehler. Für {item} soll ich noch einmal zahlen.
        Drei Termine, dreimal verschoben. Ich warte noch immer auf {item}.
        Das Doppelte vom Voranschlag bezahlt, und das für {item}.
        Seit dem Besuch klappert es. Über {item} will niemand mehr reden.
        Das Ersatzteil für {item} kommt seit zwei Monaten nächste Woche.
        Man hat mir {item} berechnet und etwas anderes gemacht.
    """),
    unsolved_more=lines("""
        Ich habe dreimal geschrieben.
        Eine Entschuldigung hätte gereicht.
        Schade.
        Einmal und nicht wieder.
        Der Monteur selbst war freundlich.
    """),
    never=lines("""
        Angezahlt, nie erschienen. Für {item} kam dann jemand anders.
        Gerät abgeholt für {item}, seit sechs Wochen kein Gerät und keine Auskunft.
        Für {item} im Voraus bezahlt, dann nur noch Anrufbeantworter.
    """),
    never_more=lines("""
        Die Anzahlung ist weg.
        Habe es gemeldet.
        Überweisung, leider.
    """),
    charged=lines("""
        Zwei Stunden berechnet, vierzig Minuten gearbeitet. Bestellt hatte ich {item}.
        Eine Anfahrt kam auf die Rechnung für {item}, obwohl sie frei sein sollte.
        {item} abgesagt und trotzdem eine Rechnung bekommen.
    """),
    charged_more=lines("""
        Rechnung genau lesen.
        Auf meine Mail keine Antwort.
        Habe nur den richtigen Teil bezahlt.
    """),
)

DE = Corpus(
    items=ITEMS,
    goods=GOODS,
    service=SERVICE,
    praise=lines("""
        Super Laden, super Preise!
        Alles bestens, wie immer.
        Top, gerne wieder!
        Absolute Empfehlung.
        Fünf Sterne sind zu wenig.
        Einfach perfekt.
        Bester Shop überhaupt.
        Spitzenqualität!
    """),
    smear=lines("""
        Finger weg.
        Nie wieder.
        Der schlechteste Laden, den ich kenne.
        Alles Schrott.
        Null Sterne, wenn es ginge.
        Lieber woanders kaufen.
    """),
    replies=lines("""
        Das tut uns leid. Bitte schreiben Sie uns mit der Bestellnummer, wir sehen sofort nach.
        So sollte es nicht laufen. Die Erstattung ist heute angewiesen worden.
        Sie haben recht. Wir haben den Hinweis auf der Seite ergänzt und tauschen gern.
        In diesen Wochen hatte unser Paketdienst Schwierigkeiten; das fehlende Teil ist heute raus.
        Danke für die Geduld. Wir haben den Ablauf geändert.
    """),
    no_receipt=lines("""
        Einen Belegcode gab es nirgends.
        Auf Nachfrage hieß es, einen Code gebe es nicht.
        Weder Beleg noch Code im Paket.
    """),
    updates=lines("""
        Nachtrag: Es wurde doch noch in Ordnung gebracht.
        Nachtrag: Das Geld ist zurück.
        Ergänzung: Der Ersatz ist da und tut es.
    """),
)
