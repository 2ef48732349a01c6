-- What people keep: a table a kind (storage/record_kinds.h), the same columns in each and then the
-- fields that lists are filtered by. A tombstone has no document.

CREATE TABLE profiles (
  owner TEXT COLLATE "C" NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id TEXT COLLATE "C" NOT NULL CHECK (id = owner),
  change BIGINT NOT NULL CHECK (change > 0),
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  deleted BIGINT NOT NULL CHECK (deleted IN (0, 1)),
  document TEXT COLLATE "C" NOT NULL, -- sealed
  PRIMARY KEY (owner, id),
  UNIQUE (owner, change),
  CHECK ((deleted = 1) = (document = ''))
);

CREATE TABLE horoscopes (
  owner TEXT COLLATE "C" NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id TEXT COLLATE "C" NOT NULL,
  change BIGINT NOT NULL CHECK (change > 0),
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  deleted BIGINT NOT NULL CHECK (deleted IN (0, 1)),
  document TEXT COLLATE "C" NOT NULL, -- sealed
  sign TEXT COLLATE "C",
  type TEXT COLLATE "C",
  date TEXT COLLATE "C",
  source TEXT COLLATE "C",
  PRIMARY KEY (owner, id),
  UNIQUE (owner, change),
  CHECK ((deleted = 1) = (document = ''))
);
CREATE INDEX horoscopes_listed ON horoscopes (owner, created_at DESC, id) WHERE deleted = 0;
CREATE INDEX horoscopes_by_date ON horoscopes (owner, date, created_at DESC, id)
  WHERE deleted = 0;

CREATE TABLE chat_messages (
  owner TEXT COLLATE "C" NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id TEXT COLLATE "C" NOT NULL,
  change BIGINT NOT NULL CHECK (change > 0),
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  deleted BIGINT NOT NULL CHECK (deleted IN (0, 1)),
  document TEXT COLLATE "C" NOT NULL, -- sealed
  conversation_id TEXT COLLATE "C",
  role TEXT COLLATE "C",
  PRIMARY KEY (owner, id),
  UNIQUE (owner, change),
  CHECK ((deleted = 1) = (document = ''))
);
CREATE INDEX chat_messages_listed ON chat_messages (owner, created_at DESC, id) WHERE deleted = 0;
CREATE INDEX chat_messages_by_conversation ON chat_messages (owner, conversation_id, created_at DESC, id)
  WHERE deleted = 0;

CREATE TABLE matches (
  owner TEXT COLLATE "C" NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id TEXT COLLATE "C" NOT NULL,
  change BIGINT NOT NULL CHECK (change > 0),
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  deleted BIGINT NOT NULL CHECK (deleted IN (0, 1)),
  document TEXT COLLATE "C" NOT NULL, -- sealed
  PRIMARY KEY (owner, id),
  UNIQUE (owner, change),
  CHECK ((deleted = 1) = (document = ''))
);
CREATE INDEX matches_listed ON matches (owner, created_at DESC, id) WHERE deleted = 0;

CREATE TABLE bookmarks (
  owner TEXT COLLATE "C" NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id TEXT COLLATE "C" NOT NULL,
  change BIGINT NOT NULL CHECK (change > 0),
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  deleted BIGINT NOT NULL CHECK (deleted IN (0, 1)),
  document TEXT COLLATE "C" NOT NULL, -- sealed
  target_kind TEXT COLLATE "C",
  target_id TEXT COLLATE "C",
  PRIMARY KEY (owner, id),
  UNIQUE (owner, change),
  CHECK ((deleted = 1) = (document = ''))
);
CREATE INDEX bookmarks_listed ON bookmarks (owner, created_at DESC, id) WHERE deleted = 0;
CREATE INDEX bookmarks_by_target ON bookmarks (owner, target_id, created_at DESC, id)
  WHERE deleted = 0;

CREATE TABLE charts (
  owner TEXT COLLATE "C" NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id TEXT COLLATE "C" NOT NULL,
  change BIGINT NOT NULL CHECK (change > 0),
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  deleted BIGINT NOT NULL CHECK (deleted IN (0, 1)),
  document TEXT COLLATE "C" NOT NULL, -- sealed
  type TEXT COLLATE "C",
  system TEXT COLLATE "C",
  PRIMARY KEY (owner, id),
  UNIQUE (owner, change),
  CHECK ((deleted = 1) = (document = ''))
);
CREATE INDEX charts_listed ON charts (owner, created_at DESC, id) WHERE deleted = 0;

CREATE TABLE reports (
  owner TEXT COLLATE "C" NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id TEXT COLLATE "C" NOT NULL,
  change BIGINT NOT NULL CHECK (change > 0),
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  deleted BIGINT NOT NULL CHECK (deleted IN (0, 1)),
  document TEXT COLLATE "C" NOT NULL, -- sealed
  status TEXT COLLATE "C",
  type TEXT COLLATE "C",
  PRIMARY KEY (owner, id),
  UNIQUE (owner, change),
  CHECK ((deleted = 1) = (document = ''))
);
CREATE INDEX reports_listed ON reports (owner, created_at DESC, id) WHERE deleted = 0;

-- A key is good for as long as its account is used, or until remove_expired() takes it.
CREATE TABLE idempotency_keys (
  owner TEXT COLLATE "C" NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  key TEXT COLLATE "C" NOT NULL,
  digest TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  record_id TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (owner, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
