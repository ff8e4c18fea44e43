"""What a browser is told: two content security policies, and nothing from elsewhere."""

from csp.constants import NONE, SELF

# The public site: no inline script or style, no other origin at all. No nonce either: pages come from memory, and a
# nonce that two readers share protects nobody. Data blocks (JSON-LD) are no script and need none.
PUBLIC_POLICY = {
    "default-src": [NONE],
    "base-uri": [NONE],
    "connect-src": [SELF],
    "font-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    "img-src": [SELF, "data:"],
    "manifest-src": [SELF],
    "media-src": [SELF],
    "object-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "worker-src": [SELF],
}
# Wagtail's admin and wagtail-localize's translate view write inline style and script; nobody anonymous reaches them.
ADMIN_POLICY = {
    **PUBLIC_POLICY,
    "frame-ancestors": [SELF],
    "frame-src": [SELF],
    "img-src": [SELF, "data:", "blob:"],
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": PUBLIC_POLICY}

X_FRAME_OPTIONS = "DENY"  # Wagtail allows its own previews view by view
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # "no-referrer" makes browsers send a null origin with our own forms
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
PERMISSIONS_POLICY = (
    "accelerometer=(), browsing-topics=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(),"
    " payment=(), usb=()"
)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # Wagtail's page editor sends many
