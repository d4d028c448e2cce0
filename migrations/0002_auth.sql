-- People who sign in. The tables are those better-auth 1.7.25 expects (src/server/auth/auth.ts maps the names; a test compares
-- them with its own schema generator), so columns it does not know must have a default or be nullable.
-- "user" is a reserved word of SQL: always quote it, `from user` without quotes is the name of the database role.

create table "user" (
  id text primary key,
  name text not null,
  -- In lower case; src/server/auth/users.ts sees to it.
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  role text not null default 'agent' check (role in ('admin', 'agent')),
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table session (
  id text primary key,
  user_id text not null references "user" on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index session_user_id_idx on session (user_id);
create index session_expires on session (expires_at);

-- One row per way to sign in. A password is the row with provider_id 'credential' and account_id = user_id.
create table account (
  id text primary key,
  user_id text not null references "user" on delete cascade,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  -- argon2id in PHC string format
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index account_user_id_idx on account (user_id);

create table verification (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verification_identifier_idx on verification (identifier);

-- Attempts per address and path, shared by all processes. `last_request` is in milliseconds since 1970.
create table auth_rate_limit (
  id text primary key,
  key text not null unique,
  count int not null,
  last_request bigint not null
);
