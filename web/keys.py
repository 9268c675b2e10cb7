"""Keys in addresses: 63-bit whole numbers; anything larger is no address of ours."""

from werkzeug.routing import IntegerConverter, Map

from engine.queries import GREATEST_KEY


class KeyConverter(IntegerConverter):
    """The part `<key:key>` of an address."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=GREATEST_KEY)
