"""A pack's data files: what is refused, and that the refusal names file, line and reason."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest

import selon.relate
from selon.errors import PackError
from selon.regimes import HERE, FolderRegime
from selon.relate.examples import measure
from selon.relate.rules import rules_of


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(HERE / "libya", tmp_path / "elsewhere"))


def edit(path, before, after):
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")


def test_a_folder_anywhere_is_a_pack_without_code(folder):
    for path in folder.glob("*.yaml"):
        path.write_text(path.read_text("utf-8").replace("LY", "ZZ"), "utf-8")
    pack = FolderRegime("elsewhere", folder)
    assert pack.regime.target == "ZZ"
    found = measure(pack)
    assert found.given and (found.precision, found.recall) == (1, 1)


def test_the_relating_room_names_no_regime():
    """No string in the code stands for a State, a resolution or a provision: all of that is the packs' data."""
    for path in Path(selon.relate.__file__).parent.glob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        documented = {
            ast.get_docstring(n, clean=False)
            for n in ast.walk(tree)
            if isinstance(n, (ast.Module, ast.ClassDef, ast.FunctionDef))
        }
        strings = {
            n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)
        }
        told = " ".join(strings - documented)
        assert not any(word in told for word in ("KP", "DPRK", "RPDC", "LY", "Libya", "1718", "1970", "2397"))


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("provisions: [1970-10]", "provisions: [1970-99]", "unknown provision: 1970-99"),
        ("acts: [arms_transfer]", "acts: [arm_transfer]", "'arm_transfer' is not a value of act_type"),
        ("direction: to_target", "direction: to_libya", "unknown direction: to_libya"),
        ("items: [arms, salw, bm, vessel]", "items: [guns]", "unknown item class: guns"),
        ("without_item: met", "without_item: maybe", "unknown state: maybe"),
        ("strength: may", "strength: shall", "unknown strength: shall"),
        ("    fr: des armes ou", "    de: des armes ou", "a text needs both en and fr"),
        ("engagement: implements", "engagement: violates", "'violates' is not a value of engagement"),
        ("- id: mercenaries", "- id: arms-to", "rule arms-to stands twice"),
        ("  direction: to_target", "  colour: red", "unknown field: colour"),
    ],
)
def test_a_refused_rule_is_named_by_file_line_and_reason(folder, before, after, reason):
    edit(folder / "rules.yaml", before, after)
    with pytest.raises(PackError) as caught:
        rules_of(FolderRegime("elsewhere", folder))
    assert reason in caught.value.message
    assert f"{folder / 'rules.yaml'}:" in caught.value.where


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("verification: recall", "verification: sure", "unknown verification level: sure"),
        ("sources: [notice]", "sources: []", "no source"),
        ("sources: [notice]", "sources: [nobody]", "nobody"),
        ("- id: 1970-10", "- id: 1970-9", "stands twice"),
        ("superseded_by: 1973-13", "superseded_by: 1999-1", "unknown provision 1999-1"),
        ('  paragraph: "10"\n', "", "paragraph"),
        ("- id: 1970-9\n", "- [1, 2]\n- id: 1970-9\n", "expected a mapping"),
        ("- id: 1970-9\n", "- id: [1970-9\n", "not valid YAML"),
    ],
)
def test_a_refused_provision_is_named_by_file_line_and_reason(folder, before, after, reason):
    edit(folder / "provisions.yaml", before, after)
    with pytest.raises(PackError) as caught:
        _ = FolderRegime("elsewhere", folder).regime
    assert reason in caught.value.message
    assert str(folder / "provisions.yaml") in caught.value.where


def test_a_missing_file_is_named(folder):
    (folder / "regime.yaml").unlink()
    with pytest.raises(PackError) as caught:
        _ = FolderRegime("elsewhere", folder).version
    assert "regime.yaml" in caught.value.where
