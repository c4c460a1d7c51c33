"""One module of tables per subject: each stands by itself, and all are known where all count."""

from dolsdesk.store.tables import every
from tests.support import source
from tests.support.processes import run

MODULES = {path.stem for path in source.modules("store/tables")} - {"__init__", "every"}


def test_every_table_is_declared_where_all_are_needed():
    assert set(every.__all__) == MODULES


def test_a_module_of_tables_loads_no_other_and_knows_the_type_of_each_column():
    told = run(
        """
        from importlib import import_module
        from sqlalchemy.types import NullType
        from dolsdesk.store.base import Base
        for name in sys.argv[1:]:
            Base.registry.dispose()
            Base.metadata.clear()
            before = set(sys.modules)
            import_module(f"dolsdesk.store.tables.{name}")
            others = [n for n in set(sys.modules) - before if "store.tables." in n]
            assert others == [f"dolsdesk.store.tables.{name}"], others
            for table in Base.metadata.tables.values():
                for column in table.columns:
                    assert not isinstance(column.type, NullType), column
        print("each by itself")
        """,
        *sorted(MODULES),
    )
    assert "each by itself" in told
