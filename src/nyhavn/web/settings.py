"""Every setting of the web side, in one place. Documented in docs/reference/settings.md, which a test compares."""

from datetime import timedelta

from csp.constants import NONE, SELF

from nyhavn.web import settings_reading as read

HOME = read.folder("NYHAVN_HOME", "nyhavn-home")  # database, published releases, log, languages
KEYS = read.folder("NYHAVN_KEYS", str(HOME / "keys"))  # keys of contributions: keep them out of every backup of HOME
MIRROR = read.folder("NYHAVN_MIRROR", str(HOME / "mirror"))  # withdrawals once more: keep it out of backups, too
ESCROW = read.folder_elsewhere("NYHAVN_ESCROW")  # the second copy of KEYS, on another disk
TURN_AFTER = timedelta(minutes=read.number("NYHAVN_TURN_MINUTES", 60))  # between a withdrawal and new keys
TURN_DAYS = timedelta(days=read.number("NYHAVN_TURN_DAYS", 7, at_least=1))  # at latest, if anything was destroyed
SCRATCH = read.folder("NYHAVN_SCRATCH", str(HOME / "scratch"))  # answers in plain text may be here during a run
RELEASES, RELEASE_LOG, LANGUAGES_FOLDER = HOME / "releases", HOME / "log", HOME / "languages"
PACKAGES = HOME / "packages"  # what was handed to an office, for that office alone

SECRET_KEY = read.secret("NYHAVN_SECRET_KEY", HOME / "secret-key")
DEBUG = read.flag("NYHAVN_DEBUG")
HTTPS = read.flag("NYHAVN_HTTPS")
ALLOWED_HOSTS = read.names("NYHAVN_HOSTS", "localhost,127.0.0.1,[::1]")
SITE_ADDRESS = read.text("NYHAVN_ADDRESS", "http://localhost:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]
OPEN_REGISTRATION = read.flag("NYHAVN_OPEN_REGISTRATION")
OPERATOR_CONTACT = read.text("NYHAVN_CONTACT")
ANNOUNCE_DAYS = read.number("NYHAVN_ANNOUNCE_DAYS", 1)  # between the announcement of a release and its date
LEASE = timedelta(seconds=read.number("NYHAVN_LEASE_SECONDS", 30, at_least=1))

API_ANONYMOUS_PER_MINUTE = read.number("NYHAVN_API_ANONYMOUS_PER_MINUTE", 60, at_least=1)  # from one address
API_SIGNED_IN_PER_MINUTE = read.number("NYHAVN_API_SIGNED_IN_PER_MINUTE", 600, at_least=1)  # with one key or session
# Without a proxy of ours before it, what a request says of its own origin is believed by nobody.
NINJA_NUM_PROXIES = 1 if read.flag("NYHAVN_BEHIND_PROXY") else 0

DATABASES = {"default": read.database("NYHAVN_DATABASE", HOME / "nyhavn.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False

INSTALLED_APPS = [
    "nyhavn.web.pages",  # first: its templates stand over those of the packages below
    "nyhavn.web.accounts",
    "nyhavn.web.audit",
    "nyhavn.web.jobs",
    "nyhavn.web.languages",
    "nyhavn.web.initiatives",
    "nyhavn.web.instruments",
    "nyhavn.web.consent",
    "nyhavn.web.safety",
    "nyhavn.web.interests",
    "nyhavn.web.community",
    "nyhavn.web.needs",
    "nyhavn.web.lineage",
    "nyhavn.web.collection",
    "nyhavn.web.incidents",
    "nyhavn.web.openness",
    "nyhavn.web.production",
    "nyhavn.web.releases",
    "nyhavn.web.complaints",
    "nyhavn.web.material",
    "nyhavn.web.gaps",
    "nyhavn.web.fitness",
    "nyhavn.web.agreements",
    "nyhavn.web.commitments",
    "nyhavn.web.comparisons",
    "nyhavn.web.receipts",
    "nyhavn.web.site",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "nyhavn.web.languages.editions.KeepUp",
    "nyhavn.web.pages.languages.ChooseLanguage",
    "django.middleware.common.CommonMiddleware",
    "nyhavn.web.pages.uploads.LimitUploads",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "nyhavn.web.pages.access.DenyByDefault",
    "nyhavn.web.initiatives.looks.RecordLooks",
    "nyhavn.web.pages.refusals.ShowRefusals",
]
ROOT_URLCONF = "nyhavn.web.site.urls"
WSGI_APPLICATION = "nyhavn.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nyhavn.web.pages.context.shared",
            ],
            "builtins": ["django.templatetags.i18n", "nyhavn.web.pages.templatetags.words"],
        },
    }
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL, LOGIN_REDIRECT_URL, ACCOUNT_LOGOUT_REDIRECT_URL = "account_login", "/work/", "/"
ACCOUNT_ADAPTER = "nyhavn.web.accounts.registration.Registration"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SIGNUP_FORM_CLASS = "nyhavn.web.accounts.forms.Named"
ACCOUNT_CHANGE_EMAIL = True  # one address per account; the old one stays until the new one is confirmed
ACCOUNT_EMAIL_NOTIFICATIONS = True  # the owner hears of a changed password or a removed key
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False  # computers are shared: a session ends with the browser
MFA_ADAPTER = "nyhavn.web.accounts.registration.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds that the clock of a phone may be wrong
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

EMAIL_BACKEND = read.text("NYHAVN_MAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST, EMAIL_PORT = read.text("NYHAVN_MAIL_HOST", "localhost"), read.number("NYHAVN_MAIL_PORT", 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = read.text("NYHAVN_MAIL_USER"), read.text("NYHAVN_MAIL_PASSWORD")
EMAIL_USE_TLS = read.flag("NYHAVN_MAIL_TLS")
DEFAULT_FROM_EMAIL = read.text("NYHAVN_MAIL_FROM", "nyhavn@localhost")

LANGUAGES = [("en", "English"), ("es", "Español"), ("fr", "Français"), ("ar", "العربية")]
LANGUAGE_CODE, TIME_ZONE = "en", read.text("NYHAVN_TIME_ZONE", "UTC")
USE_I18N = USE_TZ = True
LOCALE_PATHS = [LANGUAGES_FOLDER]

STATIC_URL, STATIC_ROOT = "/static/", HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
UPLOAD_LARGEST = read.number("NYHAVN_LARGEST_UPLOAD_MB", 30, at_least=1) * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["nyhavn.web.pages.uploads.KeptInMemory"]

SESSION_ENGINE = "nyhavn.web.accounts.sessions"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "nyhavn.web.pages.refusals.expired"
CSRF_COOKIE_AGE = None  # until the browser is closed: a shared phone should not tell who was here before
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if read.flag("NYHAVN_BEHIND_PROXY") else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE_PROXY_SSL_HEADER else 0  # whose attempts to sign in are counted
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_values": {"()": "nyhavn.web.pages.logging.WithoutValues"}},
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["no_values"], "formatter": "plain"}},
    # Django's own handlers would write beside the filter: to the console with DEBUG on, and to the mail of admins.
    "loggers": {name: {"handlers": [], "propagate": True} for name in ("django", "django.server")},
    "root": {"handlers": ["console"], "level": read.text("NYHAVN_LOG_LEVEL", "WARNING")},
}
