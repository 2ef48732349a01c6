-- Text is compared byte by byte, as SQLite does. Times are microseconds since 1970-01-01T00:00:00Z.
-- Sealed columns hold what storage/sealing.h writes.

CREATE TABLE accounts (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  role TEXT COLLATE "C" NOT NULL CHECK (role IN ('guest', 'user', 'admin')),
  created_at BIGINT NOT NULL,
  delete_after_days BIGINT CHECK (delete_after_days > 0),
  last_used_at BIGINT NOT NULL,
  -- The latest `change` of the account's records. Who writes one updates this first, so that the
  -- writers of one account come one after the other and no reader sees a later change without an
  -- earlier one.
  last_change BIGINT NOT NULL DEFAULT 0 CHECK (last_change >= 0)
) WITH (fillfactor = 80); -- the counter changes often: room for it in the same page
CREATE INDEX accounts_overdue ON accounts ((last_used_at + delete_after_days * 86400000000))
  WHERE delete_after_days IS NOT NULL;

CREATE TABLE identities (
  provider TEXT COLLATE "C" NOT NULL,
  subject TEXT COLLATE "C" NOT NULL,
  account_id TEXT COLLATE "C" NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  details TEXT COLLATE "C" NOT NULL, -- sealed
  linked_at BIGINT NOT NULL,
  PRIMARY KEY (provider, subject)
);
CREATE INDEX identities_of_account ON identities (account_id);

CREATE TABLE sessions (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  account_id TEXT COLLATE "C" NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  device_name TEXT COLLATE "C" NOT NULL, -- sealed
  created_at BIGINT NOT NULL,
  last_used_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  revoked BIGINT NOT NULL DEFAULT 0 CHECK (revoked IN (0, 1))
);
CREATE INDEX sessions_of_account ON sessions (account_id);
CREATE INDEX sessions_expiring ON sessions (expires_at);

CREATE TABLE refresh_tokens (
  digest TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  session_id TEXT COLLATE "C" NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  used BIGINT NOT NULL DEFAULT 0 CHECK (used IN (0, 1))
);
CREATE INDEX refresh_tokens_of_session ON refresh_tokens (session_id);

CREATE TABLE challenges (
  digest TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  purpose TEXT COLLATE "C" NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX challenges_expiring ON challenges (expires_at);
