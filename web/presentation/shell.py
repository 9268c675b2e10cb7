"""What the frame around every page shows: the person, the navigation and the switches of language and digits."""

from dataclasses import dataclass

from web.presentation.formats import Digits, Language


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the main navigation."""

    label: str
    url: str
    is_current: bool = False
    count: int | None = None  # how many wait there; None shows nothing


@dataclass(frozen=True)
class SignedInPerson:
    """The person whose name stands in the header."""

    name: str  # with the title, as on documents
    position: str | None = None
    user_name: str = ""


@dataclass(frozen=True)
class Shell:
    """Everything that `layout.html` needs besides its blocks; pass it to templates as `shell`."""

    language: Language
    organisation: str
    language_url: str  # the same page in the other language
    csrf_token: str
    digits: Digits = "arabic"
    digits_url: str = ""  # the same page with the other digits
    home_url: str = "/"
    sign_out_url: str = "/sign-out"
    person: SignedInPerson | None = None
    navigation: tuple[NavigationItem, ...] = ()  # what everybody has: at most four fit on a phone
    notifications: NavigationItem | None = None  # beside the person's name
    more_navigation: tuple[NavigationItem, ...] = ()  # what the person's roles add; folded behind one word
    only_reads: bool = False  # an auditor: no page offers what would be refused
