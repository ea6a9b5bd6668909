"""Settings of the service. The environment is read here and nowhere else."""

from pathlib import Path
from typing import Any

from config import database, demonstration, env, logs, mails, outside, papers, production, signing

ROOT = Path(__file__).resolve().parent.parent
HOME = env.folder("REPUTATION_HOME", ROOT / "var")
PUBLIC_ROOT = env.folder("PUBLIC_ROOT", HOME / "public")

# What kind of run this is.
PRODUCTION = env.choice("REPUTATION_ENV", "development", ("development", "production")) == "production"
DEBUG = env.flag("DEBUG", default=False)
ROLE = env.choice("REPUTATION_ROLE", database.OWNER, database.ROLES)
SERVICE_NAME = "Open Reference"
VERSION = "0.1.0"

# Secrets and names. Production refuses the defaults.
SECRET_KEY = env.text("SECRET_KEY", production.DEVELOPMENT_SECRET)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
LOG_ORIGIN = env.text("LOG_ORIGIN", demonstration.ORIGIN)
IS_DEMO = LOG_ORIGIN == demonstration.ORIGIN
# The seed that signs. Only the worker and the owner's commands hold it; the pages get by with the public half.
LOG_KEY = env.key("LOG_KEY") or (demonstration.SEED if IS_DEMO else None)
LOG_PUBLIC_KEY = production.public_half(LOG_KEY) or env.key("LOG_PUBLIC_KEY")
# The seed before the last change of the key: while it is set, checkpoints carry its signature as well.
LOG_KEY_BEFORE = signing.former_key("LOG_KEY", env.key("LOG_KEY_BEFORE"), LOG_KEY)
# The seed that signs badges: of the web process, which never holds that of the log.
BADGE_KEY = env.key("BADGE_KEY") or (demonstration.BADGE_SEED if IS_DEMO else None)
# What private issuing keys are sealed with: of the issuer process alone. The one before opens what it sealed.
SEALING_KEY = env.key("SEALING_KEY") or (demonstration.SEALING_KEY if IS_DEMO else None)
SEALING_KEY_BEFORE = signing.former_key("SEALING_KEY", env.key("SEALING_KEY_BEFORE"), SEALING_KEY)
# What codenames are hashed under, and texts sealed that a moderator looks at: of the pages, and never in the database.
WRITERS_KEY = env.key("WRITERS_KEY") or (demonstration.WRITERS_KEY if IS_DEMO else None)
# The one before opens what it sealed and finds the codenames of its time: those can never be hashed anew.
WRITERS_KEY_BEFORE = signing.former_key("WRITERS_KEY", env.key("WRITERS_KEY_BEFORE"), WRITERS_KEY)
# The seed that signs acceptances, in the pages; the log names its public half.
ACCEPTANCE_KEY = env.key("ACCEPTANCE_KEY") or (demonstration.ACCEPTANCE_SEED if IS_DEMO else None)
ACCEPTANCE_PUBLIC_KEY = production.public_half(ACCEPTANCE_KEY) or env.key("ACCEPTANCE_PUBLIC_KEY")
# Who issues receipts, as challenges name it: the host of the log, which is for good.
ISSUER_NAME = LOG_ORIGIN.partition("/")[0]
LOG_WITNESSES = signing.witnesses(env.text("LOG_WITNESSES", ""))
OPERATOR = {
    "name": env.text("OPERATOR_NAME", demonstration.OPERATOR["name"]),
    "funder": env.text("OPERATOR_FUNDER", demonstration.OPERATOR["funder"]),
    "funder_code": env.text("OPERATOR_FUNDER_CODE", demonstration.OPERATOR["funder_code"]),
    "policy_version": env.text("OPERATOR_POLICY_VERSION", "1"),
    "contact": env.text("OPERATOR_CONTACT", demonstration.OPERATOR["contact"]),
}
# What the legal papers say about the operator, blank by blank: a text in TOML, so PAPERS_FILE is the usual way.
PAPERS = papers.filled(env.text("PAPERS", ""))
# Whom backups are encrypted to: the public half of an age key, whose other half is not on this machine.
BACKUP_RECIPIENT = env.text("BACKUP_RECIPIENT", "")
# Whom the service asks outside. Anything but the open internet is for tests and development.
OUTBOUND_NETWORK = outside.network(env.text("OUTBOUND_NETWORK", ""))

# Serving.
BIND = env.text("BIND", "127.0.0.1")
PORT = env.number("PORT", 8000, low=1, high=65_535)
WEB_WORKERS = env.number("WEB_WORKERS", 2, low=1, high=256)
WEB_THREADS = env.number("WEB_THREADS", 4, low=1, high=256)
REQUESTS_AT_ONCE = env.number("REQUESTS_AT_ONCE", 32, low=1, high=1_000)
# Where the issuer of receipts listens, on this machine alone, and where the pages find it. Nowhere: they answer for it.
ISSUER_HOST = "127.0.0.1"
ISSUER_PORT = env.number("ISSUER_PORT", min(PORT + 1, 65_535), low=1, high=65_535)
ISSUER_ADDRESS = env.text("ISSUER_ADDRESS", "")
# Whether the first start of a demonstration invents businesses and imports the shipped part of the registry.
DEMONSTRATION = env.flag("DEMONSTRATION", default=not PRODUCTION)
BEHIND_PROXY = env.flag("BEHIND_PROXY", default=False)
# What stands before every link in a mail.
SERVICE_URL = mails.service_url(env.text("SERVICE_URL", demonstration.address(BIND, PORT)))

# People sign in under /members/ alone. Nothing outside it may carry an authority that a browser sends by itself.
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "rest_framework",
    "drf_spectacular",
    "reputation.papers",
    "reputation.log",
    "reputation.notices",
    "reputation.ratings",
    "reputation.accounts",
    "reputation.accounts.apps.SignIn",
    "allauth.mfa",
    "reputation.businesses",
    "reputation.lookalikes",
    "reputation.webhooks",
    "reputation.members",
    "reputation.domains",
    "reputation.admissions",
    "reputation.receipts",
    "reputation.issuing",
    "reputation.evidence",
    "reputation.reviews",
    "reputation.proofs",
    "reputation.disputes",
    "reputation.desk",
    "reputation.reports",
    "reputation.checks",
    "reputation.simulation",
    "reputation.web",
    "reputation.service",
]
# What the issuer's few addresses need: no static files, and nobody signs in.
ISSUER_MIDDLEWARE = [
    "reputation.service.middleware.overload",
    "reputation.service.middleware.IssuerAlone",
    "django.middleware.security.SecurityMiddleware",
    "reputation.service.middleware.permissions_policy",
    "csp.middleware.CSPMiddleware",
    "reputation.service.middleware.language_of_path",
    "reputation.web.errors.Refusals",
]
MIDDLEWARE = [
    "reputation.service.middleware.overload",
    "django.middleware.security.SecurityMiddleware",
    "reputation.service.middleware.permissions_policy",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "reputation.service.middleware.language_of_path",
    "reputation.web.errors.Refusals",
    "reputation.service.middleware.Members",
    "django.middleware.common.CommonMiddleware",
]
ROOT_URLCONF = "config.urls"
ISSUER_URLCONF = "config.issuer_urls"
if ROLE == "issuer":
    MIDDLEWARE = ISSUER_MIDDLEWARE
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "reputation" / "api" / "templates"],  # the API owns no tables, so it is no app
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "reputation.web.members.context.members",
            ]
        },
    }
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
FILE_UPLOAD_HANDLERS: list[str] = []

# Database: one role a process. The issuer's tables are with everything else, or in a database of their own, which is
# the only one that the issuer itself knows of.
DATABASE_URL = env.text("DATABASE_URL", "")
ISSUING_DATABASE_URL = env.text("ISSUING_DATABASE_URL", "")
if ROLE == "issuer" and ISSUING_DATABASE_URL:
    DATABASE_URL, ISSUING_DATABASE_URL = ISSUING_DATABASE_URL, ""
EMBEDDED = not DATABASE_URL
# The issuer makes keys beside all it answers.
POOL = {"web": WEB_THREADS, "lookup": WEB_THREADS, "issuer": WEB_THREADS + 1}.get(ROLE, 0)
DATABASES = {"default": database.configure(url=DATABASE_URL, home=HOME, role=ROLE, pool=POOL)}
ISSUING_DATABASE = "issuing" if ISSUING_DATABASE_URL else "default"
if ISSUING_DATABASE_URL:
    DATABASES["issuing"] = database.configure(url=ISSUING_DATABASE_URL, home=HOME, role=ROLE, pool=POOL)
DATABASE_ROUTERS = ["config.routing.Router"]
# Passwords an administrator chose for the serving roles; those not given are made and kept under secrets/.
ROLE_PASSWORDS = {role: env.text(f"DATABASE_{role.upper()}_PASSWORD", "") for role in database.SERVING}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# Accounts: who signs in, how, and for how long. What browsers keep of it they send to /members/ alone.
AUTH_USER_MODEL = "accounts.User"
# An address is unique among the accounts that are open; the closed have none.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# Memory-hard, and in the standard library: the one of Django's hashers that needs no further package.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email",)},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "members-home"
SESSION_ENGINE = "reputation.accounts.sessions"
SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/members/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_AGE = None
CSRF_TRUSTED_ORIGINS = [SERVICE_URL]
CSRF_FAILURE_VIEW = "reputation.web.errors.stale_form"
MESSAGE_STORAGE = "reputation.web.members.messages.Messages"

ACCOUNT_ADAPTER = "reputation.web.members.adapters.Accounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {
    "login": "reputation.web.members.forms.SignIn",
    "signup": "reputation.web.members.forms.SignUp",
    "reset_password": "reputation.web.members.forms.ResetPassword",
    "reset_password_from_key": "reputation.web.members.forms.ResetPasswordFromKey",
    "change_password": "reputation.web.members.forms.NewPassword",
    "reauthenticate": "reputation.web.members.forms.Reauthenticate",
}
PASSWORD_RESET_TIMEOUT = 86_400
# Counted by address there. Ours grow the work of an attempt instead: reputation/accounts/attempts.py.
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
# An unconfirmed address signs nobody in, so a second factor never stands in the way of its owner.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "reputation.web.members.forms.SecondFactor",
    "reauthenticate": "reputation.web.members.forms.SecondFactorAgain",
    "activate_totp": "reputation.web.members.forms.SetUpApp",
    "add_webauthn": "reputation.web.members.forms.AddPasskey",
    "edit_webauthn": "reputation.web.members.forms.RenamePasskey",
}
MFA_ADAPTER = "reputation.web.members.adapters.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = SERVICE_NAME
MFA_TOTP_TOLERANCE = 1

# Mails. Only the worker that sends them is told the server; where none is named, they are files to look at, but never
# in production: there they wait until somebody names one.
MAIL_SERVER = mails.server(env.text("MAIL_URL", ""))
MAIL_FROM = mails.sender(env.text("MAIL_FROM", demonstration.OPERATOR["contact"]))
MAILS_ARE_FILES = MAIL_SERVER is None and not PRODUCTION
EMAIL_BACKEND = f"django.core.mail.backends.{'filebased' if MAILS_ARE_FILES else 'smtp'}.EmailBackend"
EMAIL_FILE_PATH = HOME / "mails"
EMAIL_HOST, EMAIL_PORT = (MAIL_SERVER.host, MAIL_SERVER.port) if MAIL_SERVER else ("", 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = (MAIL_SERVER.user, MAIL_SERVER.password) if MAIL_SERVER else ("", "")
EMAIL_USE_TLS = MAIL_SERVER is not None and MAIL_SERVER.scheme is mails.Scheme.STARTTLS
EMAIL_USE_SSL = MAIL_SERVER is not None and MAIL_SERVER.scheme is mails.Scheme.TLS
EMAIL_TIMEOUT = 20  # seconds, for each word of the server

# Language goes by path, time is UTC.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS: list[str] = []
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Static files: hashed and listed once collected (serve does that), found in place otherwise (tests, development).
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
# Browsers draw codenames from the very list that codenames are read with.
STATICFILES_DIRS = [("words", ROOT / "reputation" / "reviews" / "data")]
COLLECTED = env.flag("STATIC_COLLECTED", default=PRODUCTION)
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not COLLECTED
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "config.storage.HashedFiles"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# Headers: nothing from another origin, nothing inline, nothing told to the next site.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 63_072_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None

# The API: JSON only, nobody signs in.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "reputation.api.problems.handler",
    "UNAUTHENTICATED_USER": None,
    "UNAUTHENTICATED_TOKEN": None,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": f"{SERVICE_NAME} API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
}

LOG_LEVEL = env.choice("LOG_LEVEL", "info", ("debug", "info", "warning", "error")).upper()
LOGGING = logs.configure(level=LOG_LEVEL)

if PRODUCTION:
    production.refuse(globals())
