"""Cases: how they stand, whether a request has come in, how long an answer takes. The gateway knows and tells it."""

from rasa_sdk import Tracker

from actions.base import DoorstepAction
from actions.turn import Reply, Turn


class ActionReportCaseStatus(DoorstepAction):
    """Has the gateway tell how the borrower's cases stand."""

    def name(self) -> str:
        return "action_report_case_status"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        return Reply(None, tell="case_status")


class ActionReportNextSteps(DoorstepAction):
    """Has the gateway tell what happens next with what the borrower reported or asked for."""

    def name(self) -> str:
        return "action_report_next_steps"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        return Reply(None, tell="next_steps")


class ActionReportReceipt(DoorstepAction):
    """Has the gateway tell what has come in."""

    def name(self) -> str:
        return "action_report_receipt"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        return Reply(None, tell="request_receipt")


class ActionReportResponseTime(DoorstepAction):
    """Has the gateway tell by when what is answered."""

    def name(self) -> str:
        return "action_report_response_time"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        return Reply(None, tell="response_time")
