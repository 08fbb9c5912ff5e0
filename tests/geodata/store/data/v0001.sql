-- A store of version 0001, as the code of that version wrote it.
PRAGMA application_id = 1196444487;
PRAGMA user_version = 10300;
BEGIN TRANSACTION;
CREATE TABLE dateline_state (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        revision INTEGER NOT NULL);
INSERT INTO "dateline_state" VALUES(1,7);
CREATE TABLE dateline_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT dateline_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "dateline_version" VALUES('0001');
CREATE TABLE decisions (
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
        row_hash TEXT NOT NULL);
INSERT INTO "decisions" VALUES(1,'3ee25922c6231242','2f1dec6b0352941d','ana','2026-11-24T13:30:38+00:00','place',NULL,'{"kind": "place", "place": {"geonameid": 5601538, "name": "Moscow", "latitude": 46.7324, "longitude": -117.0002, "feature_class": "P", "feature_code": "PPLA2", "country_code": "US", "admin1_code": "ID", "admin2_code": "", "population": 0}, "place_precision": "", "date": null, "date_role": null}','{"geonameid": 524901, "feature_code": "PPLC", "country_code": "RU", "country": "Russia", "admin1": "RU-48", "score": 0.875, "status": "auto", "place_reason": "in Syria", "candidates": "[{\"geonameid\": 5601538, \"name\": \"Moscow\", \"country_code\": \"US\", \"latitude\": 46.7324, \"longitude\": -117.0002, \"score\": 0.125, \"reason\": \"same name\"}]", "admin1_code": "48", "longitude": 37.62, "latitude": 55.75}','{"geonameid": 5601538, "feature_code": "PPLA2", "country_code": "US", "country": "", "admin1": "US-ID", "score": 1.0, "status": "corrected", "place_reason": "chosen by hand", "candidates": "[{\"geonameid\": 524901, \"name\": \"Moscow\", \"country_code\": \"RU\", \"latitude\": 55.75, \"longitude\": 37.62, \"score\": 0.875, \"reason\": \"in Syria\"}]", "admin1_code": "ID", "longitude": -117.0002, "latitude": 46.7324}','0638eba8c238803a');
INSERT INTO "decisions" VALUES(2,'20639dff21c0fa6e','2f1dec6b0352941d','ben','2026-11-24T13:30:38+00:00','confirm',NULL,'{"kind": "confirm", "place": null, "place_precision": "", "date": null, "date_role": null}','{"status": "auto"}','{"status": "confirmed"}','2f4a0fd24b472921');
INSERT INTO "decisions" VALUES(3,'d48c37f2f38f5288','2f1dec6b0352941d','ben','2026-11-24T13:30:38+00:00','reject',NULL,'{"kind": "reject", "place": null, "place_precision": "", "date": null, "date_role": null}','{"status": "auto"}','{"status": "rejected"}','68847e596eef85c3');
INSERT INTO "decisions" VALUES(4,'d48c37f2f38f5288','2f1dec6b0352941d','ben','2026-11-24T13:30:38+00:00','undo',3,'','{"status": "rejected"}','{"status": "auto"}','d0fd468911544ae4');
CREATE TABLE events (
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
        row_hash TEXT NOT NULL);
INSERT INTO "events" VALUES(4,X'47500001E61000000101000000F07508D27BF14140B0B95972CB714140','20639dff21c0fa6e','2f1dec6b0352941d','Sunday','Wire','https://example.org/sunday','2024-12-08','dateline','Tartous','Tartus',163345,'PPLA','SY','Syria','SY-10','populated place','2024-12-08','2024-12-08','day','event','clause','on Sunday','Sunday is the day of the report','Crowds gathered in Tartous on Sunday and sang until the evening. A plane landed in Moscow, an agency reported. Nobody could say where Atlantis lies, nor when it sank. More was not known on Monday.',19,26,0.875,'confirmed','in Syria','[{"geonameid": 5601538, "name": "Moscow", "country_code": "US", "latitude": 46.7324, "longitude": -117.0002, "score": 0.125, "reason": "same name"}]','10',35.8865912,34.8890212,'2b664e04140f5fba');
INSERT INTO "events" VALUES(5,X'47500001E61000000101000000645DDC4603405DC092CB7F48BF5D4740','3ee25922c6231242','2f1dec6b0352941d','Sunday','Wire','https://example.org/sunday','2024-12-08','dateline','Moscow','Moscow',5601538,'PPLA2','US','','US-ID','populated place',NULL,'2024-12-08','day','reported-on','dateline','on Sunday','Sunday is the day of the report','Crowds gathered in Tartous on Sunday and sang until the evening. A plane landed in Moscow, an agency reported. Nobody could say where Atlantis lies, nor when it sank. More was not known on Monday.',83,89,1.0,'corrected','chosen by hand','[{"geonameid": 524901, "name": "Moscow", "country_code": "RU", "latitude": 55.75, "longitude": 37.62, "score": 0.875, "reason": "in Syria"}]','ID',-117.0002,46.7324,'ea30f6b9d8b0fa22');
INSERT INTO "events" VALUES(6,NULL,'d48c37f2f38f5288','2f1dec6b0352941d','Sunday','Wire','https://example.org/sunday','2024-12-08','dateline','Atlantis','',NULL,'','','','','',NULL,NULL,'unknown','','','','','Crowds gathered in Tartous on Sunday and sang until the evening. A plane landed in Moscow, an agency reported. Nobody could say where Atlantis lies, nor when it sank. More was not known on Monday.',134,142,0.0,'auto','no such name','[]','',NULL,NULL,'e121a6326e241578');
INSERT INTO "events" VALUES(7,X'47500001E61000000101000000F07508D27BF14140B0B95972CB714140','d2c8d2ce744d5200','b7e7e3eab566233b','Other','Wire','',NULL,'unknown','Tartous','Tartus',163345,'PPLA','SY','Syria','SY-10','populated place',NULL,NULL,'unknown','','','','','A market in Tartous was closed.',12,19,0.875,'auto','in Syria','[{"geonameid": 5601538, "name": "Moscow", "country_code": "US", "latitude": 46.7324, "longitude": -117.0002, "score": 0.125, "reason": "same name"}]','10',35.8865912,34.8890212,'6b865b46765fd9b7');
CREATE TABLE found_events (
        number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        report_id TEXT NOT NULL REFERENCES reports (report_id),
        event_id TEXT NOT NULL UNIQUE,
        record TEXT NOT NULL,
        row_hash TEXT NOT NULL);
INSERT INTO "found_events" VALUES(4,'2f1dec6b0352941d','20639dff21c0fa6e','{"event_id": "20639dff21c0fa6e", "toponym": {"text": "Tartous", "start": 19, "end": 26, "origin": "model", "label": "GPE", "demonym": false, "facility": "port", "name": ""}, "place": {"geonameid": 163345, "name": "Tartus", "latitude": 34.8890212345, "longitude": 35.8865912345, "feature_class": "P", "feature_code": "PPLA", "country_code": "SY", "admin1_code": "10", "admin2_code": "1001", "population": 89457}, "score": 0.875, "reason": "in Syria", "place_precision": "populated place", "runners_up": [[{"geonameid": 5601538, "name": "Moscow", "latitude": 46.7324, "longitude": -117.0002, "feature_class": "P", "feature_code": "PPLA2", "country_code": "US", "admin1_code": "ID", "admin2_code": "", "population": 0}, 0.125, "same name"]], "sentence": "Crowds gathered in Tartous on Sunday and sang until the evening. A plane landed in Moscow, an agency reported. Nobody could say where Atlantis lies, nor when it sank. More was not known on Monday.", "sentence_start": 0, "date": ["2024-12-08", "2024-12-08", "day"], "date_role": "event", "date_basis": "clause", "status": "auto", "date_text": "on Sunday", "date_start_char": 27, "date_end_char": 36, "date_reason": "Sunday is the day of the report"}','05e6f0ed4be64e2e');
INSERT INTO "found_events" VALUES(5,'2f1dec6b0352941d','3ee25922c6231242','{"event_id": "3ee25922c6231242", "toponym": {"text": "Moscow", "start": 83, "end": 89, "origin": "model", "label": "GPE", "demonym": false, "facility": "port", "name": ""}, "place": {"geonameid": 524901, "name": "Moscow", "latitude": 55.75, "longitude": 37.62, "feature_class": "P", "feature_code": "PPLC", "country_code": "RU", "admin1_code": "48", "admin2_code": "", "population": 10381222}, "score": 0.875, "reason": "in Syria", "place_precision": "populated place", "runners_up": [[{"geonameid": 5601538, "name": "Moscow", "latitude": 46.7324, "longitude": -117.0002, "feature_class": "P", "feature_code": "PPLA2", "country_code": "US", "admin1_code": "ID", "admin2_code": "", "population": 0}, 0.125, "same name"]], "sentence": "Crowds gathered in Tartous on Sunday and sang until the evening. A plane landed in Moscow, an agency reported. Nobody could say where Atlantis lies, nor when it sank. More was not known on Monday.", "sentence_start": 0, "date": [null, "2024-12-08", "day"], "date_role": "reported-on", "date_basis": "dateline", "status": "auto", "date_text": "on Sunday", "date_start_char": 27, "date_end_char": 36, "date_reason": "Sunday is the day of the report"}','7be8ebb883919b4e');
INSERT INTO "found_events" VALUES(6,'2f1dec6b0352941d','d48c37f2f38f5288','{"event_id": "d48c37f2f38f5288", "toponym": {"text": "Atlantis", "start": 134, "end": 142, "origin": "model", "label": "GPE", "demonym": false, "facility": "port", "name": ""}, "place": null, "score": 0.0, "reason": "no such name", "place_precision": "", "runners_up": [], "sentence": "Crowds gathered in Tartous on Sunday and sang until the evening. A plane landed in Moscow, an agency reported. Nobody could say where Atlantis lies, nor when it sank. More was not known on Monday.", "sentence_start": 0, "date": [null, null, "unknown"], "date_role": null, "date_basis": "", "status": "auto", "date_text": "", "date_start_char": null, "date_end_char": null, "date_reason": ""}','ca2c26751eb064ad');
INSERT INTO "found_events" VALUES(7,'b7e7e3eab566233b','d2c8d2ce744d5200','{"event_id": "d2c8d2ce744d5200", "toponym": {"text": "Tartous", "start": 12, "end": 19, "origin": "model", "label": "GPE", "demonym": false, "facility": "port", "name": ""}, "place": {"geonameid": 163345, "name": "Tartus", "latitude": 34.8890212345, "longitude": 35.8865912345, "feature_class": "P", "feature_code": "PPLA", "country_code": "SY", "admin1_code": "10", "admin2_code": "1001", "population": 89457}, "score": 0.875, "reason": "in Syria", "place_precision": "populated place", "runners_up": [[{"geonameid": 5601538, "name": "Moscow", "latitude": 46.7324, "longitude": -117.0002, "feature_class": "P", "feature_code": "PPLA2", "country_code": "US", "admin1_code": "ID", "admin2_code": "", "population": 0}, 0.125, "same name"]], "sentence": "A market in Tartous was closed.", "sentence_start": 0, "date": [null, null, "unknown"], "date_role": null, "date_basis": "", "status": "auto", "date_text": "", "date_start_char": null, "date_end_char": null, "date_reason": ""}','b7d00d8524cf6009');
CREATE TABLE gpkg_contents (
        table_name TEXT NOT NULL PRIMARY KEY,
        data_type TEXT NOT NULL,
        identifier TEXT UNIQUE,
        description TEXT DEFAULT '',
        last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
        min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
        srs_id INTEGER,
        CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id)
            REFERENCES gpkg_spatial_ref_sys(srs_id));
INSERT INTO "gpkg_contents" VALUES('events','features','events','Dateline: what happened where and when','2026-11-24T13:30:38.750Z',NULL,NULL,NULL,NULL,4326);
INSERT INTO "gpkg_contents" VALUES('report_versions','attributes','report_versions','Dateline: the reports','2026-11-24T13:30:38.750Z',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "gpkg_contents" VALUES('decisions','attributes','decisions','Dateline: what people decided','2026-11-24T13:30:38.750Z',NULL,NULL,NULL,NULL,NULL);
CREATE TABLE gpkg_geometry_columns (
        table_name TEXT NOT NULL,
        column_name TEXT NOT NULL,
        geometry_type_name TEXT NOT NULL,
        srs_id INTEGER NOT NULL,
        z TINYINT NOT NULL,
        m TINYINT NOT NULL,
        CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
        CONSTRAINT uk_gc_table_name UNIQUE (table_name),
        CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
        CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
INSERT INTO "gpkg_geometry_columns" VALUES('events','geom','POINT',4326,0,0);
CREATE TABLE gpkg_spatial_ref_sys (
        srs_name TEXT NOT NULL,
        srs_id INTEGER PRIMARY KEY,
        organization TEXT NOT NULL,
        organization_coordsys_id INTEGER NOT NULL,
        definition TEXT NOT NULL,
        description TEXT);
INSERT INTO "gpkg_spatial_ref_sys" VALUES('Undefined Cartesian SRS',-1,'NONE',-1,'undefined',NULL);
INSERT INTO "gpkg_spatial_ref_sys" VALUES('Undefined geographic SRS',0,'NONE',0,'undefined',NULL);
INSERT INTO "gpkg_spatial_ref_sys" VALUES('WGS 84 geodetic',4326,'EPSG',4326,'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]','longitude/latitude in degrees');
CREATE TABLE report_versions (
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
        UNIQUE (report_id, version));
INSERT INTO "report_versions" VALUES(1,'2f1dec6b0352941d',1,'65d6d30e6163251646a2187c5c25753203d7782d944467107ff2e282948b9488','2026-11-24T13:30:38+00:00','Sunday','Wire','A. Writer','https://example.org/sunday','/reports/sunday.txt','2024-12-08','dateline','en','text/plain','["3 bytes were no UTF-8"]','Crowds gathered in Tartous on Sunday and sang until the evening. A plane landed in Moscow, an agency reported. Nobody could say where Atlantis lies, nor when it sank.','e88b81ec487df542');
INSERT INTO "report_versions" VALUES(2,'2f1dec6b0352941d',2,'df7e43626345b3831c46d3c5106895096f33e78845e7187796bc31ba44ccf9eb','2026-11-24T13:30:38+00:00','Sunday','Wire','B. Writer','https://example.org/sunday','/reports/sunday.txt','2024-12-08','dateline','ar','text/plain','["3 bytes were no UTF-8"]','Crowds gathered in Tartous on Sunday and sang until the evening. A plane landed in Moscow, an agency reported. Nobody could say where Atlantis lies, nor when it sank. More was not known on Monday.','1ee4e7d362fa4efe');
INSERT INTO "report_versions" VALUES(3,'b7e7e3eab566233b',1,'77ee258a4708bc052f5f897b6fb8d14eab7aceec14089760c7d104f056f47c91','2026-11-24T13:30:38+00:00','Other','Wire','','','',NULL,'unknown','en','text/plain','[]','A market in Tartous was closed.','17b634ed4af44b99');
CREATE TABLE reports (
        number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        report_id TEXT NOT NULL UNIQUE,
        report_key TEXT NOT NULL,
        unique_key TEXT NOT NULL,
        version INTEGER NOT NULL);
INSERT INTO "reports" VALUES(1,'2f1dec6b0352941d','file:///reports/sunday.txt','file:///reports/sunday.txt',2);
INSERT INTO "reports" VALUES(2,'b7e7e3eab566233b','b','b',1);
CREATE INDEX reports_by_key ON reports (report_key);
CREATE INDEX report_versions_by_content ON report_versions (content_hash);
CREATE INDEX found_events_by_report ON found_events (report_id);
CREATE INDEX events_by_report ON events (report_id);
CREATE INDEX events_by_source ON events (source);
CREATE INDEX decisions_by_event ON decisions (event_id);
CREATE INDEX decisions_by_target ON decisions (target);
CREATE INDEX decisions_by_report ON decisions (report_id);
CREATE TRIGGER decisions_are_never_changed BEFORE UPDATE ON decisions
        BEGIN SELECT RAISE(ABORT, 'the log of decisions is append-only'); END;
CREATE TRIGGER decisions_are_never_removed BEFORE DELETE ON decisions
        BEGIN SELECT RAISE(ABORT, 'the log of decisions is append-only'); END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('reports',2);
INSERT INTO "sqlite_sequence" VALUES('report_versions',3);
INSERT INTO "sqlite_sequence" VALUES('found_events',7);
INSERT INTO "sqlite_sequence" VALUES('events',7);
INSERT INTO "sqlite_sequence" VALUES('decisions',4);
COMMIT;
