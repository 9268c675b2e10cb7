"""Keys in addresses: 63-bit whole numbers; anything larger is no address of ours."""

from werkzeug.routing import IntegerConverter, Map

GREATEST = 2**63 - 1


class KeyConverter(IntegerConverter):
    """The part `<key:key>` of an address."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=GREATEST)
