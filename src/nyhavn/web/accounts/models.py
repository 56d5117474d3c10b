"""People with an account, organisations, and keys for the programming interface. Contributors need none of these."""

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from nyhavn.framework.definition import PartyKind
from nyhavn.web.pages.classified import classified


class UserManager(BaseUserManager["User"]):
    """Makes accounts; the address is the name to sign in with."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """A new account. password: None for one that signs in by link or passkey only."""
        user = self.model(email=email.strip().casefold(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who signs in. is_operator: runs this installation, which gives no right in any initiative."""

    PRIVACY = classified(
        personal="email name language", technical="id password last_login uuid is_operator is_active joined_at"
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=35, default="en")
    is_operator = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return str(self.uuid)


class Organisation(models.Model):
    """A body that runs initiatives or judges them."""

    PRIVACY = classified(public="uuid slug name kind address about", technical="id created_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=[(kind.value, kind.value) for kind in PartyKind])
    address = models.CharField(max_length=300, blank=True)
    about = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.slug


class Membership(models.Model):
    """Somebody belongs to an organisation. is_admin: may name members and register initiatives."""

    PRIVACY = classified(personal="user", technical="id uuid organisation is_admin since")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    is_admin = models.BooleanField(default=False)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "organisation"], name="member_once")]


class Invitation(models.Model):
    """Somebody was asked to come in. token_hash: of the secret in the link; the link works once.

    organisation, is_admin: what the person becomes a member of; is_operator: whether the person will run this site.
    """

    PRIVACY = classified(
        personal="email invited_by",
        technical="id uuid organisation is_admin is_operator token_hash created_at expires_at used_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField()
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="invitations")
    is_admin = models.BooleanField(default=False)
    is_operator = models.BooleanField(default=False)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class OutgoingMail(models.Model):
    """A mail that waits to be sent. It is written with what causes it, and the row goes once the mail has gone."""

    PRIVACY = classified(personal="to subject body", technical="id uuid created_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    to = models.EmailField()
    subject = models.CharField(max_length=300)
    body = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)


class AccessKey(models.Model):
    """A key for the programming interface; it may do what its owner may do. Only a hash is kept."""

    PRIVACY = classified(
        personal="user label", technical="id uuid key_hash created_at expires_at last_used_at revoked_at"
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="access_keys")
    label = models.CharField(max_length=80)
    key_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
