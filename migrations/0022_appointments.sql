-- Appointments: help at a time both sides agreed to, and what came of it.
set local lock_timeout = '3s';

create table appointments (
    id         bigint        primary key,
    case_id    bigint        not null references cases,
    n          smallint      not null check (n > 0),
    way        text          not null,
    kind       text          not null check (kind in ('chat', 'phone', 'remote', 'email', 'on-site')),
    minutes    integer       not null check (minutes > 0),
    stage      text          not null check (stage in ('open', 'done', 'missed', 'cancelled')),
    agent      bigint        not null references people,
    offers     timestamptz[] not null default '{}',
    wish       timestamptz,
    asked_at   timestamptz,
    starts     timestamptz,
    rev        integer       not null check (rev > 0),
    sequence   integer       check (sequence >= 0),
    reminded   smallint      not null default 0 check (reminded >= 0),
    look_at    timestamptz,
    reason     text,
    outcome    text,
    made_at    timestamptz   not null,
    changed_at timestamptz   not null,
    unique (case_id, n),
    check (stage = 'open' or look_at is null),
    check (look_at is null or starts is not null),
    -- Nobody is in two places at once. Why numbers: a stretch of time of one agent is a stretch of the line of numbers that is
    -- theirs alone, and ranges of numbers exclude each other without an extension. Looked at when the transaction ends, because
    -- two appointments may change places.
    constraint appointments_not_twice exclude using gist (
        numrange(
            agent * 100000000000::numeric + extract(epoch from starts - timestamptz '2000-01-01 00:00:00+00'),
            agent * 100000000000::numeric + extract(epoch from starts - timestamptz '2000-01-01 00:00:00+00') + minutes * 60
        ) with &&
    ) where (stage = 'open' and starts is not null) deferrable initially deferred
);
create unique index appointments_open on appointments (case_id, way) where stage = 'open';
create index appointments_look on appointments (look_at) where look_at is not null;
create index appointments_booked on appointments (agent) where stage = 'open' and starts is not null;
comment on column appointments.n is 'which of its case; stands in its buttons';
comment on column appointments.minutes is 'how long it takes';
comment on column appointments.agent is 'who gives the help';
comment on column appointments.offers is 'times the customer can choose from';
comment on column appointments.wish is 'a time the customer proposes';
comment on column appointments.asked_at is 'when the customer was asked for a time of theirs, until they wrote';
comment on column appointments.starts is 'the time both sides agreed to; of one that was written down afterwards, when it was';
comment on column appointments.rev is 'rises with every change; buttons carry it';
comment on column appointments.sequence is 'of its calendar file: rises with every one that changes what stands in calendars';
comment on column appointments.reminded is 'how many of its moments have passed: reminders, and the question how it went';
comment on column appointments.look_at is 'the next of its moments';

-- The access code of a remote session, sealed with a key of the installation: gone when it was shown, or its time is over.
alter table appointments add column code_asked_at timestamptz;
comment on column appointments.code_asked_at is 'when the customer was asked for the access code, until they wrote';
create table access_codes (
    appointment bigint      primary key references appointments,
    salt        bigint      not null,
    sealed      bytea       not null,
    until       timestamptz not null,
    shown_by    bigint
);
create index access_codes_until on access_codes (until);
comment on column access_codes.salt is 'the number its key is made with';
comment on column access_codes.shown_by is 'the row of the outbox that shows it; no other opens it';
comment on column access_codes.sealed is 'what is left of it without the key';
