"""Help comes first: which words and answers lead to it, and where help is."""

import datetime
import subprocess
import sys

import pytest

from gutbrain.errors import InputError
from gutbrain.web.care import CareFirst, check, check_scores
from gutbrain.web.care_help import load
from gutbrain.web.care_words import worrying

DANGER = [
    "I want to die",
    "i wanna die",
    "I don't want to live anymore",
    "i dont want to live",
    "I do not want to live any more",
    "kms",
    "I'm going to kms",
    "I will unalive myself",
    "k i l l myself",
    "su1c1de",
    "S.U.I.C.I.D.E",
    "suicidal ideation",
    "suiciiide",
    "sucide",
    "better off dead",
    "they'd be better off without me",
    "self-harm",
    "selfharm",
    "self harming again",
    "killing myself",
    "I want to kill my self",
    "#wanttodie",
    "end my life",
    "I want to end it all",
    "no reason to live",
    "thinking about death",
    "I wish I was dead",
    "I wish I were never born",
    "I wish I hadn't been born",
    "cut my wrists",
    "tired of living",
    "I can't go on like this",
    "Ich will nicht mehr leben",
    "ich möchte sterben",
    "ich moechte nicht mehr leben",
    "Ich will nicht mehr aufwachen",
    "Selbstmordgedanken",
    "suizidal",
    "mich umbringen",
    "ich bringe mich um",
    "mir das Leben nehmen",
    "lebensmüde",
    "lebensmuede",
    "ich wäre lieber tot",
    "ich waere besser tot",
    "Ich ritze mich",
    "mich selbst verletzen",
    "sich etwas antun",
    "Ohne mich wären alle besser dran",
    "je veux mourir",
    "envie de mourir",
    "j'ai envie d'en finir",
    "en finir avec la vie",
    "me suicider",
    "je ne veux plus vivre",
    "mettre fin à mes jours",
    "automutilation",
    "idées noires",
    "je serais mieux morte",
    "quiero morir",
    "me quiero matar",
    "no quiero vivir",
    "ya no quiero vivir más",
    "quitarme la vida",
    "quiero suicidarme",
    "autolesión",
    "estaría mejor muerta",
    "sin ganas de vivir",
    "voglio morire",
    "voglio uccidermi",
    "mi voglio ammazzare",
    "non voglio più vivere",
    "farla finita",
    "autolesionismo",
    "togliermi la vita",
    "vorrei essere morta",
    "quero morrer",
    "quero me matar",
    "não quero mais viver",
    "tirar a minha vida",
    "automutilação",
    "vontade de morrer",
    "suicídio",
    "ik wil dood",
    "ik wil niet meer leven",
    "zelfmoord",
    "zelfbeschadiging",
    "uit het leven stappen",
    "ik was liever dood",
    "ik wil mezelf iets aandoen",
    "suïcidale gedachten",
    "ik zie het leven niet meer zitten",
    "mijn leven beëindigen",
    "kys",
    "I'm going to k.m.s.",
    "I don\N{RIGHT SINGLE QUOTATION MARK}t want to be here anymore",
    "no reason to keep living",
    "please kill me",
    "overdose on purpose, take an overdose",
    "Ich möchte einfach nur sterben",
    "Ich halte es nicht aus und will mich umbringen",
    "Je veux en finir",
    "j\N{RIGHT SINGLE QUOTATION MARK}en ai marre de vivre",
    "ojalá estuviera muerta",
    "não aguento mais viver",
    "ik wil niet meer wakker worden",
    "ho pensieri di suicidio",
    "pensées suicidaires",
    "3 kms from here I will kill myself",
]

HARMLESS = [
    "self-harmony",
    "harmony of the self",
    "die Bakterien sterben ab",
    "die Darmflora",
    "die-off symptoms (Herxheimer)",
    "killing bacteria",
    "lactobacillus kills pathogens",
    "Lactobacillus rhamnosus kills E. coli",
    "natural killer cells",
    "I ran 5 kms today",
    "10 kms per week",
    "suicide gene therapy",
    "suicide inhibitor of aromatase",
    "bacterial suicide",
    "cells die by apoptosis",
    "programmed cell death",
    "mortality",
    "fibre to die for",
    "I want to live longer",
    "I want to live healthy",
    "better off with fibre",
    "depression",
    "severe depression",
    "feeling low and tired",
    "tired of bloating",
    "hurt stomach",
    "cut sugar",
    "cutting carbs",
    "overdose of vitamin D",
    "what is the end of life of the product",
    "end-of-life care",
    "life expectancy",
    "DSM-5 depression score",
    "die Studie will zeigen",
    "ich will leben",
    "Ich möchte gesund leben",
    "Wie lange leben Bakterien?",
    "die toten Bakterien",
    "abgetötete Milchsäurebakterien",
    "tote Laktobazillen",
    "Kann ich ohne Milch leben",
    "en finir avec les ballonnements",
    "j'en ai marre des ballonnements",
    "mourir de faim",
    "bactéries mortes",
    "bacterias muertas",
    "quiero vivir mejor",
    "morir de hambre",
    "me mata el estómago",
    "fare del male all'intestino",
    "batteri morti",
    "vivere bene",
    "ho voglia di yogurt",
    "meglio vivo che morto",
    "bactérias mortas",
    "matar bactérias",
    "quero viver bem",
    "melhor iogurte",
    "dode bacteriën",
    "ik wil gezond leven",
    "ik wil niet meer eten",
    "beter leven",
    "leven met darmklachten",
    "sterven bacteriën af",
    "Lactobacillus helveticus R0052 + Bifidobacterium longum R0175",
    "selfish genes",
    "Self-reported harm",
    "harmful",
    "KYS1 strain",
    "skim milk",
    "my back is killing me",
    "killing me softly",
    "the mice were killed",
    "animals were sacrificed",
    "time to event",
    "mood of the people",
    "not alive bacteria (killed)",
    "does not want to take part",
    "who no longer want to eat",
    "heat-killed",
    "die Teilnehmer wollen nicht mehr essen",
    "das Leben ist schön",
    "Das Leben mit Reizdarm",
    "einfach nicht mehr da",
    "ich kann nicht mehr schlafen",
    "je ne peux plus manger",
    "no puedo más comer",
    "sin ganas de comer",
    "cansado de la dieta",
    "non ho più voglia di mangiare",
    "stanco di mangiare",
    "mi fa male la pancia",
    "fa male",
    "ik kan niet meer slapen",
    "de dood van bacteriën",
    "levende bacteriën",
    "niet meer levend",
    "Tod der Zellen",
    "tot",
    "lieber nicht",
    "im Leben",
    "sich selbst regulierend",
    "sich erholen",
    "5kms",
    "how many kms a day",
    "the suicide gene of a phage",
    "suicidal erythrocyte death",
    "I want to end the course of antibiotics",
    "better off eating beans",
    "a reason to live with a dog: more microbes",
    "I take my own yogurt to work",
    "hanging out with friends",
    "Ich will nicht mehr leiden an Blähungen",
    "Was will ich mehr",
    "vivre mieux",
    "no quiero comer más",
    "non voglio più latte",
    "ik wil meer vezels",
]


@pytest.mark.parametrize("text", DANGER)
def test_words_of_somebody_in_danger_are_heard(text):
    with pytest.raises(CareFirst):
        check(text)
    assert worrying(f"Hello, {text}! And then something about bacteria.")


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_holds_the_letters_is_left_alone(text):
    check(text)


def test_a_long_text_is_read_quickly():
    start = datetime.datetime.now()
    check("the bacteria of the gut and the mind of people who eat more fibre " * 3000)
    assert (datetime.datetime.now() - start).total_seconds() < 2


def test_the_error_does_not_hold_what_was_typed():
    with pytest.raises(CareFirst) as caught:
        check("marker-7319 I want to die")
    assert "marker" not in repr(caught.value) + str(caught.value.__dict__)


@pytest.mark.parametrize(
    "scores",
    [
        {"phq9": 20},
        {"phq9": 3, "phq9_item9": 1},
        {"gad7": 15},
        {"bdi2": 29},
        {"hamd17": 24},
        {"madrs": 35},
        {"hads_d": 16},
    ],
)
def test_severe_answers_lead_to_help(scores):
    with pytest.raises(CareFirst) as caught:
        check_scores(scores)
    assert caught.value.source == "answers"


def test_answers_that_are_not_severe_do_not():
    check_scores({"phq9": 19, "phq9_item9": 0, "gad7": 14})
    check_scores({"psqi": 21})  # a scale without such a band
    check_scores({})


@pytest.mark.parametrize(
    ("scores", "said"), [({"phq9": 28}, "0 to 27"), ({"phq8": 3}, "phq9"), ({"gad7": float("nan")}, "0 to 21")]
)
def test_scores_that_cannot_be_are_told(scores, said):
    with pytest.raises(InputError, match=said):
        check_scores(scores)


def test_help_is_there_for_many_countries_and_every_line_says_when_it_answers():
    known = load()
    assert len(known.countries) >= 40
    for country in known.countries.values():
        for line in country.lines:
            assert line.hours
            assert line.checked <= datetime.date.today()


def test_a_file_is_put_over_what_ships(tmp_path):
    file = tmp_path / "help.yaml"
    file.write_text(
        "countries:\n"
        "  DE:\n"
        "    name: Germany\n"
        "    emergency: ['112']\n"
        "    lines:\n"
        "      - {name: University, phone: 0551 39 0, hours: by day, verified: called, checked: 2026-01-02}\n",
        encoding="utf-8",
    )
    known = load(file)
    assert [line.name for line in known.countries["DE"].lines] == ["University"]
    assert known.countries["FR"] == load().countries["FR"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{name: A, phone: call me, hours: by day, verified: read, checked: 2026-01-02}", r"lines\[0\].phone"),
        ("{name: A, phone: '116', verified: read, checked: 2026-01-02}", "hours: Field required"),
        ("{name: A, hours: by day, verified: read, checked: 2026-01-02}", "needs a phone"),
        ("{name: A, web: 'javascript:alert(1)', hours: x, verified: read, checked: 2026-01-02}", r"lines\[0\].web"),
        ("{name: A, phone: '116', hours: by day, verified: read, checked: soon}", r"lines\[0\].checked"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(tmp_path, line, said):
    file = tmp_path / "help.yaml"
    file.write_text(
        f"countries:\n  DE:\n    name: Germany\n    emergency: ['112']\n    lines:\n      - {line}\n", encoding="utf-8"
    )
    with pytest.raises(InputError, match=said) as caught:
        load(file)
    assert "help.yaml:6" in str(caught.value)


def test_a_wrong_file_stops_the_start(tmp_path):
    file = tmp_path / "help.yaml"
    file.write_text("countries: {Germany: 112}\n", encoding="utf-8")
    start = "from gutbrain.cli import main; main()"
    command = [sys.executable, "-c", start, "serve", "--port", "0", "--help-file", str(file)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 2
    assert "Germany" in done.stderr
    assert "Traceback" not in done.stderr
