"""Outside platforms with their keys, and e-learning that is opened in one."""

from typing import Any

from joserfc.jwk import RSAKey

from centers.models import Center
from tests.factories.centers import CenterFactory
from tests.factories.training import CourseFactory, a_date, open_round
from training.actions import lti
from training.models import Mode, Tool, ToolLink

KEY = RSAKey.generate_key(2048, {"kid": "of-the-tool"})
PLACE = "https://lms.example.org"


def a_tool(**fields: Any) -> Tool:
    """A platform whose public key stands in its row."""
    about = {
        "name": "ห้องเรียนของกระทรวง",
        "login_url": f"{PLACE}/login/",
        "redirect_uris": [f"{PLACE}/launch/"],
        "jwks": {"keys": [KEY.as_dict(private=False)]},
    }
    return Tool.objects.create(**(about | fields))


def a_tool_link(
    center: Center | None = None, *, day: int = 7, tool: Tool | None = None, target: str = ""
) -> ToolLink:
    """One e-learning meeting of six hours, opened in a platform."""
    center = center or CenterFactory()
    plan = a_date(None, mode=Mode.ELEARNING, day=day)
    round = open_round(center=center, seats=5, dates=[plan], course=CourseFactory(hours=6))
    meeting = round.meetings.select_related("round__created_by").get()
    tool = tool or a_tool()
    lti.put_to(
        meeting,
        tool,
        title="บทที่ 1",
        target=target or f"{PLACE}/units/1",
        by=round.created_by,
        at=round.opens_at,
    )
    return meeting.tool_link
