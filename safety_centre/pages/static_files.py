"""Static files in production: named by content, compressed, and so are the modules that our modules import."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage that also renames ``from "./other.js"`` and ``import("./other.js")`` in ``static/js``.

    Django's own ``support_js_module_import_aggregation`` reads every script of every package, bundles included; this
    reads ours. Without it a page's modules would come from two generations after an update, and a phone that keeps
    the help page would lack the one that is imported.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        (
            "js/*.js",
            (
                (
                    r"""(?P<matched>(?P<before>from |import\()"(?P<url>\./[^"]+)")""",
                    '%(before)s"%(url)s"',
                ),
            ),
        ),
    )
