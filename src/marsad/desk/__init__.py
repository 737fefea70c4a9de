"""The desk: the observatory's pages in a browser. `make_app` gives the application, `serve` shows it on this machine."""

from marsad.desk.app import make_app
from marsad.desk.serving import serve

__all__ = ["make_app", "serve"]
