"""The data flows one way: nothing earlier in the line imports anything later. Each rule is a sentence."""

import ast
import sys
from pathlib import Path

import pytest

from tests.country import PROJECT

# from the tables to what is shown; a module may import those before it in this list
STAGES = ["errors", "schema", "paths", "tables", "seal", "boundaries", "boundary_sets", "statements", "cube"]
STAGES += ["staging", "snapshots", "sources"]
STAGES += ["selection", "axes", "answers", "arrays", "steps", "warehouse"]
QUESTIONS = [
    "asking",
    "overview",
    "places",
    "issues",
    "records",
    "partners",
    "evidence",
    "mapping",
    "measuring",
    "quality",
    "aggregation",
    "results",
    "choices",
    "explore",
]
SHOWN = [
    "charts", "maps", "mapped", "exports", "columns", "palette", "wording", "reading", "figures", "stories"
]  # fmt: skip


def _imports(path):
    """The modules that a file imports, wherever in it the import stands, by their full names.

    What is imported for the type checker alone is never run, and is no import.
    """
    names = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports stand by their full names"
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def _tops(path):
    return {name.split(".")[0] for name in _imports(path)}


def _ours(path):
    """The modules of analytics that a file imports, by the name under analytics."""
    return {name.split(".")[1] for name in _imports(path) if name.startswith("analytics.")}


def _of_module(module):
    """The files of a module: itself, or those of its folder."""
    own = PROJECT / "analytics" / f"{module}.py"
    return [own] if own.is_file() else _files(f"analytics/{module}")


def _files(folder):
    return sorted((PROJECT / folder).rglob("*.py"))


def test_analytics_never_imports_streamlit():
    for path in _files("analytics"):
        assert "streamlit" not in _tops(path), path


def test_analytics_never_imports_pages_or_app():
    for path in _files("analytics"):
        assert not {"pages", "app", "tests"} & _tops(path), path


def test_only_the_warehouse_the_builder_of_the_cube_and_the_process_of_the_sql_panel_import_duckdb():
    # what is kept for a selection is made and read by the warehouse's own cursors
    # the cube is built from files that are being published, before any warehouse can be open on them
    # an analyst's own statement shares no process, no memory and no connection with the warehouse: it is answered by
    # a child that is killed after a few seconds, and only the child's module opens a database
    names = ("warehouse", "kept", "cube", "sql_panel/child")
    opens = {PROJECT / "analytics" / f"{name}.py" for name in names}
    for path in [*_files("analytics"), *_files("pages"), PROJECT / "app.py"]:
        if path not in opens:
            assert "duckdb" not in _tops(path), path


def test_pages_import_none_of_the_tools_that_numbers_and_pictures_are_made_with():
    for path in [*_files("pages"), PROJECT / "app.py"]:
        assert not {"pandas", "duckdb", "geopandas", "plotly", "pydeck", "pyarrow", "shapely", "numpy"} & _tops(path), (
            path
        )


def test_pages_hand_no_picture_to_streamlit():
    """It drops a picture when the next rerun replaces it: a browser that has not fetched it yet gets 404."""
    assert [str(p) for p in (PROJECT / "pages").rglob("*.py") if "st.image(" in p.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("module", STAGES)
def test_an_earlier_stage_does_not_import_a_later_one(module):
    later = set(STAGES[STAGES.index(module) + 1 :]) | set(QUESTIONS) | set(SHOWN)
    for path in _of_module(module):
        assert not _ours(path) & later, path


@pytest.mark.parametrize("module", QUESTIONS)
def test_questions_do_not_import_what_is_shown(module):
    assert not _ours(PROJECT / "analytics" / f"{module}.py") & set(SHOWN)


@pytest.mark.parametrize("module", [name for name in QUESTIONS if name not in ("asking", "choices")])
def test_a_question_imports_no_other_question(module):
    assert not _ours(PROJECT / "analytics" / f"{module}.py") & (set(QUESTIONS) - {"asking"})


def test_charts_maps_and_exports_are_handed_frames_and_never_query():
    for folder in ("charts", "maps", "exports"):
        for path in _files(f"analytics/{folder}"):
            assert not {"warehouse", "asking", *QUESTIONS} & _ours(path), path


def test_what_is_handed_out_takes_figures_as_data_and_never_makes_them():
    for path in _files("analytics/exports"):
        made = {name for name in _imports(path) if name.startswith(("analytics.figures.", "analytics.stories."))}
        assert all(name.startswith("analytics.figures.model") for name in made), path


def test_tables_are_read_by_those_who_check_them_alone():
    # later stages take frames and files of a snapshot, never the CSV files; imports are read against the reference
    readers = {
        "tables",
        "seal",
        "snapshots",
        "sources",
        "workspaces",
        "importing/reference",
        "importing/rows",
        "importing/workbooks",
        "sample/publishing",
    }
    for path in _files("analytics"):
        if str(path.relative_to(PROJECT / "analytics").with_suffix("")) not in readers:
            assert "tables" not in _ours(path), path


def test_what_reads_files_knows_nothing_of_what_becomes_of_them():
    for folder in ("readers", "checks", "understanding"):
        for path in _files(f"analytics/{folder}"):
            later = {
                "importing",
                "workspaces",
                "snapshots",
                "warehouse",
                "asking",
                "tables",
                "audit",
                *QUESTIONS,
                *SHOWN,
            }
            assert not _ours(path) & (later - {"reading"}), path


def test_the_process_of_the_sql_panel_is_run_and_never_imported():
    for path in [*_files("analytics"), *_files("pages"), PROJECT / "app.py"]:
        assert "analytics.sql_panel.child" not in _imports(path), path
    assert _ours(PROJECT / "analytics" / "sql_panel" / "child.py") == {"sql_panel"}


def test_pages_and_commands_meet_a_file_of_boundaries_in_a_contained_process_alone():
    # what opens and shapes it is imported by the child; GDAL is never loaded beside the app
    inside = {"files", "columns", "checking", "mending", "shaping", "making"}
    child = {PROJECT / "analytics" / "bounding" / f"{name}.py" for name in (*inside, "child")}
    for path in [*_files("analytics"), *_files("pages"), PROJECT / "app.py"]:
        if path not in child:
            assert not {f"analytics.bounding.{name}" for name in inside} & _imports(path), path
            assert "pyogrio" not in _tops(path), path


def test_no_question_and_no_chart_knows_of_imports():
    for path in [PROJECT / "analytics" / f"{name}.py" for name in QUESTIONS] + _files("analytics/charts"):
        assert not {"importing", "readers", "understanding", "workspaces"} & _ours(path), path


def test_no_import_goes_round_in_a_circle():
    graph = {path.stem: _ours(path) for path in (PROJECT / "analytics").glob("*.py")}

    def visit(name, above):
        assert name not in above, " -> ".join([*above, name])
        for other in graph.get(name, ()):
            visit(other, (*above, name))

    for name in graph:
        visit(name, ())


def test_what_is_imported_is_required():
    required = {line.split("==")[0] for line in (PROJECT / "requirements.txt").read_text().splitlines() if "==" in line}
    required |= {"pptx"} if "python-pptx" in required else set()
    required |= {"PIL"} if "pillow" in required else set()
    # they come with Streamlit and pandas, at the versions that those need
    carried = {"numpy", "starlette", "anyio", "analytics", "pages", "tests", "app"}
    for path in [*_files("analytics"), *_files("pages"), PROJECT / "app.py"]:
        assert _tops(path) <= required | carried | set(sys.stdlib_module_names), path


def test_the_stages_are_all_modules_that_are_there():
    for name in STAGES + QUESTIONS:
        assert _of_module(name), name
    assert Path(__file__).parent.parent == PROJECT
