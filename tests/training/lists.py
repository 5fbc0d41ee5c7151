"""Participant lists as the programs of virtual classrooms save them, for a meeting from 9 to 15 o'clock."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone


def day_of(meeting, form):
    return timezone.localtime(meeting.starts_at).strftime(form)


def zoom(meeting, rows):
    """Zoom, in English: facts of the meeting on top, one row for each time that somebody came in."""
    day = day_of(meeting, "%m/%d/%Y")
    head = "Meeting ID,Topic,Start Time,End Time,User Email\r\n1234,English,x,y,host@example.org\r\n\r\n"
    head += "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\r\n"
    lines = [
        f"{name},{mail},{day} {came},{day} {went},{lasted},No" for name, mail, came, went, lasted in rows
    ]
    return upload("zoom.csv", ("\ufeff" + head + "\r\n".join(lines)).encode())


def meet(meeting, rows):
    """Google Meet, in English: first and last name apart, times of day alone."""
    head = "First name,Last name,Email,Duration,Time joined,Time exited\n"
    lines = [
        f"{first},{last},{mail},{lasted},{came},{went}" for first, last, mail, came, went, lasted in rows
    ]
    return upload("meet.csv", (head + "\n".join(lines)).encode())


def teams(meeting, rows):
    """Teams: tabs in UTF-16, several tables under one another; the one with each coming and going stands last."""
    day = day_of(meeting, "%-m/%-d/%y")
    text = "1. Summary\nMeeting title\tEnglish\nAttended participants\t2\n\n2. Participants\n"
    text += "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole\n"
    text += f"Somebody\t{day}, 9:00:00 AM\t{day}, 3:00:00 PM\t6h\tx@example.org\tx@example.org\tPresenter\n\n"
    text += "3. In-Meeting Activities\nName\tJoin Time\tLeave Time\tDuration\tEmail\tRole\n"
    text += "\n".join(
        f"{name}\t{day}, {came}\t{day}, {went}\t{lasted}\t{mail}\tAttendee"
        for name, mail, came, went, lasted in rows
    )
    return upload("teams.csv", text.encode("utf-16"))


def thai(meeting, rows):
    """Zoom set to Thai, opened and saved by a spreadsheet in the Buddhist era."""
    local = timezone.localtime(meeting.starts_at)
    day = f"{local.day}/{local.month}/{local.year + 543}"
    head = "ชื่อ (ชื่อเดิม),อีเมล,เวลาเข้าร่วม,เวลาออก,ระยะเวลา (นาที)\n"
    lines = [f"{name},{mail},{day} {came},{day} {went},{lasted}" for name, mail, came, went, lasted in rows]
    return upload("รายงาน.csv", (head + "\n".join(lines)).encode("cp874"))


def upload(name, content):
    return SimpleUploadedFile(name, content, content_type="text/csv")
