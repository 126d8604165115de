"""The action server: one process on the loopback interface whose logs hold no borrower's words."""

import logging
from typing import Any

import structlog
from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor, ActionExecutorRunResult, CollectingDispatcher
from rasa_sdk.interfaces import ActionMissingDomainException, ActionNotFoundException
from sanic import Sanic

from actions.base import FAILED, report_failure, say
from actions.settings import Settings
from actions.turn import turn_from

HOST = "127.0.0.1"
QUIET = ("rasa_sdk", "sanic.root", "sanic.error", "sanic.access", "sanic.server")


class NoContents(logging.Filter):
    """Lets a record through with the names of its logger and error alone.

    The SDK and its web server log requests and exceptions, and either may quote the borrower.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else "none"
        record.msg = f"{record.levelname.lower()} in {record.module}:{record.lineno}, exception: {error}"
        record.args = ()
        record.exc_info = None
        record.exc_text = None
        return True


class CarefulExecutor(ActionExecutor):  # type: ignore[misc]
    """Runs actions; what even an action's own care did not catch still becomes words and a result.

    The SDK would answer with a 500 that holds the whole conversation, or with a 400 that Rasa takes for a refusal.
    """

    async def run(self, action_call: dict[str, Any], *args: Any, **kwargs: Any) -> ActionExecutorRunResult | None:
        """The action's events and messages.

        Raises:
            ActionNotFoundException: for a name nobody registered.
            ActionMissingDomainException: when Rasa has to send the domain once more.
        """
        try:
            return await super().run(action_call, *args, **kwargs)
        except (ActionNotFoundException, ActionMissingDomainException):
            raise
        except Exception as error:
            name = str(action_call.get("next_action"))
            report_failure(name, "", error)
            dispatcher = CollectingDispatcher()
            say(dispatcher, name, turn_from({}), FAILED)
            return self._create_api_response([], dispatcher.messages)


def keep_contents_out_of_logs() -> None:
    """Silences what could quote a borrower, whichever level is set."""
    for name in QUIET:
        logger = logging.getLogger(name)
        logger.setLevel(logging.WARNING)
        if not any(isinstance(kept, NoContents) for kept in logger.filters):
            logger.addFilter(NoContents())
        for child in [key for key in logging.root.manager.loggerDict if key.startswith(f"{name}.")]:
            if not any(isinstance(kept, NoContents) for kept in logging.getLogger(child).filters):
                logging.getLogger(child).addFilter(NoContents())


def configure_logs() -> None:
    """One JSON line an event, ids and error names only."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ]
    )
    logging.basicConfig(level=logging.WARNING, format="%(name)s %(message)s")
    keep_contents_out_of_logs()


def action_app() -> Sanic[Any, Any]:
    """The server's application with every action registered."""
    executor = CarefulExecutor()
    executor.register_package("actions")
    app: Sanic[Any, Any] = create_app(executor, cors_origins=None)
    keep_contents_out_of_logs()
    return app


def serve(settings: Settings) -> None:
    """Serves until SIGTERM or SIGINT, finishing the actions that are running."""
    configure_logs()
    app = action_app()
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = 8.0
    app.run(host=HOST, port=settings.port, single_process=True, access_log=False, motd=False)
