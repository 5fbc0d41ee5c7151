"""The first version of each template, as it comes with the portal; OBEC publishes others (decision 0028)."""

from typing import Any

from verification.models.templates import Colour, Kind

GIVEN = "ให้ไว้ ณ {given}"
WHEN = "[จำนวน {hours} ชั่วโมง ]{when}[ ใช้ได้ถึงวันที่ {until}]"
WHEN_EN = "[{hours} hours, ]{when}[; valid until {until}]"
STANDARD: dict[str, dict[str, Any]] = {
    Kind.COMPLETION: {
        "grant": "ขอมอบประกาศนียบัตรฉบับนี้ให้ไว้เพื่อแสดงว่า",
        "did": "ได้สำเร็จการฝึกอบรมหลักสูตร",
    },
    Kind.TEST_RESULT: {
        "grant": "หนังสือรับรองผลการทดสอบฉบับนี้ให้ไว้เพื่อแสดงว่า",
        "did": "ได้เข้ารับการทดสอบ",
    },
    Kind.RECOGNITION: {
        "grant": "ขอมอบเกียรติบัตรฉบับนี้ให้ไว้เพื่อแสดงว่า",
        "did": "ได้รับการยกย่องเชิดชูเกียรติ[ในฐานะ{role}]",
        "detail_en": f"[As {{role}}, ]{WHEN_EN}",
        "colour": Colour.MAROON,
    },
    Kind.ATTESTATION: {
        "grant": "หนังสือรับรองฉบับนี้ให้ไว้เพื่อรับรองว่า",
        "did": "ได้ปฏิบัติหน้าที่[{role}]",
        "detail_en": f"[As {{role}}, ]{WHEN_EN}",
        "colour": Colour.GREEN,
    },
}
for lines in STANDARD.values():
    lines |= {"detail_th": WHEN, "detail_en": WHEN_EN, "given": GIVEN} | lines
