"""A town's published editions to a store that answers SPARQL, safe to leave open: it reads, within limits, and no more.

limits          how much an answer may take; the answer, or why there is none
tokens, guard   what a query may say
forms           the forms in which an answer is written
content         which file of an edition goes into which graph
keeper          the process that holds the triples, and forks for each query
lanes           whose turn it is there
asking          the store as others see it: starts the keeper, asks it, starts it anew
"""

from pipeline.store.asking import Store, open_store
from pipeline.store.limits import Answer, Limits, Refusal

__all__ = ["Answer", "Limits", "Refusal", "Store", "open_store"]
