import pytest
from django.core.management import CommandError, call_command

from letters.models import Letter, LetterBatch
from tests.factories import LetterTemplateFactory


@pytest.fixture
def output(tmp_path):
    return tmp_path / "letters.pdf"


def run(program, output, template="Thank-you", **options):
    call_command("print_letters", program=program, template=template, output=str(output), **options)


def test_prints_one_file_and_keeps_the_letters(program, templates, partners, output, valid, capsys):
    run(program.slug, output)

    assert valid(output.read_bytes()).document.page_count == 3
    assert Letter.objects.exclude(made_at=None).count() == 3
    assert capsys.readouterr().out == f"3 letters in {output}\n"


def test_limit(program, templates, partners, output, valid):
    run(program.slug, output, limit=1)

    assert valid(output.read_bytes()).document.page_count == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"program": "nowhere"}, "There is no program “nowhere”"),
        ({"template": "Nothing"}, "has no template “Nothing”. The templates are: Event"),
        ({"stage": "nowhere"}, "There is no stage “nowhere”"),
        ({"stage": "paused"}, "Nobody to write to"),
        ({"limit": 0}, "--limit must be at least 1"),
        ({"copies": 0}, "Between 1 and 20 copies"),
        ({"by": "x@example.org"}, "x@example.org is not among the staff"),
        ({"output": "/nowhere/letters.pdf"}, "cannot be written"),
        ({"output": "/"}, "is a folder"),
    ],
)
def test_bad_input_is_one_sentence_and_nothing_is_kept(
    program, templates, partners, output, changed, sentence
):
    given = {"program": program.slug, "output": output, **changed}

    with pytest.raises(CommandError, match=sentence):
        run(**given)

    assert not LetterBatch.objects.exists()
    assert not output.exists()


def test_missing_values_are_named_or_those_letters_left_out(
    program, templates, partners, output, valid, capsys
):
    LetterTemplateFactory(program=program, name="By name", body="Dear {{ contact_name }}")
    with pytest.raises(CommandError, match=r"Gamma & Sons: Contact's name \(contact_name\)"):
        run(program.slug, output, template="By name")
    assert not output.exists()

    run(program.slug, output, template="by name", skip_incomplete=True)

    assert valid(output.read_bytes()).document.page_count == 2
    assert "Left out: Gamma & Sons" in capsys.readouterr().err
