"""The compiled lexicon in a file: compiled once, loaded in a moment by all others, and only if it is ours."""

import os
import pickle
import threading
import time

import pytest
from django.utils import timezone

from safety_centre.prevention import compiled, store
from safety_centre.prevention.matching import Matcher, Term, version_of
from safety_centre.prevention.models import LexiconVersion, PreventionRule

TERMS = [Term("bullied", "harassment", "risk", "at-risk", "word", "bullied", "en")] + [
    Term(f"made-up word {number} of many", "hate", "risk", "at-risk", "phrase", f"family{number}", "en")
    for number in range(store.WORTH_KEEPING)
]
HASH = version_of(TERMS)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.LEXICON_STORE = tmp_path / "lexicon"
    return settings.LEXICON_STORE


def never() -> list[Term]:
    raise AssertionError("what is there isn't compiled again")


def finds(matcher: Matcher) -> bool:
    return [match.term for match in matcher.find("i was bu11ied #gotBullied", (), "en")] == ["bullied"] * 2


def kept_file(folder):
    (found,) = folder.glob("*.lexicon")
    return found


def test_what_one_process_compiled_another_loads(folder):
    assert finds(store.matcher_of(HASH, lambda: TERMS))
    assert store.holds(HASH)
    loaded = store.matcher_of(HASH, never)
    assert finds(loaded)
    assert loaded.version == HASH
    assert kept_file(folder).stat().st_mode & 0o077 == 0, "for nobody else to read or write"


def test_loading_takes_a_fraction_of_compiling():
    def cpu(work) -> float:
        begun = time.process_time()
        work()
        return time.process_time() - begun

    compiling = cpu(lambda: store.matcher_of(HASH, lambda: TERMS))
    assert min(cpu(lambda: store.matcher_of(HASH, never)) for _ in range(3)) < compiling / 3


@pytest.mark.parametrize("damage", [lambda ours: ours[:-9], lambda ours: ours[:500] + b"x" + ours[501:], lambda _: b""])
def test_a_damaged_file_is_compiled_anew(folder, damage):
    store.matcher_of(HASH, lambda: TERMS)
    kept_file(folder).write_bytes(damage(kept_file(folder).read_bytes()))
    assert finds(store.matcher_of(HASH, lambda: TERMS))
    assert finds(store.matcher_of(HASH, never)), "and is whole again"


class Bomb:
    def __reduce__(self):
        return os.abort, ()


def test_a_file_that_isnt_ours_is_never_unpickled(folder, settings):
    store.matcher_of(HASH, lambda: TERMS)
    kept_file(folder).write_bytes(b"\0" * 32 + pickle.dumps([pickle.dumps(Bomb())]))
    assert finds(store.matcher_of(HASH, lambda: TERMS))  # the process lives
    ours = kept_file(folder)
    ours.rename(ours.with_name(ours.name.replace(HASH, "0" * 16)))
    assert finds(store.matcher_of("0" * 16, lambda: TERMS)), "a file renamed stands for no other lexicon"
    its_own = kept_file(folder).read_bytes()
    settings.SECRET_KEY = "another site's"
    assert not store.holds("0" * 16)
    store._path("0" * 16).write_bytes(its_own)
    with pytest.raises(AssertionError):
        store.matcher_of("0" * 16, never)


def test_other_code_has_another_file(monkeypatch, folder):
    store.matcher_of(HASH, lambda: TERMS)
    monkeypatch.setattr(store, "_engine", lambda secret: "of tomorrow")
    assert not store.holds(HASH)
    assert finds(store.matcher_of(HASH, lambda: TERMS))
    assert len(list(folder.glob("*.lexicon"))) == 2


def test_many_at_once_compile_once():
    barrier, compiled_by, found = threading.Barrier(4), [], []

    def terms() -> list[Term]:
        compiled_by.append(threading.get_ident())
        return TERMS

    def ask() -> None:
        barrier.wait()
        found.append(store.matcher_of(HASH, terms))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(compiled_by) == 1
    assert list(map(finds, found)) == [True] * 4


def test_old_files_go_and_the_ones_in_use_stay(folder):
    names = [f"{number:016}" for number in range(store.KEPT + 2)]
    for age, name in enumerate(names):
        store.matcher_of(name, lambda: TERMS)
        os.utime(store._path(name), (age, age))
    store.matcher_of(names[-2], never)
    assert not store.holds(names[0])
    assert sum(map(store.holds, names)) == store.KEPT


def test_a_small_lexicon_is_quicker_compiled_and_isnt_kept(folder):
    store.matcher_of("small", lambda: TERMS[:5])
    assert not store.holds("small")


def test_a_folder_that_cant_be_written_costs_time_and_nothing_else(settings, tmp_path):
    (tmp_path / "a file").write_text("")
    settings.LEXICON_STORE = tmp_path / "a file" / "lexicon"
    assert finds(store.matcher_of(HASH, lambda: TERMS))


def published(number: int = 1) -> LexiconVersion:
    LexiconVersion.objects.all().delete()
    return LexiconVersion.objects.create(
        number=number,
        terms=[term.to_dict() for term in TERMS],
        hash=HASH,
        count=len(TERMS),
        published_at=timezone.now(),
    )


@pytest.mark.django_db
def test_a_worker_loads_without_reading_the_terms(django_assert_num_queries):
    """What is published lies ready: one small query, whatever the lexicon's length."""
    version = published()
    compiled.keep(version)
    with django_assert_num_queries(1) as asked:
        compiled.look()
    assert '"terms"' not in asked[0]["sql"]
    assert finds(compiled.current().matcher)


@pytest.mark.django_db
def test_looking_has_the_new_version_and_rule_when_it_returns():
    compiled.keep(published())
    compiled.look()
    was = compiled.current().matcher
    published(number=2)
    PreventionRule.objects.update(uses=5)
    compiled.look()
    assert (compiled.current().number, compiled.rule().uses) == (2, 5)
    assert compiled.current().matcher is was, "the same terms under another number are the same matcher"


@pytest.mark.django_db
def test_a_file_damaged_between_two_looks_is_compiled_from_the_database(folder):
    compiled.keep(published())
    kept_file(folder).write_bytes(b"nothing of ours")
    assert finds(compiled.current().matcher)
