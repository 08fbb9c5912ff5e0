"""Make the GeoPackage and its first tables."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,'
    'AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,'
    'AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
    'AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]'
)

_GEOPACKAGE = (
    "PRAGMA application_id = 1196444487",
    "PRAGMA user_version = 10300",
    """CREATE TABLE gpkg_spatial_ref_sys (
        srs_name TEXT NOT NULL,
        srs_id INTEGER PRIMARY KEY,
        organization TEXT NOT NULL,
        organization_coordsys_id INTEGER NOT NULL,
        definition TEXT NOT NULL,
        description TEXT)""",
    f"""INSERT INTO gpkg_spatial_ref_sys VALUES
        ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', NULL),
        ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', NULL),
        ('WGS 84 geodetic', 4326, 'EPSG', 4326, '{_WGS84}', 'longitude/latitude in degrees')""",
    """CREATE TABLE gpkg_contents (
        table_name TEXT NOT NULL PRIMARY KEY,
        data_type TEXT NOT NULL,
        identifier TEXT UNIQUE,
        description TEXT DEFAULT '',
        last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
        min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
        srs_id INTEGER,
        CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id)
            REFERENCES gpkg_spatial_ref_sys(srs_id))""",
    """CREATE TABLE gpkg_geometry_columns (
        table_name TEXT NOT NULL,
        column_name TEXT NOT NULL,
        geometry_type_name TEXT NOT NULL,
        srs_id INTEGER NOT NULL,
        z TINYINT NOT NULL,
        m TINYINT NOT NULL,
        CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
        CONSTRAINT uk_gc_table_name UNIQUE (table_name),
        CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
        CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))""",
    """INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES
        ('events', 'features', 'events', 'Dateline: what happened where and when', 4326),
        ('report_versions', 'attributes', 'report_versions', 'Dateline: the reports', NULL),
        ('decisions', 'attributes', 'decisions', 'Dateline: what people decided', NULL)""",
    "INSERT INTO gpkg_geometry_columns VALUES ('events', 'geom', 'POINT', 4326, 0, 0)",
)

_TABLES = (
    """CREATE TABLE dateline_state (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        revision INTEGER NOT NULL)""",
    "INSERT INTO dateline_state VALUES (1, 0)",
    """CREATE TABLE reports (
        number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        report_id TEXT NOT NULL UNIQUE,
        report_key TEXT NOT NULL,
        unique_key TEXT NOT NULL,
        version INTEGER NOT NULL)""",
    "CREATE INDEX reports_by_key ON reports (report_key)",
    """CREATE TABLE report_versions (
        number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        report_id TEXT NOT NULL REFERENCES reports (report_id),
        version INTEGER NOT NULL,
        content_hash TEXT NOT NULL,
        read_at TEXT NOT NULL,
        title TEXT NOT NULL,
        source TEXT NOT NULL,
        author TEXT NOT NULL,
        url TEXT NOT NULL,
        path TEXT NOT NULL,
        published DATE,
        published_basis TEXT NOT NULL,
        language TEXT NOT NULL,
        media_type TEXT NOT NULL,
        notes TEXT NOT NULL,
        text TEXT NOT NULL,
        row_hash TEXT NOT NULL,
        UNIQUE (report_id, version))""",
    "CREATE INDEX report_versions_by_content ON report_versions (content_hash)",
    """CREATE TABLE found_events (
        number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        report_id TEXT NOT NULL REFERENCES reports (report_id),
        event_id TEXT NOT NULL UNIQUE,
        record TEXT NOT NULL,
        row_hash TEXT NOT NULL)""",
    "CREATE INDEX found_events_by_report ON found_events (report_id)",
    """CREATE TABLE events (
        fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        geom POINT,
        event_id TEXT NOT NULL UNIQUE,
        report_id TEXT NOT NULL,
        report_title TEXT NOT NULL,
        source TEXT NOT NULL,
        url TEXT NOT NULL,
        published DATE,
        published_basis TEXT NOT NULL,
        toponym TEXT NOT NULL,
        place_name TEXT NOT NULL,
        geonameid INTEGER,
        feature_code TEXT NOT NULL,
        country_code TEXT NOT NULL,
        country TEXT NOT NULL,
        admin1 TEXT NOT NULL,
        place_precision TEXT NOT NULL,
        date_start DATE,
        date_end DATE,
        date_precision TEXT NOT NULL,
        date_role TEXT NOT NULL,
        date_basis TEXT NOT NULL,
        date_text TEXT NOT NULL,
        date_reason TEXT NOT NULL,
        sentence TEXT NOT NULL,
        char_start INTEGER NOT NULL,
        char_end INTEGER NOT NULL,
        score DOUBLE NOT NULL,
        status TEXT NOT NULL,
        place_reason TEXT NOT NULL,
        candidates TEXT NOT NULL,
        admin1_code TEXT NOT NULL,
        longitude DOUBLE,
        latitude DOUBLE,
        row_hash TEXT NOT NULL)""",
    "CREATE INDEX events_by_report ON events (report_id)",
    "CREATE INDEX events_by_source ON events (source)",
    """CREATE TABLE decisions (
        number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        event_id TEXT NOT NULL,
        report_id TEXT NOT NULL,
        who TEXT NOT NULL,
        decided_at TEXT NOT NULL,
        what TEXT NOT NULL,
        target INTEGER REFERENCES decisions (number),
        decision TEXT NOT NULL,
        before TEXT NOT NULL,
        after TEXT NOT NULL,
        row_hash TEXT NOT NULL)""",
    "CREATE INDEX decisions_by_event ON decisions (event_id)",
    "CREATE INDEX decisions_by_target ON decisions (target)",
    "CREATE INDEX decisions_by_report ON decisions (report_id)",
    """CREATE TRIGGER decisions_are_never_changed BEFORE UPDATE ON decisions
        BEGIN SELECT RAISE(ABORT, 'the log of decisions is append-only'); END""",
    """CREATE TRIGGER decisions_are_never_removed BEFORE DELETE ON decisions
        BEGIN SELECT RAISE(ABORT, 'the log of decisions is append-only'); END""",
)


def upgrade() -> None:
    """Make everything."""
    for statement in (*_GEOPACKAGE, *_TABLES):
        op.execute(statement)
