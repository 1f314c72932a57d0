"""What must be true of the machine before the first certificate is printed."""

import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from certificates import authority, device, fonts


@register()
def fonts_are_installed(**_options: Any) -> list[CheckMessage]:
    """Without Kai and Song no certificate can be printed; without Hanazono rare names cannot."""
    messages: list[CheckMessage] = []
    for face in fonts.missing():
        kind, number = (Warning, "W001") if face.family.startswith("Hana") else (Error, "E001")
        messages.append(
            kind(
                f"The font file {face.filename} is missing.",
                hint=f"Install it: apt-get install {face.package}",
                id=f"certificates.{number}",
            )
        )
    return messages


@register()
def harfbuzz_subsets_fonts(**_options: Any) -> list[CheckMessage]:
    """WeasyPrint only logs this and then takes seventeen seconds per certificate."""
    from certificates import engine  # loads WeasyPrint, which takes a second

    if engine.harfbuzz_subsets():
        return []
    return [
        Error(
            "WeasyPrint cannot subset fonts with HarfBuzz.",
            hint="Install it: apt-get install libharfbuzz-subset0",
            id="certificates.E002",
        )
    ]


_LEAVE = "import os; os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)"


@register(deploy=True)
def pages_are_laid_out_without_a_network(**_options: Any) -> list[CheckMessage]:
    """The locked process asks the kernel for an empty network; some kernels keep that for root."""
    asked = subprocess.run([sys.executable, "-I", "-c", _LEAVE], capture_output=True, check=False)
    if asked.returncode == 0:
        return []
    return [
        Warning(
            "The process that lays out pages and reads strangers' files keeps the network.",
            hint="Allow unprivileged user namespaces (sysctl kernel.unprivileged_userns_clone=1,"
            " user.max_user_namespaces), or close the network for the service.",
            id="certificates.W003",
        )
    ]


@register()
def the_signing_keys_open(**_options: Any) -> list[CheckMessage]:
    """A wrong passphrase is found here, not in the night in which the first certificate is signed.

    A device is left alone: it would be asked for its PIN by every command.
    """
    file = settings.LAUREL_SIGNING_KEY_FILE
    if not file or file.startswith(device.SCHEME):
        return []
    try:
        authority.current()
    except authority.NoAuthority as problem:
        return [Error(str(problem), id="certificates.E004")]
    return []
