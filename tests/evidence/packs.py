"""Texts as packs print them, made up for the tests; products do not exist."""
# ruff: noqa: E501, RUF001

GOOD = """\
CALM DAILY
Food supplement with bacterial cultures
Bifidobacterium longum 1714™    1 × 10⁹ CFU*
* guaranteed until end of shelf life
Directions: take one capsule daily with water.
Store below 25 °C in a dry place.
Not intended to diagnose, treat, cure or prevent any disease.
Consult your doctor before use if you are immunocompromised or seriously ill.
Distributed by Example Ltd, www.example.com
"""

STRESS = """\
SERENA DR7
Lactiplantibacillus plantarum DR7 ........ 1 billion CFU per sachet
Count at the end of shelf life.
Helps adults under moderate stress to feel less stressed.
One sachet a day. Keep in a cool, dry place below 25 °C.
Ask your doctor first if you have a weakened immune system or a central line.
"""

VAGUE = """\
MOOD+ BIOTICS
Our proprietary blend of friendly bacteria brings balance to your gut and brain.
Improves mood and calms the mind. 100% natural!
"""

WRONG_GENUS = """\
Neuro Balance
Contains: Bifidobacterium helveticus R0052 3 billion CFU
End of shelf life. Take 1 capsule a day. Store in a cool, dry place.
"""

WRONG_SPECIES = """\
Neuro Balance II
Lactobacillus rhamnosus R0052 - 3 x 10^9 CFU at expiry. Take 1 capsule a day. Store in the fridge.
"""

GENUS_ONLY = """\
Daily Flora
Lactobacillus 5 billion CFU, Bifidobacterium 5 billion CFU
Store in a cool dry place. 1 capsule daily.
"""

BLEND = """\
Ultra 50 Billion
Probiotic Blend 50 Billion CFU†
Lactobacillus acidophilus, Lactobacillus plantarum, Lactobacillus rhamnosus, Bifidobacterium lactis, Bifidobacterium longum
† At the time of manufacture.
Suggested use: adults take 1 capsule daily. Refrigerate after opening.
Supports mood, immunity and digestive health.
"""

HEAT_KILLED = """\
Exam Week Tablets
Heat-killed Lactobacillus gasseri CP2305, 10 billion cells per day's serving (2 tablets). A postbiotic.
Take 2 tablets a day. Store at room temperature.
Helps students sleep better before exams.
"""

DEAD_PROBIOTIC = """\
CALM probiotic drops
With tyndallized Lactobacillus rhamnosus GG (1 billion cells). Take 10 drops daily. Store below 25 °C.
"""

DRUG_CLAIM = """\
Serotonix Probiotic
Lactobacillus helveticus R0052 2.7 billion CFU
Bifidobacterium longum R0175 0.3 billion CFU
Total: 3 billion CFU at end of shelf life
Treats depression and anxiety disorders. The natural alternative to Prozac!
Take one stick a day. Store below 25 °C.
"""

ABSURD = """\
GigaBiotic
Lactobacillus rhamnosus GG 1e15 CFU at expiry. One scoop a day. Store in a cool, dry place.
"""

TOO_LITTLE = """\
Little Helper
Lactiplantibacillus plantarum 299v 1 million CFU until best before. One tablet a day. Store dry below 25 °C.
"""

GERMAN = """\
NervenRuhe Kapseln
1 Kapsel enthält: Lactobacillus helveticus R0052 1,35 Mrd. KBE, Bifidobacterium longum R0175 0,15 Mrd. KBE
Gesamt: 1,5 Mrd. KBE pro Kapsel bis zum Ende der Haltbarkeit
Verzehrempfehlung: täglich 2 Kapseln mit Wasser. Kühl und trocken lagern (unter 25 °C).
Unterstützt die psychische Gesundheit. Hilft gegen Depressionen.
Fragen Sie Ihren Arzt.
"""

ITALIAN = """\
SERENITÀ BIOTIC
Fermenti lattici vivi. Lactobacillus rhamnosus GG (ATCC 53103) 5 mld UFC
Bifidobacterium lactis BB-12 5 mld UFC
Totale 10 mld UFC alla scadenza. 1 bustina al giorno. Conservare in luogo fresco e asciutto, sotto i 25 °C.
Aiuta a ridurre lo stress.
"""

FRENCH = """\
ZEN FLORE
Lactobacillus helveticus Rosell-52 et Bifidobacterium longum Rosell-175
3 milliards d'UFC par gélule au moment de la fabrication
1 gélule par jour. À conserver à l'abri de la chaleur.
Aide à réduire le stress et l'anxiété.
"""

SPANISH = """\
ÁNIMO BIEN
Bifidobacterium longum 35624 — 1.000.000.000 UFC
Hasta la fecha de caducidad. 1 cápsula al día. Conservar en lugar fresco y seco.
Mejora el sueño.
"""

POLISH = """\
SPOKOJNA GŁOWA
Lactobacillus plantarum 299v 10 mld CFU (do końca okresu przydatności do spożycia)
1 kapsułka dziennie. Przechowywać w temperaturze poniżej 25 °C.
Wspomaga pamięć.
"""

OLD_NAME = """\
Yoghurt shot
Lactobacillus casei Shirota, at least 6.5 x 10^9 live bacteria per bottle until the use by date
Drink one bottle a day. Keep refrigerated (2-8 °C).
"""

UNKNOWN = """\
NovaStrain
Lactobacillus reuteri QX-9917 5 billion CFU at expiry. 1 capsule daily. Store below 25 °C.
Reduces stress.
"""

NOT_A_MICROBE = """\
Quantum Biotic
Fantasticus imaginarius ZZ1 5 billion CFU at expiry. 1 capsule daily. Store below 25 °C.
"""

AFU = """\
Lab Count
Bifidobacterium longum 1714 1.5 billion AFU at end of shelf life. Take 1 capsule daily. Store below 25 °C.
"""

PARTS_DO_NOT_ADD_UP = """\
Sum Total
Lactobacillus rhamnosus GG 5 billion CFU
Bifidobacterium lactis BB-12 10 billion CFU
Total 30 billion CFU at expiry
1 capsule daily. Store below 25 °C.
"""

BY_WEIGHT = """\
Milligram Flora
Lactobacillus acidophilus 50 mg, Bifidobacterium bifidum 25 mg
1 capsule daily. Store dry.
"""

AT_RISK = """\
Preemie Drops
For premature babies in the NICU.
Bifidobacterium breve M-16V 1 billion CFU until end of shelf life. 5 drops a day. Keep refrigerated.
"""

WARM_AND_DAMP = """\
Beach Biotic
Lactobacillus rhamnosus GG 10 billion CFU at time of manufacture
Water activity aw 0,30; shelf life 24 months. Store below 30 °C. 1 sachet daily.
"""

TESTED_BLEND = """\
Four Strains
Limosilactobacillus fermentum LF16 1 x 10^9 CFU
Lacticaseibacillus rhamnosus LR06 1 x 10^9 CFU
Lactiplantibacillus plantarum LP01 1 x 10^9 CFU
Bifidobacterium longum BL04 1 x 10^9 CFU
4 x 10^9 CFU in total at end of shelf life
Take 1 capsule daily. Store below 25 °C. Eases anxious feelings.
"""
