-- What messages hold besides words and files, files that took the place of others, and reactions.
set local lock_timeout = '3s';

alter table messages add column along jsonb;
comment on column messages.along is 'a place or a contact it holds, where it was forwarded from, what it quotes';

alter table message_revisions add column media bigint;
comment on column message_revisions.media is 'the file it held before, when an edit put another in its place';

alter table media add column spoiler boolean not null default false;
comment on column media.spoiler is 'its sender wants it covered until it is tapped';

create table reactions (
    message bigint      not null references messages,
    person  bigint      not null references people,
    side    text        not null check (side in ('customer', 'agent')),
    emoji   text        not null,
    at      timestamptz not null,
    primary key (message, person)
);
comment on table reactions is 'what people have on messages now; a reaction taken back is no row';
