-- News of parcels: what carriers tell by web hook or say when asked, and workflows are told of once.

alter table parcel
  -- When the desk first saw it: what happened before is nobody's news.
  add column noted_at timestamptz not null default now(),
  -- When its carrier was last made to tell of it.
  add column watched_at timestamptz,
  -- When the carrier's own estimate was first seen to be after the promise.
  add column delayed_at timestamptz;
