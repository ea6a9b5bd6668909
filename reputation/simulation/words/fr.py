"""French."""

from reputation.simulation.words.corpus import Corpus, Pools, lines

ITEMS = {
    "books": lines("""
        un atlas
        trois albums illustrés
        un roman d'occasion
        un guide des oiseaux
        un coffret
        un livre de cuisine
        une carte ancienne
    """),
    "kitchen": lines("""
        une poêle en cuivre
        un service de verres
        une carafe soufflée
        une cocotte
        quatre bols
        un couteau à pain
        un moulin à poivre
    """),
    "garden": lines("""
        dix pieds de lavande
        une bêche forgée
        deux pommiers
        un récupérateur d'eau
        des bulbes de printemps
        un banc
        un dévidoir
    """),
}

POOLS = Pools(
    well=lines("""
        Commandé {item} dimanche, reçu mercredi.
        J'ai pris {item}, conforme à la description.
        Deuxième commande ici, cette fois pour {item}.
        J'avais besoin d'avoir vite {item} et le délai a été tenu.
        Emballage soigné, sans plastique. J'avais commandé {item}.
        Acheté {item} pour un cadeau, arrivé à temps.
        Conseillé au téléphone avant de choisir {item}, c'était juste.
        Le total était clair dès la première page. J'ai acheté {item}.
        Un jour de retard à cause du férié, sinon rien à dire sur ma commande : {item}.
        ~ On se sert chaque jour depuis un mois de ce que j'ai acheté, {item}, et rien n'a bougé.
        Retiré en boutique à l'heure dite : {item}, prêt à partir.
        Après trois déceptions ailleurs, enfin {item} qui convient.
        Petit colis, petit mot, et {item} comme sur la photo.
        J'ai payé {item} par carte, facture dans l'heure.
        ~ La teinte est un peu plus sombre qu'à l'écran, mais j'aime beaucoup. C'était {item}.
        J'ai commandé {item} en trois minutes, sans créer de compte.
    """),
    well_more=lines("""
        Je recommanderai ici.
        Le suivi était exact.
        Une question, une réponse le jour même.
        Le carton pourrait être plus petit.
        Pas de publicité ensuite, merci.
        Le code de reçu était dans le colis.
        Un peu plus cher qu'ailleurs, mais cela se comprend.
        Les photos sont honnêtes.
        Retour gratuit, je n'en ai pas eu besoin.
        Aucune surprise au paiement.
        Carton un peu abîmé, contenu intact.
        Bon rapport qualité-prix.
        Une amie a commandé depuis.
        Rien à ajouter.
    """),
    solved=lines("""
        Mauvais article d'abord, puis {item} en express sans discuter.
        ~ Une fêlure à l'arrivée. Une photo, et un autre envoi quatre jours après. C'était {item}.
        ~ Il manquait une pièce, reçue par lettre. Depuis, rien à redire : {item} tient bien.
        Une semaine de retard, frais de port remboursés. J'attendais {item}.
        Colis perdu, ils ont renvoyé {item} sans attendre l'enquête.
        Débité deux fois, remboursé après un appel. J'avais pris {item}.
    """),
    solved_more=lines("""
        Cela arrive, et c'est ainsi qu'on s'en occupe.
        J'ai dû expliquer deux fois.
        Au bout du compte, content.
        Correct.
    """),
    unsolved=lines("""
        ~ Cassé au bout de trois semaines, on me parle d'usure. J'avais acheté {item}.
        La moitié de la commande manque, et ils assurent que tout y était. Manque surtout {item}.
        Six semaines pour recevoir {item}, et ce n'est pas le bon modèle.
        Retour reçu depuis un mois selon le suivi, toujours pas enregistré. Il s'agit de {item}.
        Dix pour cent sur un prochain achat voilà toute la réponse. J'avais acheté {item}.
        La boutique renvoie au transporteur, le transporteur à la boutique. Abîmé : {item}.
        ~ Les dimensions ne sont pas celles de la page. Pour {item}, cela compte.
    """),
    unsolved_more=lines("""
        Trois messages sans réponse.
        J'ai renoncé.
        Dommage, la première commande était bien.
        Polis, mais sans effet.
        ~ Une réparation m'aurait suffi.
    """),
    never=lines("""
        Payé, jamais reçu : {item}.
        Sept semaines sans {item} et sans remboursement.
        Livré, paraît-il, dans une ville que je ne connais pas. J'avais commandé {item}.
        Expédié depuis un mois, dit le site. J'attends encore {item}.
    """),
    never_more=lines("""
        Ma banque s'en occupe.
        Signalé.
        J'aurais dû payer par carte.
    """),
    charged=lines("""
        Débité deux fois pour {item}. Il a fallu la banque.
        Un abonnement que je n'ai pas demandé est venu avec {item}.
        Annulé dans l'heure, débité quand même. C'était {item}.
        Remboursement promis par écrit pour {item}, onze semaines de retard.
    """),
    charged_more=lines("""
        Vérifiez vos relevés.
        J'ai tout par écrit.
        La somme est petite, mais quand même.
    """),
)

FR = Corpus(
    items=ITEMS,
    goods=POOLS,
    service=POOLS,
    praise=lines("""
        Parfait !
        Excellente boutique, je recommande.
        Au top, comme toujours.
        Service impeccable.
        Cinq étoiles sans hésiter.
    """),
    smear=lines("""
        À fuir.
        Nul, tout simplement.
        Plus jamais.
        N'achetez rien ici.
        Une honte.
    """),
    replies=lines("""
        Nous sommes désolés. Écrivez-nous avec le numéro de commande, nous regardons tout de suite.
        Ce n'est pas normal. Le remboursement est parti aujourd'hui.
        Vous avez raison, la page est corrigée et nous échangeons volontiers.
        Merci de votre patience, nous avons changé notre façon de faire.
    """),
    no_receipt=lines("""
        Aucun code de reçu, malgré ma demande.
        Ni reçu ni code dans le colis.
    """),
    updates=lines("""
        Ajout : le problème a finalement été réglé.
        Ajout : remboursé, avec des excuses.
    """),
)
