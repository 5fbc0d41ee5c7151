"""Words for a preview where no certificate of the kind was issued yet: plainly invented."""

from dataclasses import replace
from datetime import date

from verification.models import CITED, Certificate, Kind, TemplateVersion
from verification.words import Mark, Pair, Signature, Words

INVENTED = Words(
    kind=Kind.COMPLETION,
    holder=Pair("นางสาวตัวอย่าง น้ำฟ้าป่าเขา", "Tuayang Namfapakhao"),
    issuer=Pair("ศูนย์ HCEC โรงเรียนตัวอย่างวิทยาคม", "HCEC Tuayang Witthayakhom School"),
    subject=Pair("ชื่อหลักสูตร การทดสอบ หรือเหตุที่มอบให้", "Course, test or reason"),
    skill=Pair("ทักษะดิจิทัล", "Digital skills"),
    starts_on=date(2026, 11, 21),
    ends_on=date(2026, 11, 22),
    issued_on=date(2026, 12, 4),
    hours="12",
    signatory=Pair("นายตัวอย่าง ผู้ลงนาม", "Tuayang Phulongnam"),
    position=Pair("ผู้อำนวยการโรงเรียนที่ตั้งศูนย์", "Director of the host school"),
    office=Pair("คณะกรรมการศูนย์ HCEC โรงเรียนตัวอย่างวิทยาคม", "Committee of the center"),
)
ROLE = Pair("วิทยากรแกนนำ", "core trainer")
SECOND = Signature(
    Pair("นายตัวอย่าง เขตพื้นที่", "Tuayang Khetphuenthi"),
    Pair("ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา", "Director of the area office"),
    Pair("คณะกรรมการจังหวัด", "Committee of the province"),
)
MARKS = tuple(
    Mark(Pair(th, en), "20", Pair("B2")) for th, en in (("การฟัง", "Listening"), ("การพูด", "Speaking"))
)


def invented(kind: str) -> Words:
    """Invented words of a kind, with all that only its papers have."""
    words = replace(INVENTED, kind=kind)
    if kind in CITED:
        return replace(words, role=ROLE)
    if kind == Kind.TEST_RESULT:
        overall = Mark(Pair("ภาพรวม", "Overall"), "81", Pair("B2"))
        return replace(words, hours="", parts=MARKS, overall=overall)
    return words


def words_for(version: TemplateVersion) -> tuple[Words, bool]:
    """The words of the latest certificate of the version's kind, and whether they are real; else invented ones."""
    kind = version.template.kind
    latest = Certificate.objects.filter(kind=kind).order_by("-issued_at", "-pk").first()
    words = latest.words if latest else invented(kind)
    if version.second_signatory and words.second is None:
        words = replace(words, second=SECOND)
    return words, latest is not None
