"""Things and services people buy, in English, by trade."""

from reputation.simulation.words.corpus import lines

ITEMS = {
    "kitchen": lines("""
        a copper pan
        a stove kettle
        the enamel casserole
        a bread knife
        a pair of cast iron skillets
        the big stock pot
        a set of wooden spoons
        a milk pan
        the pepper mill
        a carbon steel wok
        a set of soup bowls
        a pastry board
    """),
    "travel": lines("""
        the week in Madeira
        a walking tour in the hills
        a weekend by the lake
        the coach trip to the coast
        a family week in Crete
        the city break
        the ferry package
        a rail tour through the Alps
        the ten-day trip to Andalusia
        the winter cottage
    """),
    "bikes": lines("""
        a touring saddle
        the folding bike
        a pair of tyres
        a hub dynamo
        the child trailer
        a bike for my daughter
        a set of brake pads
        a pannier set
        the cargo rack
        a chain and cassette
        the commuter bike
        a floor pump
    """),
    "electronics": lines("""
        a refurbished tablet
        a pair of headphones
        the desk monitor
        a router
        a portable speaker
        the e-reader
        a laptop stand with hub
        a memory card
        the smart plug set
        a film scanner
        a mechanical keyboard
        the baby monitor
    """),
    "furniture": lines("""
        a two-seat sofa
        the oak shelf
        a bedside table
        the extending table
        a set of dining chairs
        a desk
        the wardrobe
        a reading chair
        the shoe bench
        a bed frame
    """),
    "books": lines("""
        an atlas
        a stack of second-hand novels
        the illustrated bird guide
        a picture book
        a first edition
        the cookbook
        a course book
        the boxed set
        a map of the canals
        a signed copy
    """),
    "clothes": lines("""
        a wool cardigan
        the rain jacket
        a pair of linen trousers
        a flannel shirt
        a knitted hat
        the winter coat
        a pair of gloves
        a merino jumper
        the denim skirt
        a pair of thick socks
        a scarf
    """),
    "shoes": lines("""
        a pair of leather boots
        a pair of canvas shoes
        a pair of sandals
        a pair of walking shoes
        a pair of espadrilles
        a pair of school shoes
        a pair of loafers
        a pair of slippers
    """),
    "garden": lines("""
        a hand-forged spade
        a tray of lavender plants
        the raised bed kit
        a rain barrel
        a bag of seed potatoes
        a pruning saw
        an apple tree
        the cold frame
        a hose reel
        a bag of spring bulbs
        a bird table
        the garden bench
    """),
    "optics": lines("""
        a pair of binoculars
        a pair of reading glasses
        a magnifier with light
        the spotting scope
        a lens cloth set
        a pair of sunglasses
        a telescope for beginners
    """),
    "tiles": lines("""
        an oak floor
        a batch of terracotta tiles
        a pallet of bathroom tiles
        a box of grout
        a cork floor
        a crate of wall tiles
        a bundle of skirting boards
        a pallet of slate
    """),
    "toys": lines("""
        a wooden train
        the marble run
        a puzzle with a thousand pieces
        a plush otter
        the paper kite kit
        a board game
        a box of building blocks
        a doll's house
        a set of finger puppets
        a science kit
    """),
    "mattress": lines("""
        a latex mattress
        the topper
        a pair of pillows
        a slatted frame
        the cooling duvet
        a child's mattress
        a mattress cover
    """),
    "coffee": lines("""
        a kilo of the house blend
        the sampler
        a hand grinder
        a filter holder
        a bag of decaf
        the three-month subscription
        an espresso cup set
        a moka pot
    """),
    "food": lines("""
        a large tin of olive oil
        a box of olives
        thyme honey
        the tasting set
        a bag of dried figs
        a bottle of early harvest oil
        a jar of capers
    """),
    "jewellery": lines("""
        an amber pendant
        a pair of silver earrings
        the engraved ring
        a bracelet
        a brooch
        a pair of wedding bands
        a silver chain
    """),
    "tickets": lines("""
        the opera evening
        a concert
        the festival pass
        an evening at the theatre
        the ice show
        a stand-up evening
        the museum night
    """),
    "music": lines("""
        a student violin
        a set of strings
        the digital piano
        a ukulele
        a clarinet reed box
        the guitar case
        a music stand
        a cajon
    """),
    "courses": lines("""
        the two-week English course
        an evening class
        the exam preparation
        a block of online lessons
        a summer course for my son
        the conversation group
        the business course
    """),
    "parts": lines("""
        a phone battery
        a screen kit
        the charging port
        a camera module
        a back cover
        a tool set
        a spare battery
        a speaker grille
    """),
    "outdoor": lines("""
        a two-person tent
        a pair of trekking poles
        a sleeping bag
        a gas stove
        a dry bag
        a hiking backpack
        a head torch
        the sleeping mat
        a water filter
        a tarp
        a pair of climbing shoes
    """),
    "flowers": lines("""
        a bunch of ranunculus
        the weekly bouquet
        a wreath
        the table arrangement
        an orchid
        a bunch of sunflowers
    """),
    "car": lines("""
        a set of wiper blades
        a set of roof bars
        a set of winter tyres
        the brake kit
        a battery charger
        a set of floor mats
        a towbar
    """),
    "appliances": lines("""
        a washing machine
        the fridge
        a vacuum cleaner
        the induction hob
        a dishwasher
        a stand mixer
        the tumble dryer
    """),
    "repair": lines("""
        the repair of our washing machine
        a new pump for the dishwasher
        the yearly service
        the repair of an old mixer
        a look at the oven
    """),
}
