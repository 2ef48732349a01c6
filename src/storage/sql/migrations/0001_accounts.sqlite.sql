-- Times are microseconds since 1970-01-01T00:00:00Z. Sealed columns hold what storage/sealing.h
-- writes.

CREATE TABLE accounts (
  id TEXT NOT NULL PRIMARY KEY,
  role TEXT NOT NULL CHECK (role IN ('guest', 'user', 'admin')),
  created_at INTEGER NOT NULL,
  delete_after_days INTEGER CHECK (delete_after_days > 0),
  last_used_at INTEGER NOT NULL,
  -- The latest `change` of the account's records. Who writes one updates this first, so that the
  -- writers of one account come one after the other and no reader sees a later change without an
  -- earlier one.
  last_change INTEGER NOT NULL DEFAULT 0 CHECK (last_change >= 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX accounts_overdue ON accounts (last_used_at + delete_after_days * 86400000000)
  WHERE delete_after_days IS NOT NULL;

CREATE TABLE identities (
  provider TEXT NOT NULL,
  subject TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  details TEXT NOT NULL, -- sealed
  linked_at INTEGER NOT NULL,
  PRIMARY KEY (provider, subject)
) STRICT;
CREATE INDEX identities_of_account ON identities (account_id);

CREATE TABLE sessions (
  id TEXT NOT NULL PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  device_name TEXT NOT NULL, -- sealed
  created_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked INTEGER NOT NULL DEFAULT 0 CHECK (revoked IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_of_account ON sessions (account_id);
CREATE INDEX sessions_expiring ON sessions (expires_at);

CREATE TABLE refresh_tokens (
  digest TEXT NOT NULL PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  used INTEGER NOT NULL DEFAULT 0 CHECK (used IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX refresh_tokens_of_session ON refresh_tokens (session_id);

CREATE TABLE challenges (
  digest TEXT NOT NULL PRIMARY KEY,
  purpose TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX challenges_expiring ON challenges (expires_at);
