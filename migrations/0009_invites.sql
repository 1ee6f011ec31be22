-- One-time links by which an admin lets somebody onto the desk's list.
-- What stands in a link is never stored: a row has only its hash.

create table invites (
    id           bigint      primary key,
    hash         bytea       not null unique check (octet_length(hash) = 32),
    role         text        not null check (role in ('agent', 'lead', 'admin')),
    groups       text[]      not null,
    label        text        not null,
    by           bigint      not null references people,
    at           timestamptz not null,
    until        timestamptz not null check (until > at),
    used_by      bigint      references people,
    used_at      timestamptz,
    withdrawn_at timestamptz,
    check ((used_by is null) = (used_at is null)),
    check (used_at is null or withdrawn_at is null)
);
create index invites_until on invites (until) where used_at is null;
comment on column invites.hash is 'SHA-256 of what stands in the link';
comment on column invites.label is 'for whom its maker meant it, in their words; emptied once it is used';
comment on column invites.by is 'the admin who made it; it opens nothing once they are none any more';
comment on column invites.used_by is 'who opened it and has the role since; such rows are kept as the proof of who let them in';
