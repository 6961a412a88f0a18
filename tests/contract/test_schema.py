"""The shipped JSON Schema says the same as the model's vocabularies, and real readings fit it."""

import jsonschema
import pytest

from selon.model import actor, attribution, document, regime
from selon.model.vocabulary import VOCABULARIES
from selon.pipeline import Reader
from selon.schema import reading_schema

CLAIM = {
    "act_type": "act_type",
    "stage": "stage",
    "polarity": "polarity",
    "stance": "stance",
    "modality": "modality",
}


@pytest.fixture(scope="module")
def schema():
    return reading_schema()


def test_the_schema_is_itself_valid(schema):
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("field, vocabulary", CLAIM.items())
def test_claim_vocabularies_are_those_of_the_model(schema, field, vocabulary):
    assert schema["$defs"]["claim"]["properties"][field]["enum"] == list(VOCABULARIES[vocabulary])


def test_the_other_closed_lists_are_those_of_the_model(schema):
    defs = schema["$defs"]
    assert defs["attribution"]["properties"]["kind"]["enum"] == list(attribution.QUOTE_KINDS)
    assert defs["attribution"]["properties"]["attitude"]["enum"] == list(VOCABULARIES["attitude"])
    assert defs["source"]["properties"]["kind"]["enum"] == list(VOCABULARIES["source_kind"])
    assert defs["actor"]["properties"]["kind"]["enum"] == list(actor.ACTOR_KINDS)
    assert defs["engagement"]["properties"]["engagement"]["enum"] == list(VOCABULARIES["engagement"])
    assert defs["engagement"]["properties"]["verification"]["enum"] == list(regime.VERIFICATION)
    assert defs["candidate"]["properties"]["grade"]["enum"] == list(actor.GRADES)
    assert defs["claim"]["properties"]["factuality"]["additionalProperties"]["enum"] == list(
        VOCABULARIES["factuality"]
    )
    passages = defs["document"]["properties"]["passages"]["items"]["properties"]
    assert passages["kind"]["enum"] == list(document.PASSAGE_KINDS)


def test_every_example_fits_the_schema_and_every_span_its_text(schema, examples):
    reader = Reader()
    validator = jsonschema.Draft202012Validator(schema)
    for path in sorted((examples / "articles").iterdir()):
        reading = reader.read_file(path).to_dict()
        assert [e.message for e in validator.iter_errors(reading)] == [], path.name
        assert list(wrong_spans(reading, reading["document"]["text"])) == [], path.name


def wrong_spans(node, text):
    """Text spans anywhere in a reading whose words are not those at their place."""
    if isinstance(node, dict):
        if {"start", "end", "text"} <= node.keys() and text[node["start"] : node["end"]] != node["text"]:
            yield node
        for value in node.values():
            yield from wrong_spans(value, text)
    elif isinstance(node, list):
        for value in node:
            yield from wrong_spans(value, text)
