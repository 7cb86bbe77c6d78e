"""CoNLL and its kin: layouts, boundaries, spacing, and what is broken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from clew.graph.errors import InputError
from clew.graph.model import Batch
from clew.loaders.annotations.tokens import conll_sentences
from clew.loaders.batches import batches
from clew.loaders.registry import detect
from clew.loaders.walk import Failure

Take = Callable[..., list[Batch]]
MARKED = {("Zebulon Vos", "PER"), ("Quagga Resort", "ORG")}
TEXT = "Zebulon Vos owns Quagga Resort ."
SECRET = ("Zebulon", "Vos", "Quagga", "Resort")


@pytest.fixture
def take(tmp_path: Path) -> Take:
    """Return the batches of a file with these lines."""

    def run(*lines: str, name: str = "note.conll", end: str = "\n") -> list[Batch]:
        path = tmp_path / name
        path.write_bytes("".join(line + end for line in lines).encode())
        found = list(batches([path]))
        assert not [str(one) for one in found if isinstance(one, Failure)]
        return [one for one in found if isinstance(one, Batch) and one.tool == "conll"]

    return run


def marked(batch: Batch) -> set[tuple[str, str]]:
    return {(a.name, a.label) for a in batch.annotations}


LAYOUTS = {
    "token and tag": ("Zebulon\tB-PER|Vos\tI-PER|owns\tO|Quagga\tB-ORG|Resort\tI-ORG|.\tO"),
    "blanks": ("Zebulon B-PER|Vos I-PER|owns O|Quagga B-ORG|Resort I-ORG|. O"),
    "tag and token": ("B-PER\tZebulon|I-PER\tVos|O\towns|B-ORG\tQuagga|I-ORG\tResort|O\t."),
    "CoNLL-2003, IOB1": (
        "Zebulon NNP I-NP I-PER|Vos NNP I-NP I-PER|owns VBZ I-VP O|Quagga NNP B-NP I-ORG"
        "|Resort NNP I-NP I-ORG|. . O O"
    ),
    "GermEval": (
        "1\tZebulon\tB-PER\tO|2\tVos\tI-PER\tO|3\towns\tO\tO|4\tQuagga\tB-ORG\tO"
        "|5\tResort\tI-ORG\tO|6\t.\tO\tO"
    ),
    "Label Studio": (
        "-DOCSTART- -X- O||Zebulon -X- _ B-PER|Vos -X- _ I-PER|owns -X- _ O|Quagga -X- _ B-ORG"
        "|Resort -X- _ I-ORG|. -X- _ O"
    ),
    "BILOU": ("Zebulon\tB-PER|Vos\tL-PER|owns\tO|Quagga\tB-ORG|Resort\tL-ORG|.\tO"),
    "labels without BIO": ("Zebulon\tPER|Vos\tPER|owns\tO|Quagga\tORG|Resort\tORG|.\tO"),
    "CoNLL-U Plus": (
        "# global.columns = NER FORM LEMMA|B-PER\tZebulon\tO|I-PER\tVos\tO|O\towns\tO"
        "|B-ORG\tQuagga\tO|I-ORG\tResort\tO|O\t.\tO"
    ),
    "CoNLL-U": "|".join(
        f"{n}\t{form}" + "\t_" * 7 + f"\tA=b\x1eNER={tag}"
        for n, (form, tag) in enumerate(
            zip(TEXT.split(), "B-PER I-PER O B-ORG I-ORG O".split(), strict=True), 1
        )
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_same_claims(take: Take, layout: str) -> None:
    lines = [line.replace("\x1e", "|") for line in LAYOUTS[layout].split("|")]
    (batch,) = take(*lines)
    assert batch.document.text == TEXT and marked(batch) == MARKED
    assert batch.counts == {"spans": 2} and not batch.rejected
    (plain,) = take(*LAYOUTS["token and tag"].split("|"), name="plain.conll")
    assert {a.claim.id for a in batch.annotations} == {a.claim.id for a in plain.annotations}


def test_the_format_is_told_under_any_name(tmp_path: Path) -> None:
    for name in ("train.txt", "train.data", "a.tsv"):
        path = tmp_path / name
        path.write_text("*\tO\n" + LAYOUTS["token and tag"].replace("|", "\n"))
        assert detect(path).name == "conll"


@pytest.mark.parametrize(
    "lines",
    [
        "name\tsex\nZebulon\tM\nQuagga\tS\n",
        "Zebulon\tM\nQuagga\tS\n",
        "Zebulon\tO+\nQuagga\tO\n",
        "#FORMAT=WebAnno TSV 3.3\n\n\n#Text=Zebulon\n1-1\t0-7\tZebulon\tB-PER\n",
        "#id=1\n#text=Zebulon\n1-1\tZebulon\tB-PER\n1-2\tleft\tO\n",
        "Zebulon owns\nQuagga Resort\n",
    ],
)
def test_tables_and_prose_are_none(tmp_path: Path, lines: str) -> None:
    path = tmp_path / "file.tsv"
    path.write_text(lines)
    assert detect(path).name != "conll"


def test_columns_of_tags_are_layers_and_chunks_are_none(take: Take) -> None:
    (batch,) = take(
        "1\tQuagga\tB-NP\tB-ORG\tB-PER",
        "2\tResort\tI-NP\tI-ORG\tO",
        "3\trests\tB-VP\tO\tO",
    )
    assert marked(batch) == {("Quagga Resort", "ORG"), ("Quagga", "PER")}


def test_documents_begin_where_the_file_says_so(take: Take) -> None:
    first, second = take("-DOCSTART- -X- O", "", "Vos X B-PER", "", "-DOCSTART- -X- O", "a X O")
    assert (first.document.text, second.document.text) == ("Vos", "a")
    assert first.document.path.endswith("note.conll#1")
    one, two = take("# newdoc id = n1", "Vos\tB-PER", "", "# newdoc id = n2", "b\tO")
    assert one.document.path.endswith("#n1") and two.document.path.endswith("#n2")


def test_a_text_that_stands_twice_is_one_document_with_the_marks_of_both(take: Take) -> None:
    other, batch = take(
        *("# newdoc", "Vos\tB-PER", "left\tO", "", "# newdoc", "x\tO", ""),
        *("# newdoc", "Vos\tO", "left\tB-EVENT"),
    )
    assert marked(batch) == {("Vos", "PER"), ("left", "EVENT")}
    assert other.document.text == "x"


CONLLU = """# newpar
# text = "Vos (Quagga)" ran.
1\t"\t_\t_\t_\t_\t_\t_\t_\t_
2\tVos\t_\t_\t_\t_\t_\t_\t_\tNER=S-PER
3\t(\t_\t_\t_\t_\t_\t_\t_\t_
4\tQuagga\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No|NER=S-ORG
5\t)\t_\t_\t_\t_\t_\t_\t_\t_
6\t"\t_\t_\t_\t_\t_\t_\t_\t_
7\tran\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
8\t.\t_\t_\t_\t_\t_\t_\t_\t_
8.1\tout\t_\t_\t_\t_\t_\t_\t_\t_

# newpar
1-2\tvámonos\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
1\tvamos\t_\t_\t_\t_\t_\t_\t_\t_
2\tnos\t_\t_\t_\t_\t_\t_\t_\tNER=S-PER
3\t.\t_\t_\t_\t_\t_\t_\t_\t_
"""


def test_spacing_is_that_of_the_comments_and_of_spaceafter(take: Take) -> None:
    (batch,) = take(*CONLLU.split("\n"), name="a.conllu")
    assert batch.document.text == '"Vos (Quagga)" ran.\n\nvámonos.'
    assert marked(batch) == {("Vos", "PER"), ("Quagga", "ORG"), ("vámonos", "PER")}
    (other,) = take(*CONLLU.replace("text = ", "text = x").split("\n"), name="b.conllu")
    assert other.document.text == '" Vos ( Quagga) " ran.\n\nvámonos.'
    assert other.counts["texts that do not fit"] == 1


def test_a_token_may_be_a_score(tmp_path: Path) -> None:
    path = tmp_path / "match.txt"
    path.write_text("Zebulon\tB-PER\nwon\tO\n1-1\tO\n1-2\tO\n", "utf-8")
    assert detect(path).name == "conll"


def test_a_token_may_be_a_number_sign(take: Take) -> None:
    (batch,) = take("#\tO", "Vos\tB-PER", "# a comment of words", "#\tB-PER", "ran\tO")
    assert batch.document.text == "# Vos # ran" and batch.counts == {"spans": 2}
    assert not batch.rejected


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_make_no_difference(take: Take, end: str) -> None:
    (batch,) = take("\ufeffVos\tB-PER", "left\tO", "", "🏝\tB-LOC", "Zoe\u0308\tB-PER", end=end)
    assert batch.document.text == "Vos left\n🏝 Zoe\u0308"
    assert marked(batch) == {("Vos", "PER"), ("🏝", "LOC"), ("Zoe\u0308", "PER")}


def test_a_slip_is_mended_and_counted_where_spans_begin_with_b(take: Take) -> None:
    (batch,) = take("Vos\tB-PER", "owns\tO", "Quagga\tI-ORG", "Resort\tI-ORG")
    assert batch.counts == {"spans": 2, "tags mended": 1}


LINES = {
    "Xylophon": "has 1 columns, the others 2",
    "Xylophon\tB-PER\tO": "has 3 columns, the others 2",
    "Xylophon\tQuagga": "a tag that is none",
    "\tO": "no token",
    "x" * 70_000 + "\tO": "more than 65536",
}


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[:20])
def test_a_bad_line_is_one_sentence_and_the_others_stand(take: Take, line: str) -> None:
    (batch,) = take("Zebulon\tB-PER", "left\tO", "", line, "", "Quagga\tB-ORG", "burned\tO")
    (rejected,) = batch.rejected
    assert rejected.line == 4 and LINES[line] in rejected.reason
    assert not any(word in rejected.reason for word in (*SECRET, "Xylophon"))
    assert marked(batch) == {("Zebulon", "PER"), ("Quagga", "ORG")}


def test_bad_numbers_of_tokens_are_told(take: Take) -> None:
    sound = [f"{number}\ty\tO" for number in range(1, 9)]
    bad = ["9" * 5_000 + "\tc\tO", "x\td\tO"]
    (batch,) = take(*sound, "", "1\ta\tB-PER", *bad, "2-99\te\t_", "3\tf\tO")
    assert [one.line for one in batch.rejected] == [11, 12]
    assert batch.document.text == "y y y y y y y y\na e" and marked(batch) == {("a", "PER")}


def test_a_file_without_tags_says_what_to_export(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    path.write_text("Zebulon NNP\nleft VBD\n")
    (failure,) = batches([path], as_="conll")
    assert isinstance(failure, Failure) and "export it with BIO tags" in str(failure)
    with pytest.raises(InputError, match="no format that Clew knows"):
        detect(path)


def test_a_file_of_boundaries_alone_holds_no_document(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    path.write_text("-DOCSTART- O\n\n# newdoc\n")
    (failure,) = batches([path], as_="conll")
    assert isinstance(failure, Failure)


def test_rows_without_an_end_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conll_sentences, "_LONGEST_SENTENCE", 20)
    path = tmp_path / "a.conll"
    path.write_text("Zebulon\tO\n" * 30)
    (failure,) = batches([path])
    assert isinstance(failure, Failure) and failure.line == 21
    assert "a sentence of more than 20 tokens" in str(failure)
    wide = tmp_path / "b.conll"
    wide.write_text(("a\t" * 20_000 + "O\n") * 3)
    (failure,) = batches([wide], as_="conll")
    assert "no column of tags" in str(failure)


def test_documents_of_old_line_ends_are_told_apart(take: Take) -> None:
    first, second = take("# newdoc", "Vos\tB-PER", "# newdoc", "left\tO", end="\r")
    assert (first.document.text, second.document.text) == ("Vos", "left")
