-- Whose threads are whose, when a delivery was first tried, and links to files that are too large for where they were to go.
set local lock_timeout = '3s';

create table threads (
    platform  smallint    not null check (platform in (1, 2)),
    thread    bigint      not null,
    account   bigint      not null,
    opened_at timestamptz not null,
    primary key (platform, thread)
);
create index threads_account on threads (platform, account);
comment on table threads is 'threads opened for somebody: nobody else''s words count in one, whatever it is called';

-- What was opened before: the chats of people, and the threads of their cases. Private messages among them do no harm.
insert into threads (platform, thread, account, opened_at)
select platform, chat, account, now() from identities where platform = 2 and chat is not null
on conflict do nothing;
insert into threads (platform, thread, account, opened_at)
select p.platform, p.thread, i.account, p.opened_at
from places p
join cases c on c.id = p.case_id
join identities i on i.person = c.customer and i.platform = p.platform
where p.gone_at is null
on conflict do nothing;

alter table outbox add column claimed_at timestamptz;
comment on column outbox.claimed_at is 'when the first try began whose end nobody knows; null = with its creation';

create table passes (
    id     bigint      primary key,
    hash   bytea       not null unique check (octet_length(hash) = 32),
    media  bigint      not null references media on delete cascade,
    person bigint      not null references people,
    at     timestamptz not null,
    until  timestamptz not null
);
create index passes_person on passes (person);
create index passes_media on passes (media);
create index passes_until on passes (until);
comment on table passes is 'links to files, each for who pressed for it and for some minutes';
comment on column passes.hash is 'of what stands in the link';
