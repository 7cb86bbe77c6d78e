-- The ledger of a case, version 1. Rows are added and never changed or removed (triggers below),
-- but for `erase` (rule 7), which says so in the table `erasing` while it works.
CREATE TABLE run(n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at TEXT NOT NULL, "by" TEXT NOT NULL);
CREATE TABLE document(n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, path TEXT, language TEXT,
  length INTEGER NOT NULL, text TEXT);
CREATE TABLE file(n INTEGER PRIMARY KEY, sha256 TEXT UNIQUE, size INTEGER NOT NULL);
CREATE TABLE batch(n INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES run, document INTEGER NOT NULL
  REFERENCES document, tool TEXT NOT NULL, loader TEXT NOT NULL, annotator TEXT NOT NULL,
  profile TEXT NOT NULL, options TEXT NOT NULL, digest TEXT NOT NULL, info TEXT);
CREATE INDEX batch_document ON batch(document);
CREATE TABLE batch_file(batch INTEGER NOT NULL, file INTEGER NOT NULL, role TEXT NOT NULL, path TEXT,
  PRIMARY KEY(batch, file, role)) WITHOUT ROWID;
CREATE TABLE claim(n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document INTEGER NOT NULL REFERENCES
  document, shape TEXT NOT NULL, relation TEXT, subject TEXT, object TEXT, value TEXT,
  quote_start INTEGER, quote_end INTEGER, locator TEXT);
CREATE INDEX claim_document ON claim(document);
CREATE TABLE annotation(n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, claim INTEGER NOT NULL REFERENCES
  claim, label TEXT, subject TEXT, object TEXT, name TEXT, status TEXT NOT NULL, attribution TEXT,
  when_text TEXT, valid_from TEXT, valid_to TEXT, negated INTEGER NOT NULL, protected INTEGER NOT NULL,
  generic INTEGER NOT NULL, key TEXT, extra TEXT);
CREATE INDEX annotation_claim ON annotation(claim);
CREATE INDEX annotation_subject ON annotation(subject);
CREATE INDEX annotation_object ON annotation(object) WHERE object <> '';
CREATE TABLE standing(batch INTEGER NOT NULL, annotation INTEGER NOT NULL, local_id TEXT NOT NULL,
  line INTEGER NOT NULL, PRIMARY KEY(batch, annotation, local_id)) WITHOUT ROWID;
CREATE INDEX standing_annotation ON standing(annotation);
CREATE TABLE source_fact(n INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES document,
  field TEXT NOT NULL, value TEXT, at TEXT NOT NULL, "by" TEXT NOT NULL, run INTEGER REFERENCES run);
CREATE INDEX source_fact_document ON source_fact(document);
-- An act: same, different, unrule, protect, release, withdraw, undo, erase. `mark` is the last batch
-- there was: what a withdrawal takes back, and what a later import brings anew.
CREATE TABLE act(n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at TEXT NOT NULL, "by" TEXT NOT NULL,
  verb TEXT NOT NULL, target TEXT, because TEXT, detail TEXT, mark INTEGER NOT NULL);
-- The log: a chain of salted commitments, so that what is erased leaves nothing to guess from.
CREATE TABLE log(n INTEGER PRIMARY KEY, at TEXT NOT NULL, verb TEXT NOT NULL, subject TEXT NOT NULL,
  commitment TEXT NOT NULL, link TEXT NOT NULL);
CREATE TABLE salt(log INTEGER PRIMARY KEY, salt BLOB NOT NULL);
CREATE TABLE erasing(n INTEGER PRIMARY KEY);
-- A row: an erasure is decided, and its bytes are not gone from all files yet.
CREATE TABLE owed(n INTEGER PRIMARY KEY);
CREATE TRIGGER run_update BEFORE UPDATE ON run WHEN NOT EXISTS (SELECT 1 FROM erasing)
  BEGIN SELECT raise(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER run_delete BEFORE DELETE ON run WHEN NOT EXISTS (SELECT 1 FROM erasing)
  BEGIN SELECT raise(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER document_update BEFORE UPDATE ON document WHEN NOT EXISTS (SELECT 1 FROM erasing)
  BEGIN SELECT raise(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER document_delete BEFORE DELETE ON document WHEN NOT EXISTS (SELECT 1 FROM erasing)
  BEGIN SELECT raise(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER file_update BEFORE UPDATE ON file WHEN NOT EXISTS (SELECT 1 FROM erasing)
  BEGIN SELECT raise(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER file_delete BEFORE DELETE ON file WHEN NOT EXISTS (SELECT 1 FROM erasing)
  BEGIN SELECT raise(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER batch_update BEFORE UPDATE ON batch WHEN NOT EXISTS (SELECT 1 FROM erasing)
  BEGIN SELECT raise(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER batch_delete BEFORE DELETE ON batch WHEN NOT EXISTS (SELECT 1 FROM erasing)
  BEGIN SELECT raise(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER batch_file_update BEFORE UPDATE ON batch_file WHEN NOT EXISTS (SELECT 1 FROM erasing)
  BEGIN SELECT raise(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER batch_file_delete BEFORE DELETE ON batch_file WHEN NOT EXISTS (SELECT 1 FROM erasing)
  BEGIN SELECT raise(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER claim_update BEFORE UPDATE ON claim WHEN NOT EXISTS (SELECT 1 FROM erasing)
  BEGIN SELECT raise(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER claim_delete BEFORE DELETE ON claim WHEN NOT EXISTS (SELECT 1 FROM erasing)
  BEGIN SELECT raise(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER annotation_update BEFORE UPDATE ON annotation WHEN NOT EXISTS (SELECT 1 FROM erasing)
  BEGIN SELECT raise(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER annotation_delete BEFORE DELETE ON annotation WHEN NOT EXISTS (SELECT 1 FROM erasing)
  BEGIN SELECT raise(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER standing_update BEFORE UPDATE ON standing WHEN NOT EXISTS (SELECT 1 FROM erasing)
  BEGIN SELECT raise(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER standing_delete BEFORE DELETE ON standing WHEN NOT EXISTS (SELECT 1 FROM erasing)
  BEGIN SELECT raise(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER source_fact_update BEFORE UPDATE ON source_fact WHEN NOT EXISTS (SELECT 1 FROM erasing)
  BEGIN SELECT raise(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER source_fact_delete BEFORE DELETE ON source_fact WHEN NOT EXISTS (SELECT 1 FROM erasing)
  BEGIN SELECT raise(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER act_update BEFORE UPDATE ON act WHEN NOT EXISTS (SELECT 1 FROM erasing)
  BEGIN SELECT raise(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER act_delete BEFORE DELETE ON act WHEN NOT EXISTS (SELECT 1 FROM erasing)
  BEGIN SELECT raise(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER log_update BEFORE UPDATE ON log WHEN NOT EXISTS (SELECT 1 FROM erasing)
  BEGIN SELECT raise(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER log_delete BEFORE DELETE ON log WHEN NOT EXISTS (SELECT 1 FROM erasing)
  BEGIN SELECT raise(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER salt_update BEFORE UPDATE ON salt WHEN NOT EXISTS (SELECT 1 FROM erasing)
  BEGIN SELECT raise(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER salt_delete BEFORE DELETE ON salt WHEN NOT EXISTS (SELECT 1 FROM erasing)
  BEGIN SELECT raise(ABORT, 'the ledger only grows'); END;
