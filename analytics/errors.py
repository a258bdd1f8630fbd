"""The errors that Tejido raises: each says what is wrong, where, and what to do."""


class TejidoError(Exception):
    """Base of every error that a person is meant to read."""


class DataError(TejidoError):
    """A published or reference table breaks a rule; the message names file, row and column."""


class SealError(DataError):
    """A published table differs from what its seal recorded."""


class SourceError(DataError):
    """A published row does not agree with the source document it cites."""


class SnapshotError(TejidoError):
    """A snapshot is damaged, incomplete or missing."""


class QuestionError(TejidoError):
    """An unknown question, or a parameter that the question cannot take."""


class AccessError(TejidoError):
    """A role asked for something that it may not see."""


class UseError(TejidoError):
    """A command was used wrongly: an unknown rule, workspace or version."""
