"""What people add to a claim stands beside it in a picture, too."""

from __future__ import annotations

from clew import Case


def test_a_picture_shows_what_was_added_to_a_claim(told: Case) -> None:
    answer = told.ask("about", start="Ann Lee")
    ((claim, *_), *_) = answer.evidence.values()
    told.assess(claim["id"], pair="B2", line="Reads like the register.")
    told.reply(claim["id"], answer="denied", asked="2024-05-02", text="She owns nothing.")
    picture = told.ask("about", start="Ann Lee").picture()
    lines = [
        x for claims in picture.evidence.values() for c in claims for x in c.get("remarks", ())
    ]
    assert any("assessed B2" in line and "Reads like" in line for line in lines)
    assert any("denied it: “She owns nothing.”" in line for line in lines)
