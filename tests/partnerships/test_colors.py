from hypothesis import given
from hypothesis import strategies as st

from partnerships.domain.colors import (
    DARK_GROUNDS,
    LIGHT_GROUNDS,
    READABLE,
    contrast,
    dark_palette,
    light_palette,
    mix,
    readable,
)

colors = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
    assert contrast("#123456", "#123456") == 1


@given(colors)
def test_accent_is_readable_wherever_text_of_its_color_stands(color):
    for palette, grounds in (
        (light_palette(color), LIGHT_GROUNDS),
        (dark_palette(color), DARK_GROUNDS),
    ):
        for ground in (*grounds, palette.soft):
            assert contrast(palette.accent, ground) >= READABLE
            assert contrast(palette.strong, ground) >= READABLE


@given(colors)
def test_text_on_the_accent_is_readable(color):
    for palette in (light_palette(color), dark_palette(color)):
        assert contrast(palette.ink, palette.accent) >= READABLE
        assert contrast(palette.ink, palette.strong) >= READABLE


@given(colors)
def test_readable_color_stays(color):
    good = readable(color, on=["#ffffff"])

    assert readable(good, on=["#ffffff"]) == good


def test_dark_color_of_a_school_is_not_changed_on_light_paper():
    assert light_palette("#0b5d66").accent == "#0b5d66"


def test_yellow_of_a_school_becomes_readable():
    assert contrast("#ffd200", "#ffffff") < 1.6
    assert light_palette("#ffd200").accent != "#ffd200"


def test_mix_of_nothing_and_of_all():
    assert mix("#102030", "#ffffff", 0) == "#102030"
    assert mix("#102030", "#ffffff", 1) == "#ffffff"
