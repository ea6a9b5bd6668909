"""Static files under names with their hash, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # the package has no types
    """Also rewrites what ES modules import, so that a page never mixes an old module with a new one."""

    support_js_module_import_aggregation = True
