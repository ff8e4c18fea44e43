"""The one style sheet says each thing once: two branches that each add their own version leave the older one behind."""

import re

from django.conf import settings

from safety_centre.pages.static_files import lean

STATIC = settings.BASE_DIR / "static"
SHEET = (STATIC / "css" / "site.css").read_text()


def test_a_font_is_declared_once_for_a_weight():
    seen: dict[str, list[range]] = {}
    for face in re.findall(r"@font-face \{([^}]*)\}", SHEET):
        family = re.search(r'font-family: "([^"]+)"', face)[1]
        low, high = re.search(r"font-weight: (\d+) (\d+)", face).groups()
        for other in seen.setdefault(family, []):
            assert not set(other) & set(range(int(low), int(high) + 1)), f"{family} twice: the later rule wins"
        seen[family].append(range(int(low), int(high) + 1))
    assert seen.keys() == {"Hyperlegible", "Hyperlegible fallback"}


def test_a_font_never_moves_what_is_being_read():
    assert re.findall(r"font-display: (\w+)", SHEET) == ["optional"]


def test_paper_has_one_set_of_rules():
    assert SHEET.count("@media print") == 1


def test_importance_is_kept_for_what_must_win_over_everything():
    """Layers decide what wins; ``!important`` outside utilities turns them upside down."""
    before = SHEET[: SHEET.index("@layer utilities {")]
    assert "!important" not in before


def test_the_dark_theme_changes_colours_only():
    """So a page that is sound in one theme needs only its contrasts looked at in the other."""
    blocks = SHEET.split("@media (prefers-color-scheme: dark) {")[1:]
    assert len(blocks) >= 2
    for block in blocks:
        depth, end = 1, 0
        while depth:
            depth += {"{": 1, "}": -1}.get(block[end], 0)
            end += 1
        for rule in re.findall(r"\{([^{}]*)\}", block[: end - 1]):
            names = {declaration.split(":")[0].strip() for declaration in rule.split(";") if declaration.strip()}
            assert all(name.startswith("--") for name in names), names


def test_what_browsers_get_says_the_same_without_comments():
    """Comments and indentation go; a comment beside code, and whatever only looks like one, stays."""
    assert lean("css/site.css", "/* a\nb */a { b: c } /* d */\n  e { f: g }\n") == "a { b: c } \ne { f: g }\n"
    script = 'a = "//b"; // c\n  // d\n  e();\n'
    assert lean("js/x.js", script) == 'a = "//b"; // c\ne();\n'
    for name in ("css/site.css", *(f"js/{path.name}" for path in (STATIC / "js").glob("*.js"))):
        text = (STATIC / name).read_text()
        lines = [line.strip() for line in text.splitlines() if not line.strip().startswith(("//", "/*"))]
        kept = [line.strip() for line in lean(name, text).splitlines()]
        assert [line for line in kept if line] == [line for line in lines if line], name
    assert "/*" not in lean("css/site.css", SHEET)
