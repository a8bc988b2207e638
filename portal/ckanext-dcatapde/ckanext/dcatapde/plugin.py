"""The plugin: licences of DCAT-AP.de, options, form snippets, and harvests that change only what has changed."""

import json
from pathlib import Path
from typing import Any

from ckan import plugins
from ckan.plugins import toolkit
from ckanext.dcat.interfaces import IDCATRDFHarvester

LICENSES = Path(__file__).with_name("licenses.json")


@toolkit.blanket.config_declarations
class DcatApDePlugin(plugins.SingletonPlugin):  # type: ignore[misc]  # CKAN is not at hand where types are checked
    """``dcat_ap_de`` in ``ckan.plugins``, before ``dcat`` and ``scheming_datasets``."""

    plugins.implements(plugins.IConfigurer)
    plugins.implements(plugins.ITemplateHelpers)
    plugins.implements(IDCATRDFHarvester, inherit=True)

    def update_config(self, config: Any) -> None:
        """Add the form snippets, and the licences of DCAT-AP.de where the operator wants them offered."""
        toolkit.add_template_directory(config, "templates")
        # Not unasked: datasets of a running portal name licences of the list it has.
        if toolkit.asbool(config.get("ckanext.dcatapde.offer_licenses")):
            config["licenses_group_url"] = LICENSES.as_uri()

    def get_helpers(self) -> dict[str, Any]:
        """What the forms ask for."""
        return {"dcatapde_license_choices": license_choices}

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
