"""People put together and taken apart, each act tried by everybody (see test_permissions)."""

from dolsdesk.domain.staff import Act
from dolsdesk.services import chronology, duplicates
from tests.support.uses import At, Use


def pair(at: At) -> tuple[int, int]:
    return tuple(at.world.case(at.cases[one]).person_id for one in ("checking", "granted"))


def merged(at: At) -> int:
    kept, gone = pair(at)
    return duplicates.merge(at.world.admin, kept_id=kept, merged_id=gone, reason="Same").value


USES = (
    Use(Act.MERGE_PEOPLE, "duplicates.merge", lambda at, ids: duplicates.merge(
        at.ctx, kept_id=ids[0], merged_id=ids[1], reason="Same"), pair),
    Use(Act.MERGE_PEOPLE, "duplicates.undo",
        lambda at, made: duplicates.undo(at.ctx, made, why="No"), merged),
    Use(Act.MERGE_PEOPLE, "duplicates.keep_apart", lambda at, ids: duplicates.keep_apart(
        at.ctx, *ids, reason="Twins"), pair),
    Use(Act.READ_ALL, "chronology.of_person",
        lambda at, ids: chronology.of_person(at.ctx, ids[0]), pair),
    Use(Act.READ_ALL, "chronology.as_pdf",
        lambda at, ids: chronology.as_pdf(at.ctx, ids[0]), pair),
)  # fmt: skip
