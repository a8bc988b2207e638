"""DCAT-AP.de 3.0 as an RDF profile: what ``euro_dcat_ap_3`` does, and the German properties, both ways."""

import json
from typing import Any

from ckan.model.license import LicenseRegister
from ckan.plugins.toolkit import config
from ckanext.dcat.profiles import EuropeanDCATAP3Profile, URIRefOrLiteral
from ckanext.dcatapde import mend
from ckanext.dcatapde.contacts import CONTACT_KINDS, kind_of
from ckanext.dcatapde.order import sort_lists
from ckanext.dcatapde.prepare import load_json, prepare, read_texts
from ckanext.dcatapde.series import read_series, write_series
from ckanext.dcatapde.translations import (
    DATASET_TEXTS,
    DISTRIBUTION_TEXTS,
    KEYWORDS,
    STATEMENTS,
    Translations,
    iri_of,
    main_text,
    read_dataset_translations,
    read_translations,
    texts_by_language,
    translations_of,
    write_statement,
    write_texts,
)
from ckanext.dcatapde.vocabularies import (
    DCAT_TERM,
    DCATAP,
    DCATDE,
    GEODCATAP,
    format_name,
    media_type_name,
    primary_language,
)
from rdflib import Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, SKOS
from rdflib.term import Node

Dict = dict[str, Any]

# Field, property, and the field's name in GovData's ckanext-dcatde, whose extras are read where ours is empty.
IRI_LISTS = (
    ("political_geocoding_level_uri", DCATDE.politicalGeocodingLevelURI, "politicalGeocodingLevelURI"),
    ("political_geocoding_uri", DCATDE.politicalGeocodingURI, "politicalGeocodingURI"),
    ("contributor_id", DCATDE.contributorID, "contributorID"),
    ("quality_process_uri", DCATDE.qualityProcessURI, "qualityProcessURI"),
    ("references", DCTERMS.references, "references"),
)
TEXT_LISTS = (
    ("geocoding_description", DCATDE.geocodingDescription, "geocodingText"),
    ("legal_basis", DCATDE.legalBasis, "legalbasisText"),
)
ATTRIBUTION = ("license_attribution_by_text", DCATDE.licenseAttributionByText, "licenseAttributionByText")

# The property DCAT-AP.de 3.0 wants, which is written, and the one it replaces, which is read as well.
AGENTS = (
    ("originator", (GEODCATAP.originator, DCATDE.originator)),
    ("custodian", (GEODCATAP.custodian, DCATDE.maintainer)),
    ("contributor", (DCTERMS.contributor,)),
)
PREFIXES = {"dcatde": DCATDE, "geodcatap": GEODCATAP}


class GermanDCATAP3Profile(EuropeanDCATAP3Profile):  # type: ignore[misc]  # ckanext-dcat has no types
    """To be named alone in ``ckanext.dcat.rdf.profiles``: it is ``euro_dcat_ap_3`` and more."""

    @property
    def portal_language(self) -> str:
        """The language of every text of which nothing else is known."""
        return primary_language(config.get("ckan.locale_default") or "de")

    # Harvesting: from the graph to CKAN's dictionary

    def parse_dataset(self, dataset_dict: Dict, dataset_ref: Node) -> Dict:
        """Fill a dictionary that ``package_create`` takes. The same graph gives the same dictionary."""
        super().parse_dataset(dataset_dict, dataset_ref)
        self._parse_texts(dataset_dict, dataset_ref)
        self._parse_german_dataset(dataset_dict, dataset_ref)
        self._parse_editions(dataset_dict, dataset_ref)
        self._parse_agents(dataset_dict, dataset_ref)
        self._parse_spatial(dataset_dict, dataset_ref)
        for resource in dataset_dict["resources"]:
            self._parse_distribution(resource, self._distribution_of(resource, dataset_ref))
        sort_lists(dataset_dict)
        return dataset_dict

    def _parse_texts(self, dataset_dict: Dict, dataset_ref: Node) -> None:
        for name, predicate in DATASET_TEXTS.items():
            if name not in self._multilingual_dataset_fields():
                self._set_text(dataset_dict, name, self._text_or_iri(dataset_ref, predicate))
        # A keyword that reads the same in two languages would come twice, which CKAN refuses.
        dataset_dict["tags"] = [{"name": name} for name in sorted({tag["name"] for tag in dataset_dict["tags"]})]
        if translations := read_dataset_translations(self.g, dataset_ref, self.portal_language):
            self._set(dataset_dict, "translations", translations)

    def _parse_german_dataset(self, dataset_dict: Dict, dataset_ref: Node) -> None:
        for name, predicate, _ in (*IRI_LISTS, *TEXT_LISTS):
            if values := sorted(set(self._object_value_list(dataset_ref, predicate))):
                self._set(dataset_dict, name, values)
        if availability := self._object_value(dataset_ref, DCATAP.availability):
            self._set(dataset_dict, "availability", availability)

    def _parse_editions(self, dataset_dict: Dict, dataset_ref: Node) -> None:
        """The edition before this one, and the series both are in."""
        if previous := iri_of(self.g, dataset_ref, DCAT_TERM.previousVersion):
            self._set(dataset_dict, "previous_version", previous)
        if series := read_series(self.g, dataset_ref, self.portal_language):
            self._set(dataset_dict, "series", series)

    def _parse_agents(self, dataset_dict: Dict, dataset_ref: Node) -> None:
        for name, predicates in AGENTS:
            agents = [agent for predicate in predicates for agent in self._agents_details(dataset_ref, predicate)]
            for agent in agents:
                agent.pop("name_translated", None)
            if agents:
                self._set(dataset_dict, name, agents)

    def _parse_spatial(self, dataset_dict: Dict, dataset_ref: Node) -> None:
        """One entry for each place: ``euro_dcat_ap_3`` runs several into one."""
        if not self._schema_field("spatial_coverage"):
            return
        places = [self._describe_place(place) for place in self.g.objects(dataset_ref, DCTERMS.spatial)]
        if any(places):
            dataset_dict["spatial_coverage"] = [place for place in places if place]

    def _describe_place(self, place: Node) -> dict[str, str]:
        entry = {
            "uri": str(place) if isinstance(place, URIRef) else None,
            "text": self._main_text(place, SKOS.prefLabel) or (str(place) if isinstance(place, Literal) else None),
            "geom": self._geometry(place, mend.LOCN.geometry),
            "bbox": self._geometry(place, DCAT.bbox),
            "centroid": self._geometry(place, DCAT.centroid),
        }
        return {key: value for key, value in entry.items() if value}

    def _geometry(self, place: Node, predicate: URIRef) -> str | None:
        """A geometry that can be read; well-known text stays as it is, for ``euro_dcat_ap_3`` rounds anything else."""
        geojson: str | None = self._parse_geodata(place, predicate, None)
        texts = sorted(str(text) for text in self.g.objects(place, predicate) if text.datatype == mend.WKT)
        return texts[0] if geojson and texts else geojson

    def _parse_distribution(self, resource: Dict, distribution: Node) -> None:
        for name, predicate in DISTRIBUTION_TEXTS.items():
            if name not in self._multilingual_resource_fields():
                resource.pop(name, None)
                if text := self._text_or_iri(distribution, predicate):
                    resource[name] = text
        if translations := read_translations(self.g, distribution, DISTRIBUTION_TEXTS, self.portal_language):
            in_schema = self._schema_resource_field("translations")
            resource["translations"] = translations if in_schema else json.dumps(translations)
        for name, plain in (("format", format_name), ("mimetype", media_type_name)):
            if resource.get(name):
                resource[name] = plain(resource[name])

    def _distribution_of(self, resource: Dict, dataset_ref: Node) -> Node:
        """The node a resource was read from: the base profile leaves its name behind, of a blank one too."""
        nodes: set[Node] = set(self._distributions(dataset_ref))
        return next(node for node in nodes if str(node) == resource["distribution_ref"])

    def _main_text(self, subject: Node, predicate: URIRef) -> str | None:
        return main_text(texts_by_language(self.g, subject, predicate), self.portal_language)

    def _text_or_iri(self, subject: Node, predicate: URIRef) -> str | None:
        return self._main_text(subject, predicate) or iri_of(self.g, subject, predicate)

    def _set_text(self, dataset_dict: Dict, name: str, text: str | None) -> None:
        """Replace the text that ``euro_dcat_ap_3`` chose: in the field, or in the extra where there is no field."""
        others = [extra for extra in dataset_dict["extras"] if extra["key"] != name]
        if len(others) < len(dataset_dict["extras"]):
            dataset_dict["extras"] = others + ([{"key": name, "value": text}] if text else [])
        elif text:
            dataset_dict[name] = text
        else:
            dataset_dict.pop(name, None)

    def _contact_details(self, subject: Node, predicate: URIRef) -> list[dict[str, str]]:
        """What ``euro_dcat_ap_3`` reads of a contact, and what kind of contact it is."""
        contacts: list[dict[str, str]] = super()._contact_details(subject, predicate)
        for contact, node in zip(contacts, self.g.objects(subject, predicate), strict=True):
            if kind := kind_of(self.g, node):
                contact["type"] = kind
        return contacts

    def _set(self, dataset_dict: Dict, name: str, value: Any) -> None:
        """Store a value in its field, or as an extra where the portal's schema has no such field."""
        in_schema = self._schema_field(name) or isinstance(value, str)
        self._set_dataset_value(dataset_dict, name, value if in_schema else json.dumps(value))

    def _license(self, dataset_ref: Node) -> str:
        """The portal's licence for a dataset, found by its IRI as well, which is the id in GovData's list."""
        known = LicenseRegister()
        for distribution in sorted(self._distributions(dataset_ref)):
            for license_ in self.g.objects(distribution, DCTERMS.license):
                if str(license_) in known:
                    return str(license_)
        return str(super()._license(dataset_ref))

    # Publishing: from CKAN's dictionary to the graph

    def graph_from_dataset(self, dataset_dict: Dict, dataset_ref: URIRef) -> None:
        """Describe a dataset so that it conforms to DCAT-AP.de wherever CKAN knows enough."""
        dataset_dict = prepare(dataset_dict)
        super().graph_from_dataset(dataset_dict, dataset_ref)
        self._bind_prefixes()
        self._add_german_dataset(dataset_dict, dataset_ref)
        for name, predicates in AGENTS:
            agents = self._entries(dataset_dict, name)
            self._add_agents(dataset_ref, {name: agents}, name, predicates[0])
        self._add_dataset_texts(dataset_dict, dataset_ref)
        self._add_editions(dataset_dict, dataset_ref)
        for resource in dataset_dict.get("resources", []):
            self._add_distribution(resource, dataset_ref)
        mend.mend_dataset(self.g, dataset_ref, self.portal_language)

    def _add_german_dataset(self, dataset_dict: Dict, dataset_ref: URIRef) -> None:
        iris = [(name, predicate, [govdata], URIRef) for name, predicate, govdata in IRI_LISTS]
        self._add_list_triples_from_dict(dataset_dict, dataset_ref, iris)
        for name, predicate, govdata in TEXT_LISTS:
            value = self._get_dataset_value(dataset_dict, name) or self._get_dataset_value(dataset_dict, govdata)
            for text in read_texts(value):
                self.g.add((dataset_ref, predicate, Literal(text)))
        self._add_triple_from_dict(dataset_dict, dataset_ref, DCATAP.availability, "availability", _type=URIRef)

    def _add_dataset_texts(self, dataset_dict: Dict, dataset_ref: URIRef) -> None:
        translations = self._entries(dataset_dict, "translations")
        for name, predicate in DATASET_TEXTS.items():
            self._write(dataset_ref, predicate, [self._get_dataset_value(dataset_dict, name)], translations, name)
        keywords = [tag["name"] for tag in dataset_dict.get("tags", [])]
        self._write(dataset_ref, DCAT.keyword, keywords, translations, KEYWORDS)

    def _add_editions(self, dataset_dict: Dict, dataset_ref: URIRef) -> None:
        predicate = DCAT_TERM.previousVersion
        self._add_triple_from_dict(dataset_dict, dataset_ref, predicate, "previous_version", _type=URIRefOrLiteral)
        write_series(self.g, dataset_ref, self._entries(dataset_dict, "series"), self.portal_language)

    def _add_contact_to_graph(self, subject: Node, predicate: URIRef, contact: Dict) -> None:
        """Write a contact as ``euro_dcat_ap_3`` does, and what kind it is where that is known."""
        others = set(self.g.objects(subject, predicate))
        super()._add_contact_to_graph(subject, predicate, contact)
        kind = URIRef(contact.get("type") or "")
        for node in set(self.g.objects(subject, predicate)) - others if kind in CONTACT_KINDS else ():
            self.g.add((node, RDF.type, kind))

    def _add_distribution(self, resource: Dict, dataset_ref: URIRef) -> None:
        distribution = mend.distribution_iri(resource)
        translations = self._entries(resource, "translations")
        for name, predicate in DISTRIBUTION_TEXTS.items():
            text = resource.get(name) or (resource.get(ATTRIBUTION[2]) if name == ATTRIBUTION[0] else None)
            self._write(distribution, predicate, [text], translations, name)
        mend.mend_distribution(self.g, distribution, resource)

    def _write(
        self, subject: URIRef, predicate: URIRef, mains: list[str | None], translations: Translations, name: str
    ) -> None:
        texts = [text for text in mains if text]
        if any(isinstance(text, dict) for text in texts):
            return  # a field of ckanext-fluent, written in all its languages already
        write = write_statement if predicate in STATEMENTS else write_texts
        write(self.g, subject, predicate, texts, translations_of(translations, name), self.portal_language)

    def _entries(self, data_dict: Dict, name: str) -> list[Dict]:
        """The entries of a repeating field, or of the extra that stands in for it."""
        value = self._get_dict_value(data_dict, name)
        if isinstance(value, str):
            value = load_json(value)
        return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []

    def graph_from_catalog(self, catalog_dict: Dict | None, catalog_ref: URIRef) -> None:
        """Describe the portal itself. CKAN's own catalog lacks a publisher and writes its language as a word."""
        super().graph_from_catalog(catalog_dict, catalog_ref)
        self._bind_prefixes()
        for predicate in (DCTERMS.title, DCTERMS.description):
            texts = [str(text) for text in self.g.objects(catalog_ref, predicate)]
            write_texts(self.g, catalog_ref, predicate, texts, [], self.portal_language)
        mend.mend_languages(self.g, catalog_ref)
        for homepage in self.g.objects(catalog_ref, FOAF.homepage):
            self.g.add((homepage, RDF.type, FOAF.Document))
        self._add_catalog_publisher(catalog_ref)

    def _add_catalog_publisher(self, catalog_ref: URIRef) -> None:
        def setting(name: str) -> str:
            return str(config.get(f"ckanext.dcatapde.publisher.{name}") or "").strip()

        publisher = URIRef(setting("uri") or f"{catalog_ref}#publisher")
        name = setting("name") or config.get("ckan.site_title") or str(catalog_ref)
        self.g.add((catalog_ref, DCTERMS.publisher, publisher))
        self.g.add((publisher, RDF.type, FOAF.Agent))
        self.g.add((publisher, FOAF.name, Literal(name, lang=self.portal_language)))
        details = {key: setting(key) for key in ("url", "email", "type")}
        self._add_triple_from_dict(details, publisher, FOAF.homepage, "url", _type=URIRef)
        self._add_triple_from_dict(
            details, publisher, FOAF.mbox, "email", _type=URIRef, value_modifier=self._add_mailto
        )
        self._add_triple_from_dict(details, publisher, DCTERMS.type, "type", _type=URIRef)

    def _bind_prefixes(self) -> None:
        for prefix, namespace in PREFIXES.items():
            self.g.bind(prefix, namespace)
