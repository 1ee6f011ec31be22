-- What people choose about messages of ours, what was handed out or erased of them, and which menus a platform has.

set local lock_timeout = '3s';

alter table people add column quiet boolean not null default false;
comment on column people.quiet is 'they want no reminders and no surveys';
comment on column people.privacy is 'the edition of the privacy notice they were shown last';

alter table cases add column worn_at timestamptz;
comment on column cases.worn_at is 'when its words and files were erased: by age, or because its customer wanted so';
create index cases_worn on cases (closed_at) where worn_at is null and closed_at is not null;

create table privacy_acts (
    id         bigint      primary key,
    what       text        not null check (what in ('export', 'erase')),
    person     bigint      not null,
    asked_by   bigint      references people,
    asked_at   timestamptz not null,
    seen       bigint      not null,
    granted_by bigint      references people,
    done_at    timestamptz,
    cases      integer     not null default 0,
    messages   integer     not null default 0,
    files      integer     not null default 0,
    recalled   integer     not null default 0,
    stuck      integer     not null default 0,
    older      integer     not null default 0,
    by_hand    text[]      not null default '{}',
    platform   smallint,
    chat       bigint,
    lang       text,
    closed_at  timestamptz
);
create index privacy_acts_open on privacy_acts (id) where done_at is not null and closed_at is null;
comment on table privacy_acts is 'exports and erasures asked for by staff, and the proof of every erasure: numbers and dates, nobody''s data';
comment on column privacy_acts.person is 'the row of people, which after an erasure is nobody''s';
comment on column privacy_acts.asked_by is 'nobody: the person themselves';
comment on column privacy_acts.seen is 'what there was when it was asked; another number asks again';
comment on column privacy_acts.recalled is 'copies the platform took back; stuck are those it would not, older those too old to ask for';
comment on column privacy_acts.by_hand is 'where in the staff''s group a person has to delete by hand; gone once told';
comment on column privacy_acts.chat is 'where the person is told how it ended; gone with closed_at, like lang';

create table menus (
    platform smallint    not null,
    chat     bigint      not null,
    lang     text        not null,
    list     bigint      not null,
    again_at timestamptz not null,
    primary key (platform, chat, lang)
);
comment on table menus is 'the lists of commands a platform was given: chat 0 is every private chat, list a hash of what was set';
comment on column menus.again_at is 'not tried again sooner, after a refusal';
