-- Lots of goods: which lines name one, which are to be looked at, what was told of them, and messages to all who have them.
set local lock_timeout = '3s';

alter table case_lines add column lot_key text;
comment on column case_lines.lot_key is 'the lot by its letters and digits, in capitals; empty for what is no lot, null until a pass has read it';
create index case_lines_lot on case_lines (lot_key, case_id) where lot_key is not null;
create index case_lines_unread on case_lines (case_id, n) where lot is not null and lot_key is null;

-- The desk itself links the cases of a lot: nobody did.
alter table case_links alter column by drop not null;

create table lot_looks (
    lot text        primary key,
    at  timestamptz not null
);
comment on table lot_looks is 'lots something was written about since they were looked at';

create table lot_alerts (
    lot     text        not null,
    defect  text        not null,
    step    integer     not null check (step > 0),
    told_at timestamptz not null,
    primary key (lot, defect)
);
comment on column lot_alerts.step is 'how far the cluster had grown when it was told last: a step is told once';

create table letters (
    id        bigint      primary key,
    lot       text        not null,
    by        bigint      not null references people,
    at        timestamptz not null,
    words     jsonb       not null,
    platform  smallint    not null,
    chat      bigint      not null,
    thread    bigint,
    progress  bigint,
    delivered bigint      not null default 0,
    failed    bigint      not null default 0,
    skipped   bigint      not null default 0,
    over_at   timestamptz
);
comment on table letters is 'one message to everybody with goods of a lot; the place is where its progress is told';
comment on column letters.progress is 'the row of the outbox that tells how far it is, and is edited';
create index letters_running on letters (id) where over_at is null;

create table letter_people (
    letter  bigint not null references letters,
    case_id bigint not null references cases,
    person  bigint not null references people,
    message bigint,
    done_at timestamptz,
    primary key (letter, case_id),
    unique (letter, person)
);
comment on column letter_people.message is 'what they were sent; with a date and without a message they were passed over';
create index letter_people_due on letter_people (letter, case_id) where done_at is null;

-- Where the progress of a message stands is found by this.
create index outbox_letters on outbox (fold) where fold like 'letter:%';
