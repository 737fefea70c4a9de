"""Code lists of the field as data: PLOVER's roots and modes, ACLED's labels (names only), UCDP's codes."""
