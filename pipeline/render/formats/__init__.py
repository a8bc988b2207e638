"""The data of an edition, in each form that there is: triples or a roadmap in, bytes out."""
