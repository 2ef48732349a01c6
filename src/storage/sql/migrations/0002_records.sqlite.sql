-- What people keep: a table a kind (storage/record_kinds.h), the same columns in each and then the
-- fields that lists are filtered by. A tombstone has no document.

CREATE TABLE profiles (
  owner TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id TEXT NOT NULL CHECK (id = owner),
  change INTEGER NOT NULL CHECK (change > 0),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
  document TEXT NOT NULL, -- sealed
  PRIMARY KEY (owner, id),
  UNIQUE (owner, change),
  CHECK ((deleted = 1) = (document = ''))
) STRICT;

CREATE TABLE horoscopes (
  owner TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  change INTEGER NOT NULL CHECK (change > 0),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
  document TEXT NOT NULL, -- sealed
  sign TEXT,
  type TEXT,
  date TEXT,
  source TEXT,
  PRIMARY KEY (owner, id),
  UNIQUE (owner, change),
  CHECK ((deleted = 1) = (document = ''))
) STRICT;
CREATE INDEX horoscopes_listed ON horoscopes (owner, created_at DESC, id) WHERE deleted = 0;
CREATE INDEX horoscopes_by_date ON horoscopes (owner, date, created_at DESC, id)
  WHERE deleted = 0;

CREATE TABLE chat_messages (
  owner TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  change INTEGER NOT NULL CHECK (change > 0),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
  document TEXT NOT NULL, -- sealed
  conversation_id TEXT,
  role TEXT,
  PRIMARY KEY (owner, id),
  UNIQUE (owner, change),
  CHECK ((deleted = 1) = (document = ''))
) STRICT;
CREATE INDEX chat_messages_listed ON chat_messages (owner, created_at DESC, id) WHERE deleted = 0;
CREATE INDEX chat_messages_by_conversation ON chat_messages (owner, conversation_id, created_at DESC, id)
  WHERE deleted = 0;

CREATE TABLE matches (
  owner TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  change INTEGER NOT NULL CHECK (change > 0),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
  document TEXT NOT NULL, -- sealed
  PRIMARY KEY (owner, id),
  UNIQUE (owner, change),
  CHECK ((deleted = 1) = (document = ''))
) STRICT;
CREATE INDEX matches_listed ON matches (owner, created_at DESC, id) WHERE deleted = 0;

CREATE TABLE bookmarks (
  owner TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  change INTEGER NOT NULL CHECK (change > 0),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
  document TEXT NOT NULL, -- sealed
  target_kind TEXT,
  target_id TEXT,
  PRIMARY KEY (owner, id),
  UNIQUE (owner, change),
  CHECK ((deleted = 1) = (document = ''))
) STRICT;
CREATE INDEX bookmarks_listed ON bookmarks (owner, created_at DESC, id) WHERE deleted = 0;
CREATE INDEX bookmarks_by_target ON bookmarks (owner, target_id, created_at DESC, id)
  WHERE deleted = 0;

CREATE TABLE charts (
  owner TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  change INTEGER NOT NULL CHECK (change > 0),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
  document TEXT NOT NULL, -- sealed
  type TEXT,
  system TEXT,
  PRIMARY KEY (owner, id),
  UNIQUE (owner, change),
  CHECK ((deleted = 1) = (document = ''))
) STRICT;
CREATE INDEX charts_listed ON charts (owner, created_at DESC, id) WHERE deleted = 0;

CREATE TABLE reports (
  owner TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  change INTEGER NOT NULL CHECK (change > 0),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
  document TEXT NOT NULL, -- sealed
  status TEXT,
  type TEXT,
  PRIMARY KEY (owner, id),
  UNIQUE (owner, change),
  CHECK ((deleted = 1) = (document = ''))
) STRICT;
CREATE INDEX reports_listed ON reports (owner, created_at DESC, id) WHERE deleted = 0;

-- A key is good for as long as its account is used, or until remove_expired() takes it.
CREATE TABLE idempotency_keys (
  owner TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  digest TEXT NOT NULL,
  kind TEXT NOT NULL,
  record_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (owner, key)
) STRICT;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
