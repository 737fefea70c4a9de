"""Builds what the desk's pages are made with: `python -m frontend` fills src/marsad/desk/static/vendor from npm's packages."""
