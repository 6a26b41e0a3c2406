"""Passwords: the right one is recognised, and an account without a hash lets nobody in."""

from assistant.adapters.passwords import Argon2Passwords


def test_only_the_right_password_is_recognised() -> None:
    passwords = Argon2Passwords()
    stored = passwords.hash("una parola lunga")
    assert "una parola" not in stored
    assert stored != passwords.hash("una parola lunga")
    assert passwords.verify(stored, "una parola lunga")
    assert not passwords.verify(stored, "una parola corta")


def test_what_is_no_hash_lets_nobody_in() -> None:
    passwords = Argon2Passwords()
    assert not passwords.verify("", "")
    assert not passwords.verify("plain", "plain")
