"""CKAN's own words to the IRIs that DCAT-AP.de prescribes, and back: languages, formats, media types, algorithms."""

from rdflib import Namespace

DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
DCATAP = Namespace("http://data.europa.eu/r5r/")
GEODCATAP = Namespace("http://data.europa.eu/930/")
ADMS = Namespace("http://www.w3.org/ns/adms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
# rdflib's own DCAT knows no term of DCAT 3, and refuses those that do not exist.
DCAT_TERM = Namespace("http://www.w3.org/ns/dcat#")

LANGUAGE = "http://publications.europa.eu/resource/authority/language/"
FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"
DISTRIBUTION_STATUS = "http://publications.europa.eu/resource/authority/distribution-status/"
MEDIA_TYPE = "https://www.iana.org/assignments/media-types/"
CHECKSUM_ALGORITHM = "http://spdx.org/rdf/terms#checksumAlgorithm_"

# The EU, its neighbours, the minorities and the largest groups of newcomers in Germany.
LANGUAGE_CODES = {
    "ar": "ARA", "bg": "BUL", "bs": "BOS", "ca": "CAT", "cs": "CES", "da": "DAN", "de": "DEU", "dsb": "DSB",
    "el": "ELL", "en": "ENG", "es": "SPA", "et": "EST", "eu": "EUS", "fa": "FAS", "fi": "FIN", "fr": "FRA",
    "frr": "FRR", "ga": "GLE", "gl": "GLG", "hr": "HRV", "hsb": "HSB", "hu": "HUN", "is": "ISL", "it": "ITA",
    "ja": "JPN", "ko": "KOR", "lb": "LTZ", "lt": "LIT", "lv": "LAV", "mk": "MKD", "mt": "MLT", "nb": "NOB",
    "nds": "NDS", "nl": "NLD", "nn": "NNO", "no": "NOR", "pl": "POL", "pt": "POR", "ro": "RON", "rom": "ROM",
    "ru": "RUS", "sk": "SLK", "sl": "SLV", "sq": "SQI", "sr": "SRP", "stq": "STQ", "sv": "SWE", "tr": "TUR",
    "uk": "UKR", "vi": "VIE", "zh": "ZHO",
}  # fmt: skip

# What CKAN's form offers as a format, and the code of the EU list. The first name of a code is the one it gets back.
FILE_TYPE_CODES = {
    "CSV": "CSV", "TSV": "TSV", "XLSX": "XLSX", "XLS": "XLS", "ODS": "ODS",
    "JSON": "JSON", "GeoJSON": "GEOJSON", "JSON-LD": "JSON_LD", "JSONLD": "JSON_LD",
    "XML": "XML", "HTML": "HTML", "XHTML": "XHTML", "PDF": "PDF", "TXT": "TXT", "RTF": "RTF",
    "TTL": "RDF_TURTLE", "Turtle": "RDF_TURTLE", "RDF": "RDF_XML", "RDF/XML": "RDF_XML", "RDF+XML": "RDF_XML",
    "N-Triples": "RDF_N_TRIPLES", "NT": "RDF_N_TRIPLES", "N-Quads": "RDF_N_QUADS", "NQ": "RDF_N_QUADS",
    "TriG": "RDF_TRIG", "N3": "N3",
    "DOC": "DOC", "DOCX": "DOCX", "ODT": "ODT", "PPT": "PPT", "PPTX": "PPTX", "ODP": "ODP", "EPUB": "EPUB",
    "ZIP": "ZIP", "GZIP": "GZIP", "GZ": "GZIP", "TAR": "TAR", "7Z": "7Z",
    "JPEG": "JPEG", "JPG": "JPEG", "PNG": "PNG", "GIF": "GIF", "TIFF": "TIFF", "GeoTIFF": "TIFF", "SVG": "SVG",
    "SHP": "SHP", "KML": "KML", "KMZ": "KMZ", "GML": "GML", "GPKG": "GPKG", "GDB": "GDB", "DXF": "DXF",
    "WMS": "WMS_SRVC", "WFS": "WFS_SRVC", "WMTS": "WMTS_SRVC", "WCS": "WCS_SRVC",
    "ATOM": "ATOM", "ATOM feed": "ATOM", "RSS": "RSS", "SPARQL": "SPARQLQ", "ICS": "ICS", "SQL": "SQL",
    "REST": "REST", "API": "REST",
}  # fmt: skip

_CODE_BY_FORMAT = {name.casefold(): code for name, code in FILE_TYPE_CODES.items()}
_FORMAT_BY_CODE = {code: name for name, code in reversed(FILE_TYPE_CODES.items())}

# The statuses of ADMS, which DCAT-AP.de 3.0 replaced by a list of the EU.
STATUS_CODES = {
    "http://purl.org/adms/status/Completed": "COMPLETED",
    "http://purl.org/adms/status/Deprecated": "DEPRECATED",
    "http://purl.org/adms/status/UnderDevelopment": "DEVELOP",
    "http://purl.org/adms/status/Withdrawn": "WITHDRAWN",
}

# A hash tells its algorithm by its length in hexadecimal digits.
ALGORITHM_BY_LENGTH = {32: "md5", 40: "sha1", 56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}


def language_iri(locale: str) -> str | None:
    """The EU's IRI for a locale as CKAN or a language tag writes it: ``de``, ``de_AT``, ``de-AT``."""
    code = LANGUAGE_CODES.get(primary_language(locale))
    return LANGUAGE + code if code else None


def primary_language(tag: str) -> str:
    """The language of a locale or language tag without its region."""
    return tag.replace("_", "-").split("-")[0].lower()


def file_type_iri(name: str) -> str | None:
    """The EU's IRI for a format as CKAN calls it."""
    code = _CODE_BY_FORMAT.get(name.strip().casefold())
    return FILE_TYPE + code if code else None


def format_name(iri: str) -> str:
    """CKAN's name for a format of the EU list, so that previews know it; an unknown IRI stays as it is."""
    base, _, code = iri.rpartition("/")
    return _FORMAT_BY_CODE.get(code, iri) if f"{base}/".endswith("/authority/file-type/") else iri


def media_type_iri(name: str) -> str | None:
    """IANA's IRI for a media type: ``text/csv; charset=utf-8`` and ``text/csv`` are one."""
    bare = name.split(";", maxsplit=1)[0].strip().lower()
    return MEDIA_TYPE + bare if bare.count("/") == 1 and " " not in bare else None


def media_type_name(iri: str) -> str:
    """The media type behind IANA's IRI, of either scheme."""
    _, found, name = iri.partition("iana.org/assignments/media-types/")
    return name if found else iri


def status_iri(iri: str) -> str | None:
    """The EU's IRI for a status of ADMS."""
    code = STATUS_CODES.get(iri)
    return DISTRIBUTION_STATUS + code if code else None


def algorithm_iri(checksum: str) -> str | None:
    """The algorithm a checksum was made with, as SPDX names it."""
    algorithm = ALGORITHM_BY_LENGTH.get(len(checksum.strip()))
    return CHECKSUM_ALGORITHM + algorithm if algorithm else None
