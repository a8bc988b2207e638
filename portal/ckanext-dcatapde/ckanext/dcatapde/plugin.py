"""The plugin: licences of DCAT-AP.de, options, pages in the visitor's language, and harvests that change only what has
changed.
"""

import json
import logging
from pathlib import Path
from typing import Any

from ckan import plugins
from ckan.plugins import toolkit
from ckanext.dcat.interfaces import IDCATRDFHarvester
from ckanext.dcatapde import dictionary, words
from ckanext.dcatapde.dictionary import described_by
from ckanext.dcatapde.loaded import label_columns, label_tables
from ckanext.dcatapde.translations import DISTRIBUTION_TEXTS
from ckanext.dcatapde.view import show_in, texts_in
from ckanext.dcatapde.vocabularies import primary_language
from flask import has_request_context
from redis.exceptions import RedisError

try:
    from ckanext.xloader.interfaces import IXloader
except ImportError:  # a portal may have another loader, or none
    IXloader = None

log = logging.getLogger(__name__)
LICENSES = Path(__file__).with_name("licenses.json")


@toolkit.blanket.config_declarations
class DcatApDePlugin(plugins.SingletonPlugin):  # type: ignore[misc]  # CKAN is not at hand where types are checked
    """``dcat_ap_de`` in ``ckan.plugins``, before ``dcat`` and ``scheming_datasets``."""

    plugins.implements(plugins.IConfigurer)
    plugins.implements(plugins.ITemplateHelpers)
    plugins.implements(plugins.IPackageController, inherit=True)
    plugins.implements(IDCATRDFHarvester, inherit=True)
    if IXloader is not None:
        plugins.implements(IXloader, inherit=True)

    def update_config(self, config: Any) -> None:
        """Add the form snippets, and the licences of DCAT-AP.de where the operator wants them offered."""
        toolkit.add_template_directory(config, "templates")
        # Not unasked: datasets of a running portal name licences of the list it has.
        if toolkit.asbool(config.get("ckanext.dcatapde.offer_licenses")):
            config["licenses_group_url"] = LICENSES.as_uri()

    def get_helpers(self) -> dict[str, Any]:
        """What the forms ask for."""
        own = {
            "dcatapde_license_choices": license_choices,
            "dcatapde_is_address": words.is_address,
            "dcatapde_words": words_for,
            "dcatapde_where": where,
            "resource_display_name": resource_name_shown,
        }
        return own | ({"datastore_dictionary": dictionary_shown} if plugins.plugin_loaded("datastore") else {})

    def before_dataset_view(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        """Show a dataset in the language of the page. Forms and the API are no views: they have it as stored."""
        return show_in(pkg_dict, page_language(), portal_language()) if has_request_context() else pkg_dict

    def after_dataset_update(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        """Give tables new titles where their description has changed and they have not: the loader passes them by."""
        tables = (resource for resource in pkg_dict.get("resources") or [] if resource.get("datastore_active"))
        if any(described_by(table, pkg_dict) for table in tables):
            enqueue_once(label_tables, [pkg_dict["id"], portal_language()], f"titles of columns: {pkg_dict['id']}")

    def after_upload(self, context: Any, resource_dict: dict[str, Any], dataset_dict: dict[str, Any]) -> None:
        """Give the columns of a table that was loaded the titles that its description has for them."""
        label_columns(resource_dict, dataset_dict, portal_language())

    def before_update(self, harvest_object: Any, dataset_dict: dict[str, Any], temp_dict: dict[str, Any]) -> None:
        """Leave a dataset alone that its source describes as it did at the last harvest.

        An update would write the source's checksum over the one of the portal's loader, which would load the file
        again and move the date of the last change, at every harvest, for nothing.
        """
        previous = previous_content(harvest_object)
        if previous is not None and described(previous) == described(harvest_object.content):
            # ckanext-dcat notes the dataset only where it updates one; a later deletion needs it.
            harvest_object.package_id = dataset_dict["id"]
            harvest_object.add()
            dataset_dict.clear()


def enqueue_once(function: Any, arguments: list[str], title: str) -> None:
    """Have something done later, unless it waits to be done: a loader changes a dataset with each of its tables.

    Without a queue it is left undone and logged: nobody's change of a dataset may fail for it.
    """
    try:
        if title not in {job["title"] for job in toolkit.get_action("job_list")({"ignore_auth": True}, {})}:
            toolkit.enqueue_job(function, arguments, title=title)
    except RedisError:
        log.exception("The queue takes no jobs: %s", title)


def portal_language() -> str:
    """The language of texts that say no other."""
    return primary_language(toolkit.config.get("ckan.locale_default") or "de")


def page_language() -> str:
    """The language in which the visitor reads."""
    return primary_language(toolkit.h.lang() or portal_language())


def words_for(iri: str, names: dict[str, Any] | None = None, tail: bool = False) -> str:  # called by templates
    """What to call a thing by its IRI, in the language of the page."""
    return words.in_words(iri, (names or {}).get(iri), page_language(), tail=tail)


def where(geometry: str) -> str:
    """Where a geometry lies, in the language of the page."""
    return words.where(geometry, page_language())


@toolkit.chained_helper  # type: ignore[untyped-decorator]  # as above
def resource_name_shown(next_helper: Any, resource_dict: dict[str, Any]) -> str:
    """The name of a file in the language of the page, in previews, too, which are shown without their dataset."""
    return str(next_helper({**resource_dict, **texts_in(resource_dict, DISTRIBUTION_TEXTS, page_language())}))


@toolkit.chained_helper  # type: ignore[untyped-decorator]  # as above
def dictionary_shown(next_helper: Any, *args: Any, **options: Any) -> list[dict[str, Any]]:
    """The data dictionary of a table in the language of the page, in its preview, too."""
    return dictionary.in_language(next_helper(*args, **options), page_language())


def previous_content(harvest_object: Any) -> str | None:
    """What the last harvest of the same dataset read, if it went well."""
    from ckan import model
    from ckanext.harvest.model import HarvestObject

    last = (
        model.Session.query(HarvestObject)
        .filter(HarvestObject.guid == harvest_object.guid)
        .filter(HarvestObject.harvest_source_id == harvest_object.harvest_source_id)
        .filter(HarvestObject.id != harvest_object.id)
        .order_by(HarvestObject.gathered.desc())
        .first()
    )
    return last.content if last is not None and last.state == "COMPLETE" else None


def described(content: str) -> dict[str, Any]:
    """What a source says of a dataset, without the name that each harvest makes up for it."""
    dataset: dict[str, Any] = json.loads(content)
    dataset.pop("name", None)
    return dataset


def license_choices(field: dict[str, Any]) -> list[dict[str, str]]:
    """The portal's licences by the IRI that the catalog writes."""
    from ckan.model.license import LicenseRegister

    licenses = LicenseRegister().values()
    iris = ((license_.id if license_.id.startswith("http") else license_.url, license_.title) for license_ in licenses)
    return [{"value": iri, "label": title} for iri, title in iris if iri]
