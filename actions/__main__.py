"""`python -m actions` starts the action server."""

from actions.server import serve
from actions.settings import settings_from

if __name__ == "__main__":
    serve(settings_from())
