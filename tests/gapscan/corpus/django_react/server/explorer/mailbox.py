"""A message on a mail server."""

import imaplib


class Message:
    """One message."""

    def __init__(self, number):
        self.number = number

    @property
    def source(self):
        """Its text."""
        return imaplib.IMAP4().fetch(self.number, "RFC822")
