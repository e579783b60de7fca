"""The pages in German, French and Spanish: which language is spoken, in pages, answers, processes and caches."""

import re

import pytest

HTML = {"accept": "text/html"}


def test_the_address_says_the_language_and_links_keep_it(client):
    page = client.get("/de/label", headers=HTML)
    assert 'lang="de"' in page.text
    assert page.headers["content-language"] == "de"
    assert "Ein Etikett prüfen" in page.text
    links = re.findall(r'(?:href|action)="(/[^"]*)"', page.text)
    assert links
    assert [link for link in links if not link.startswith(("/de/", "/en/", "/fr/", "/es/"))] == []


def test_a_browser_says_the_language_where_the_address_does_not(client):
    page = client.get("/label", headers={**HTML, "accept-language": "fr-CA,fr;q=0.9,en;q=0.5"})
    assert "Vérifier une étiquette" in page.text
    assert "accept-language" in page.headers["vary"].lower()
    assert "Check a label" in client.get("/label", headers={**HTML, "accept-language": "it"}).text


def test_the_menu_and_the_foot_are_in_the_language_and_the_foot_says_what_is_english(client):
    page = client.get("/es/table", headers=HTML).text
    assert ">Etiqueta</a>" in page
    assert "No es un diagnóstico" in page
    assert "El informe sobre una tabla está solo en inglés." in page
    assert "solo en inglés" not in client.get("/es/care", headers=HTML).text


def test_an_answer_is_worked_out_and_kept_apart_for_each_language(client):
    asked = "/api/what-if?sleep=8&weeks=4"
    english = client.get(asked).json()
    german = client.get(f"/de{asked}").json()
    assert "now" not in german["who"]
    assert german["who"] != english["who"]
    assert german["outcomes"][0]["change"] == english["outcomes"][0]["change"]
    assert "zum" in german["outcomes"][0]["verdict"] or "nicht" in german["outcomes"][0]["verdict"]
    assert client.get(asked).json() == english


def test_pages_have_a_decimal_comma_and_programs_a_point(client):
    page = client.get("/de/api/what-if?sleep=7.5&weeks=4", headers=HTML).text
    assert re.search(r"\d,\d", re.sub(r"<svg.*?</svg>", "", page, flags=re.S))
    assert isinstance(client.get("/de/api/what-if?sleep=7.5&weeks=4").json()["outcomes"][0]["size"], float)
    curves = client.get("/de/api/what-if/curves.csv?sleep=7.5&weeks=4").text
    assert re.search(r",-?0\.\d{3}", curves)


def test_a_decimal_comma_is_read_in_a_form(client):
    asked = "/api/what-if?sleep={}&weeks=4"
    assert client.get(asked.format("7,5")).json() == client.get(asked.format("7.5")).json()


def test_what_is_wrong_is_said_in_the_language(client):
    page = client.get("/de/api/what-if?age=7", headers=HTML)
    assert page.status_code == 422
    assert "das Kleinste ist 18" in page.text
    assert "Diese Seite gibt es nicht." in client.get("/de/nothing-here", headers=HTML).text


@pytest.mark.parametrize(
    ("language", "accepts", "country", "number", "said"),
    [
        ("de", "de-AT,de;q=0.9", "Österreich", "142", "Tag und Nacht"),
        ("fr", "fr-FR", "France", "3114", "jour et nuit"),
        ("es", "es-ES", "España", "024", "día y noche"),
    ],
)
def test_help_is_in_the_language_with_the_lines_of_the_readers_country(
    client, language, accepts, country, number, said
):
    page = client.get(f"/{language}/care", headers={**HTML, "accept-language": accepts}).text
    lines = page.partition('id="lines"')[2]
    assert country in lines
    assert number in lines
    assert said in lines
    assert f"/{language}/" in page


def test_countries_where_the_language_is_spoken_can_be_chosen_first(client):
    page = client.get("/de/care", headers={**HTML, "accept-language": "de"}).text
    first = re.findall(r'<option value="([A-Z]{2})"', page)[:8]
    assert {"DE", "AT", "CH"} <= set(first)


@pytest.mark.parametrize(
    "text",
    [
        *("ich kann nicht mehr leben", "ich will nicht mehr leben", "ich möchte tot sein", "ich bringe mich um"),
        *("je veux mourir", "je veux en finir", "je n'ai plus envie de vivre"),
        *("no quiero vivir", "quiero morir", "me quiero matar"),
    ],
)
def test_words_of_danger_are_heard_in_every_language_whatever_the_page(client, text):
    for language in ("de", "es"):
        answer = client.post(f"/{language}/api/label", json={"text": text}, headers=HTML)
        assert answer.status_code == 409
        assert answer.headers["x-care"].startswith("/care?from=words")


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("de", "ich bin hoffnungslos", "Das klingt schwer."),
        ("de", "ich kann nicht mehr", "Das klingt schwer."),
        ("fr", "je suis désespérée", "Cela a l\N{RIGHT SINGLE QUOTATION MARK}air dur."),
        ("es", "no tengo esperanza", "Esto suena difícil."),
    ],
)
def test_words_of_distress_get_a_line_of_help_in_the_language(client, language, text, said):
    answer = client.post(f"/{language}/api/check-in", json={"words": text}, headers=HTML)
    assert answer.status_code == 200
    assert said in answer.text
    assert f'href="/{language}/care?from=low' in answer.text
