"""Was a page helpful? Counts, and nobody behind them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PageVote(models.Model):
    """How often one page (one translation) was found helpful or not on one day, for one reason.

    Without identity, address, hour or words of a reader. The page has no database constraint: counts are written
    some seconds later, and a page deleted in between must not hold up the other counts.
    """

    class Answer(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")

    class Reason(models.TextChoices):
        NONE = "", _("No reason given")
        CLEAR = "clear", _("I understood it")
        NEXT_STEP = "next-step", _("I know what to do now")
        WORDS = "words", _("It gave me words to say")
        LESS_ALONE = "less-alone", _("I feel less alone")
        UNCLEAR = "unclear", _("I didn’t understand it")
        NOT_MINE = "not-mine", _("It isn’t what I am going through")
        TOO_LONG = "too-long", _("It is too long")
        WRONG = "wrong", _("Something in it is wrong")
        SOMEONE = "someone", _("I needed to talk to someone")

    day = models.DateField(_("day"))
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        related_name="+",
        db_constraint=False,
    )
    answer = models.CharField(_("answer"), max_length=3, choices=Answer.choices)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices, blank=True)
    count = models.PositiveIntegerField(_("count"), default=0)

    class Meta:
        verbose_name = _("helpful votes of a day")
        verbose_name_plural = _("helpful votes by day")
        constraints = [
            models.UniqueConstraint(fields=["day", "page", "answer", "reason"], name="one_row_a_page_day_and_reason")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.page_id} {self.answer} {self.reason}: {self.count}"


REASONS: dict[str, tuple[PageVote.Reason, ...]] = {
    PageVote.Answer.YES: (
        PageVote.Reason.CLEAR,
        PageVote.Reason.NEXT_STEP,
        PageVote.Reason.WORDS,
        PageVote.Reason.LESS_ALONE,
    ),
    PageVote.Answer.NO: (
        PageVote.Reason.UNCLEAR,
        PageVote.Reason.NOT_MINE,
        PageVote.Reason.TOO_LONG,
        PageVote.Reason.WRONG,
        PageVote.Reason.SOMEONE,
    ),
}
