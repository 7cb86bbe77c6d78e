"""RDF of what a case hands on: entities, ties and claims in the terms of the field.

    claims_blocks, entity_blocks …   what is said, as blocks of one subject (`blocks.py`)
    lines, turtle, jsonld            the files, written as they come
    nanopublications                 each claim by itself, in four named graphs
    vocabulary                       `clew.ttl`, made of schema.yaml; `clew-shapes.ttl` beside it

A plain triple between two entities, or of a value, stands only for what a claim says that is
adjudicated, official or reported: whoever asks simply never reads an allegation as a fact.
"""
