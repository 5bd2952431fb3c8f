from __future__ import annotations

from datetime import datetime

import pytest

from nlp.language import guess_language
from nlp.plain import read_plain


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("There is a man selling drugs outside the school", "en", id="English"),
        pytest.param("hes shotting by the offy innit", "en", id="texting"),
        pytest.param("thon wee man is dealin oot the back o the chippy", "en", id="Scots"),
        pytest.param("", "en", id="nothing"),
        pytest.param("ok", "en", id="one word"),
        pytest.param("07700 900123 !!", "en", id="no words"),
        pytest.param("He says the deal is la dolce vita and de la creme", "en", id="quotations"),
        pytest.param("Mae'r dyn yn gwerthu cyffuriau tu allan i'r ysgol bob nos", "cy", id="Welsh"),
        pytest.param(
            "Ten facet sprzedaje narkotyki przy szkole, jest tam codziennie",
            "pl",
            id="Polish",
        ),
        pytest.param(
            "Un bărbat vinde droguri pe strada mea și nu este singur",
            "ro",
            id="Romanian",
        ),
        pytest.param(
            "O homem vende droga na rua e não está sozinho, são todos os dias",
            "pt",
            id="Portuguese",
        ),
        pytest.param("El hombre vende drogas en la calle todos los días", "es", id="Spanish"),
        pytest.param("Il y a un homme qui vend de la drogue dans la rue", "fr", id="French"),
        pytest.param("Der Mann verkauft jeden Abend Drogen vor dem Haus", "de", id="German"),
        pytest.param(
            "C'è un uomo che vende droga davanti alla casa di mio fratello",
            "it",
            id="Italian",
        ),
        pytest.param(
            "Jis parduoda narkotikus prie namas, yra čia kiekvieną vakarą",
            "lt",
            id="Lithuanian",
        ),
        pytest.param("Ninka waxaa uu iibiya daroogo oo habeen kasta waa halkan", "so", id="Somali"),
        pytest.param("Ai shet drogë në rrugë çdo natë dhe nuk është vetëm", "sq", id="Albanian"),
        pytest.param(
            "wo banda roz raat ko ghar ke bahar drugs bechta hai",
            "ur",
            id="Urdu in Latin letters",
        ),
        pytest.param("وہ آدمی ہر رات منشیات بیچتا ہے", "ur", id="Urdu"),
        pytest.param("الرجل يبيع المخدرات كل ليلة", "ar", id="Arabic"),
        pytest.param("वह आदमी हर रात ड्रग्स बेचता है", "hi", id="Hindi"),
        pytest.param("লোকটি প্রতি রাতে মাদক বিক্রি করে", "bn", id="Bengali"),
        pytest.param("那个男人每天晚上卖毒品", "zh", id="Chinese"),
        pytest.param("男は毎晩ドラッグを売っている", "ja", id="Japanese"),
        pytest.param("Этот мужчина продаёт наркотики", "ru", id="Russian"),
        pytest.param("Цей чоловік продає наркотики щовечора", "uk", id="Ukrainian"),
    ],
)
def test_the_language_of_a_text(text: str, code: str) -> None:
    assert guess_language(read_plain(text, datetime(2026, 3, 27))) == code
