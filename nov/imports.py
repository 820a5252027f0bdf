"""Every file that can be read in, in the order of the page "Inlezen". An importer that is not here does not exist."""

from members.imports import BASES, MEMBERS
from members.organisation_files import CONTACTS, ORGANISATIONS
from nov.kernel.imports import Import
from programmes.imports import COUNTS, EVENTS, MEASUREMENTS

IMPORTS: tuple[Import, ...] = (ORGANISATIONS, CONTACTS, MEMBERS, BASES, COUNTS, EVENTS, MEASUREMENTS)
