"""The demo accounts: one person for each role, the same names, password and second factors in every demo."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from committees.duties import DUTIES
from committees.models import Level, Position
from hcec.core.access import STRONG

# Known on purpose: the demo is a showcase on somebody's own machine (docs/contract.md).
PASSWORD = "hcec-demo-2569"
DOMAIN = "demo.hcec.example"
CENTER, PROVINCE = "HCEC-50-01", "50"
OTHER_CENTER = "HCEC-38-01"
ORDER_NUMBER = "สพฐ. 1/2569 (ตัวอย่าง)"


@dataclass(frozen=True)
class Account:
    """One demo person: who she is, and the one seat she holds, if any."""

    key: str
    label: str | Promise
    title: str
    first_th: str
    last_th: str
    first_en: str
    last_en: str
    kind: str = "teacher"
    level: str = ""
    position: str = ""
    place: str = ""
    staff: bool = False

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"

    @property
    def strong(self) -> bool:
        """Whether the seat holds a power that demands a second factor."""
        return any(duty.permission in STRONG for duty in DUTIES.get((self.level, self.position), ()))

    @property
    def totp_secret(self) -> str | None:
        """The fixed secret of the second factor (base32, RFC 6238), where there is one."""
        if not self.strong:
            return None
        return base64.b32encode(hashlib.sha1(self.email.encode()).digest()).decode()

    @property
    def names(self) -> dict[str, str]:
        return {
            "title": self.title,
            "first_name_th": self.first_th,
            "last_name_th": self.last_th,
            "first_name_en": self.first_en,
            "last_name_en": self.last_en,
        }


C, P, L = Position, "personnel", Level
ACCOUNTS = (
    Account("teacher", _("Teacher"), "นางสาว", "ศิริพร", "ใจดี", "Siriphon", "Chaidi"),
    Account("student", _("Student"), "นาย", "ณัฐวุฒิ", "บุญมา", "Natthawut", "Bunma", kind="student"),
    Account("public", _("Member of the public"), "นาย", "มานพ", "ทองดี", "Manop", "Thongdi", kind="public"),
    Account("manager", _("Center manager"), "นาง", "จันทร์เพ็ญ", "ศรีสุข", "Chanphen", "Sisuk", P, L.CENTER, C.CENTER_MANAGER, CENTER),
    Account("clerk", _("Clerk"), "นางสาว", "กาญจนา", "แสงทอง", "Kanchana", "Saengthong", P, L.CENTER, C.CLERK, CENTER),
    Account("ict", _("ICT officer"), "นาย", "ธนกร", "คำแก้ว", "Thanakon", "Khamkaeo", P, L.CENTER, C.ICT_OFFICER, CENTER),
    Account("director", _("Director of the host school"), "นาย", "สมเกียรติ", "วงศ์สุวรรณ", "Somkiat", "Wongsuwan", P, L.CENTER, C.SCHOOL_DIRECTOR, CENTER),
    Account("deputy", _("Deputy director (academic)"), "นาง", "รัตนา", "ชัยมงคล", "Rattana", "Chaimongkhon", P, L.CENTER, C.DEPUTY_DIRECTOR, CENTER),
    Account("center-supervisor", _("Supervisor in charge of the center"), "นางสาว", "อรทัย", "เรืองศรี", "Orathai", "Rueangsi", P, L.CENTER, C.CENTER_SUPERVISOR, CENTER),
    Account("supervisor", _("Supervisor of the province"), "นาง", "วราภรณ์", "ปัญญาดี", "Waraphon", "Panyadi", P, L.PROVINCE, C.SUPERVISOR, PROVINCE),
    Account("area-director", _("Director of the secondary area"), "นาย", "วีระศักดิ์", "มหาวงศ์", "Wirasak", "Mahawong", P, L.PROVINCE, C.AREA_DIRECTOR, PROVINCE),
    Account("obec", _("OBEC officer"), "นางสาว", "สุภาวดี", "รุ่งเรือง", "Suphawadi", "Rungrueang", P, L.OBEC, C.OBEC_OFFICER, "", staff=True),
    Account("obec-member", _("OBEC committee member"), "นาย", "โอภาส", "ศิริวัฒน์", "Ophat", "Siriwat", P, L.OBEC, C.OBEC_MEMBER),
    Account("ministry", _("Ministry committee member"), "นาง", "พรทิพย์", "สุริยวงศ์", "Phonthip", "Suriyawong", P, L.MINISTRY, C.MINISTRY_MEMBER),
    Account("other-manager", _("Manager of another center"), "นาย", "สุชาติ", "แสนสุข", "Suchat", "Saensuk", P, L.CENTER, C.CENTER_MANAGER, OTHER_CENTER),
    Account("other-director", _("Director of another center’s host school"), "นาง", "บุษบา", "โพธิ์ศรี", "Butsaba", "Phosi", P, L.CENTER, C.SCHOOL_DIRECTOR, OTHER_CENTER),
)  # fmt: skip
BY_EMAIL = {account.email: account for account in ACCOUNTS}


def starts_on(today: date) -> date:
    """Terms begin two years back, so that last year's activity has its committee too."""
    return date(today.year - 2, 10, 1)
