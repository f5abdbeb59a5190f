"""Every setting and its default; read from one TOML file, `briefing.toml`.

Looked for in this order: the file given with --config, `briefing.toml` in the current folder,
`briefing/briefing.toml` in the user's configuration folder. Without any the defaults hold.

The settings of delivery are in `config.delivery`, those of the service in `config.service`, all others in
`config.sections`; `loading` finds and reads the file, `mistakes` says what is wrong with one, `retired`
knows the keys of earlier versions.
"""

from briefing.config.loading import FILES, HOLIDAYS, NAME, find, load, parsed, user_folder
from briefing.config.mistakes import section_of
from briefing.config.sections import Config, Fonts, Layout, Most, Numbering, Office, Window

__all__ = [
    "FILES",
    "HOLIDAYS",
    "NAME",
    "Config",
    "Fonts",
    "Layout",
    "Most",
    "Numbering",
    "Office",
    "Window",
    "find",
    "load",
    "parsed",
    "section_of",
    "user_folder",
]
