"""The columns of the register's lists."""

from collections.abc import Mapping
from datetime import date

from dolsdesk.domain import text
from dolsdesk.domain.dols.assessors import Lapse
from dolsdesk.domain.hours import hours
from dolsdesk.domain.places import Place
from dolsdesk.domain.staff import StaffMember
from dolsdesk.services import words
from dolsdesk.services.register import AssessorLine
from dolsdesk.ui.tables.row_model import Column


def assessor_columns(
    today: date, lapses: Mapping[int, tuple[Lapse, ...]], barred: Mapping[int, tuple[str, ...]]
) -> list[Column[AssessorLine]]:
    """Return the columns of assessors; what ends soon and who may not act come in later."""

    def standing(line: AssessorLine) -> str:
        if line.is_suspended:
            return "suspended"
        if line.id in barred:
            return "may not act"
        return "active" if line.is_active else "not active"

    def why_not(line: AssessorLine) -> str:
        return " ".join(barred.get(line.id, ())) or standing(line)

    def standing_tone(line: AssessorLine) -> str:
        return "danger" if line.is_suspended or line.id in barred else ""

    def insured_tone(line: AssessorLine) -> str:
        return "danger" if line.insured_until is None or line.insured_until < today else ""

    def away(line: AssessorLine) -> str:
        until = line.away_until
        return f"to {text.short_date(until)}" if until and until >= today else ""

    def ends(line: AssessorLine) -> str:
        return ", ".join(
            f"{words.fact(one.term.value)} {text.short_date(one.last_day)}"
            for one in lapses.get(line.id, ())
        )

    def ends_tone(line: AssessorLine) -> str:
        held = lapses.get(line.id, ())
        gone = any(one.last_day < today for one in held)
        return "danger" if gone else "warning" if held else ""

    return [
        Column("name", "Assessor", lambda line: line.name, 150, is_strong=True),
        Column("profession", "Profession", lambda line: words.fact(line.profession.value), 112),
        Column("standing", "Stands", standing, 98, tone=standing_tone, tip=why_not),
        Column("trained", "Last training", _trained, 104),
        Column("approved", "Approved", _approved, 164, tip=_approved),
        Column("insured", "Insured until", _insured, 110, tone=insured_tone),
        Column("away", "Leave", away, 66),
        Column("ends", "Ends soon", ends, 158, tone=ends_tone, tip=ends),
        Column("hours", "Weekly", _week, 66, tip=_week_tip),
        Column("languages", "Languages", lambda line: line.languages, 62),
    ]


def _insured(line: AssessorLine) -> str:
    return text.short_date(line.insured_until) if line.insured_until else "none"


def _approved(line: AssessorLine) -> str:
    parts = []
    if line.s12_until:
        parts.append(f"s12 to {text.short_date(line.s12_until)}")
    if line.amhp_until:
        parts.append(f"AMHP to {text.short_date(line.amhp_until)}")
    return ", ".join(parts)


def _trained(line: AssessorLine) -> str:
    on = line.last_training_on or line.initial_training_on
    return text.short_date(on) if on else "none"


def _week(line: AssessorLine) -> str:
    return hours(line.week_minutes) if line.week_minutes is not None else ""


def _week_tip(line: AssessorLine) -> str:
    return f"{_week(line)} a week for DoLS work" if _week(line) else "Hours not known"


def place_columns() -> list[Column[Place]]:
    """Return the columns of homes and hospitals."""
    return [
        Column("name", "Name", lambda p: p.name, 230, is_strong=True),
        Column("kind", "Kind", lambda p: words.fact(p.kind.value), 90),
        Column("postcode", "Postcode", lambda p: p.postcode, 90),
        Column("code", "CQC location", lambda p: p.cqc_location_code, 120),
        Column("authority", "Managing authority", lambda p: p.managing_authority, 220),
        Column("council", "Run by", lambda p: "the council" if p.is_run_by_council else "", 90),
        Column("concern", "Concern", lambda p: p.concern, 110, tip=lambda p: p.concern,
               tone=lambda p: "warning" if p.concern else ""),
        Column("open", "Open", lambda p: "open" if p.is_open else "closed", 70),
        Column("address", "Address", lambda p: p.address.replace("\n", ", "), 240),
    ]  # fmt: skip


def staff_columns(today: date, ends: Mapping[int, date]) -> list[Column[StaffMember]]:
    """Return the columns of people of the desk; whose authority ends soon comes in later."""

    def roles(member: StaffMember) -> str:
        return ", ".join(sorted(words.fact(role.value) for role in member.roles))

    def signs(member: StaffMember) -> str:
        return text.short_date(member.signs_until) if member.signs_until else ""

    def tone(member: StaffMember) -> str:
        on = ends.get(member.id)
        return "" if on is None else "danger" if on < today else "warning"

    def trained(member: StaffMember) -> str:
        return text.short_date(member.trained_on) if member.trained_on else ""

    return [
        Column("name", "Name", lambda m: m.name, 180, is_strong=True),
        Column("title", "Job title", lambda m: m.job_title, 200),
        Column("roles", "Roles", roles, 280, tip=roles),
        Column("signs", "Signs until", signs, 100, tone=tone),
        Column("trained", "Trained", trained, 100),
        Column("assessor", "Also assesses", lambda m: "yes" if m.assessor_id else "", 100),
    ]
