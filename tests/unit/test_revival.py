"""A reading survives its JSON: what is shown from the record is what was read."""

import json

import record_samples
from selon.model.revival import revived


def test_a_reading_comes_back_from_its_json():
    for number in (1, 5, 10):
        made = record_samples.reading(number, claims=6)
        data = json.loads(json.dumps(made.to_dict()))
        back = revived(data)
        assert back.to_dict() == made.to_dict()
        assert [c.attributed for c in back.claims] == [c.attributed for c in made.claims]
