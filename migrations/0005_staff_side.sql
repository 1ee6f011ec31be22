-- Where the staff works, as it is now: its number and its shape change while the desk runs, and the bot may be thrown
-- out. And which messages in it belong to which case, so that an answer to any of them finds the case.
set local lock_timeout = '3s';

create table staff_side (
    platform   smallint    primary key check (platform in (1, 2)),
    configured bigint      not null,
    chat       bigint      not null,
    shape      text        check (shape in ('topics', 'group', 'private')),
    lost_at    timestamptz,
    lost_why   text,
    hinted_at  timestamptz
);
comment on column staff_side.configured is 'the number in the environment that this row answers for';
comment on column staff_side.chat is 'where that is now; another number once the group became a supergroup';
comment on column staff_side.lost_at is 'since when the bot cannot write there';
comment on column staff_side.hinted_at is 'when the agent who is the whole staff side was last told how rooms work there';

create table room_posts (
    platform smallint not null,
    chat     bigint   not null,
    remote   bigint   not null,
    case_id  bigint   not null references cases,
    primary key (platform, chat, remote)
);
create index room_posts_case on room_posts (case_id);
comment on table room_posts is 'messages of a room that are no copies of stored messages: what the desk said, commands';

alter table rooms add column retold boolean not null default true;
comment on column rooms.retold is 'the last messages of the case were told in it; false from its opening until its card stands';
create index rooms_card on rooms (platform, chat, card) where card is not null;

alter table identities add column refusals smallint not null default 0;
alter table identities add column refused_at timestamptz;
comment on column identities.refusals is 'refusals in a row: the platform said that they blocked the bot';
comment on column identities.refused_at is 'the first of them';
