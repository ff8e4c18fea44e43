"""Who may come in, by which door, and how often they may try."""

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: a locked-out pair is refused before any password is checked
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]

# NIST SP 800-63B-4 section 3.1.1: fifteen characters where the password stands alone, as here; a block list; no rule of
# composition, no periodic change, no hints; pasting and every sign allowed. Passkeys are the way to type nothing.
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "first_name", "last_name")},
    },
    {"NAME": "safety_centre.accounts.passwords.PassphraseLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "after_sign_in"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None
# Locking an address out is django-axes’ part, at both doors alike; this only slows one place down.
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "30/m/ip"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A changed password, address or second step is told to the person by e-mail (NIST SP 800-63B-4 section 4.6).
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_ISSUER = "Safety centre"
MFA_TOTP_TOLERANCE = 1  # one step of 30 s, for a phone whose clock is off: RFC 6238, section 5.2
MFA_PASSKEY_LOGIN_ENABLED = True

# One rule for both doors: five wrong passwords for one address from one place lock that pair for fifteen minutes.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "login"
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
AXES_USERNAME_CALLABLE = "safety_centre.accounts.throttle.axes_username"
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True  # no log of who signed in from where

SESSION_COOKIE_NAME = "safety_session"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "safety_centre.views.csrf_failure"

# The admin's own door: refuses whoever lacks admin access, with the same words as a wrong password.
WAGTAILADMIN_USER_LOGIN_FORM = "safety_centre.accounts.forms.AdminLoginForm"
STAFF_SECOND_FACTOR_REQUIRED = False  # production turns it on
ACCOUNT_SIGNUP_FORM_CLASS = "safety_centre.accounts.sign_up.SignUpForm"
