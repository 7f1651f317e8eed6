-- A data file as the first version made it, with one record in each table. Later versions have to open it.
CREATE TABLE connections (id TEXT PRIMARY KEY, created_at REAL NOT NULL, document TEXT NOT NULL) STRICT;
CREATE TABLE facts (topic TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (topic, key)) STRICT, WITHOUT ROWID;
CREATE TABLE leases (
  name TEXT PRIMARY KEY, holder TEXT NOT NULL, taken REAL NOT NULL, until REAL NOT NULL, place TEXT NOT NULL, process INTEGER NOT NULL
) STRICT;
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, event TEXT NOT NULL, subject TEXT NOT NULL, facts TEXT NOT NULL
) STRICT;
CREATE TABLE vault (
  one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL, kind TEXT NOT NULL, salt BLOB, cost TEXT, proof BLOB NOT NULL
) STRICT;
CREATE TABLE sealed (
  kind TEXT NOT NULL, key TEXT NOT NULL, vault TEXT NOT NULL, box BLOB NOT NULL, PRIMARY KEY (kind, key)
) STRICT;
INSERT INTO connections VALUES ('one', 1, '{"id":"one","name":"server one","url":"https://mcp.example.com/mcp","mode":"OAuthWithDCR","account":"","status":"ready","issuer":"https://login.example.com","resource":"https://mcp.example.com/mcp","settings":{"resource":"auto","grantType":"code","headers":[],"confirmed":[]},"createdAt":1}');
INSERT INTO facts VALUES ('zone', 'one', '"public"');
INSERT INTO audit (at, event, subject, facts) VALUES (1, 'signed-in', 'one', '{}');
INSERT INTO sealed VALUES ('grant', 'one', 'v', x'00');
PRAGMA user_version = 1;
