-- Files of cases and drafts are kept: their bytes in chunks, the same content once.
-- A blob without a hash is half fetched; nothing points at one, and it is swept.

set local lock_timeout = '3s';

create table blobs (
    id       bigint      primary key,
    sha256   bytea       check (octet_length(sha256) = 32),
    size     bigint      check (size >= 0),
    kind     text,
    begun_at timestamptz not null,
    check ((sha256 is null) = (size is null) and (sha256 is null) = (kind is null))
);
create unique index blobs_content on blobs (sha256);
create index blobs_halves on blobs (begun_at) where sha256 is null;
comment on table blobs is 'content of files; how many point at one is counted by their rows';
comment on column blobs.kind is 'what its first bytes say it is, whatever its name says';

create table blob_chunks (
    blob  bigint  not null references blobs on delete cascade,
    n     integer not null,
    bytes bytea   not null,
    primary key (blob, n)
);
-- Pictures and videos are compressed already.
alter table blob_chunks alter column bytes set storage external;

alter table media
    add column keeping text        not null default 'waiting' check (keeping in ('waiting', 'kept', 'refused', 'lost')),
    add column blob    bigint      references blobs,
    add column problem text,
    add column tries   smallint    not null default 0,
    add column try_at  timestamptz not null default 'epoch',
    add column tell    boolean     not null default false,
    add constraint media_blob_kept check ((keeping = 'kept') = (blob is not null));
comment on column media.problem is 'why it is not kept: a key of the catalogue';
comment on column media.try_at is 'not fetched before; moved on when a fetch begins, so that one which dies is tried again';
comment on column media.tell is 'its case has not heard what became of it';
create index media_waiting on media (try_at, id) where keeping = 'waiting';
create index media_untold on media (id) where tell;
create index media_blob on media (blob) where blob is not null;
create index media_uniq on media (uniq);
create index media_person on media (person, at);
-- Files are few among messages: the index is small, and made in one scan.
create index messages_media on messages (media) where media is not null;
