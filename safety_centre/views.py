"""Answers that belong to no app: is it alive, is it ready, and what went wrong."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

_migrated: dict[str, bool] = {}


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process lives. Asks nothing of the database."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and its migrations are applied, else 503 with which of the two is missing.

    The plan of migrations is read until it is empty once; a process can't lose migrations while it runs.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        name = str(connection.settings_dict["NAME"])
        if not _migrated.get(name):
            executor = MigrationExecutor(connection)
            _migrated[name] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
            if not _migrated[name]:
                return JsonResponse({"status": "migrations are not applied"}, status=503)
    except Exception:  # whatever the database does, the answer is "not ready"
        return JsonResponse({"status": "the database does not answer"}, status=503)
    return JsonResponse({"status": "ok"})


@login_required
def after_sign_in(request: HttpRequest) -> HttpResponse:
    """Where signing in leads: families to their page, staff to the admin."""
    return redirect("family_home" if getattr(request.user, "kind", "") in {"parent", "teen"} else "wagtailadmin_home")


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A missing page, in the language of its address."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """An error of ours, in both languages, with the way out. Without context processors or database: either may have
    failed, and the request's language with them.
    """
    from django.template.loader import get_template

    codes = ["en", "fr"] if request.path_info.startswith("/en/") else ["fr", "en"]
    exit_url = settings.QUICK_EXIT_URLS.get(codes[0], settings.QUICK_EXIT_URL)
    return HttpResponse(get_template("500.html").render({"codes": codes, "exit_url": exit_url}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came from elsewhere or too late: say how to go on, keep nothing."""
    return render(request, "403_csrf.html", status=403)
