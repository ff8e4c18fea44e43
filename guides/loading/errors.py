"""What is said of a starter file that can't be loaded."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a starter file: where (line from 1), in which field, and what to do about it."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field}: {self.message}"


class StarterContentError(Exception):
    """The starter content has problems; nothing of it was loaded."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))
