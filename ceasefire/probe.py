"""`python -m ceasefire.probe URL`: a container's health check, as slim images have no curl."""

import sys
from urllib.error import URLError
from urllib.request import urlopen

SECONDS = 4


def main(url: str) -> int:
    """Say 0 when the address answers with success."""
    try:
        with urlopen(url, timeout=SECONDS) as answer:  # noqa: S310 - the caller's own address
            return 0 if answer.status == 200 else 1  # noqa: PLR2004
    except (URLError, OSError) as error:
        sys.stderr.write(f"{url}: {error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
