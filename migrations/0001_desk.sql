-- The desk: people, dialogues, cases, rooms, messages, clocks, outbox.
-- Ids come from `id_blocks`: the desk takes a block of 1,000 and numbers new rows itself, so a decision can name rows
-- that do not exist yet. Only the outbox numbers its own rows: the order of its ids is the order of its lanes.

create sequence id_blocks as bigint increment by 1000 start with 1000;

create table people (
    id           bigint primary key,
    name         text        not null,
    lang         text        not null check (lang in ('en', 'zh-Hans')),
    lang_chosen  boolean     not null default false,
    zone         text,
    buyer        text        not null default 'consumer' check (buyer in ('consumer', 'wholesale')),
    privacy      text,
    focus        bigint,
    focus_until  timestamptz,
    seen_at      timestamptz not null
);
comment on column people.privacy is 'the edition of the privacy notice they were shown when they first wrote';
comment on column people.focus is 'the case their next words belong to, because they said so';

create table identities (
    platform  smallint not null check (platform in (1, 2)),
    account   bigint   not null,
    person    bigint   not null references people,
    chat      bigint,
    reachable boolean  not null default true,
    primary key (platform, account)
);
create index identities_person on identities (person);

create table agents (
    person     bigint      primary key references people,
    role       text        not null check (role in ('agent', 'lead', 'admin')),
    groups     text[]      not null default '{}',
    floor      boolean     not null default false,
    added_by   bigint      references people,
    added_at   timestamptz not null,
    removed_at timestamptz
);
comment on column agents.floor is 'granted by AFTERCARE_ADMINS; revoked at start when it is no longer named there';

create table dialogues (
    id        bigint      primary key,
    person    bigint      not null references people,
    platform  smallint    not null,
    flow      text        not null,
    active    boolean     not null,
    draft     jsonb       not null,
    rev       integer     not null,
    prompt    bigint,
    reminders smallint    not null default 0,
    touched_at timestamptz not null,
    next_at   timestamptz not null,
    unique (person, platform, flow)
);
create unique index dialogues_active on dialogues (person, platform) where active;
create index dialogues_due on dialogues (next_at);
comment on column dialogues.prompt is 'outbox row that asks the current question';
comment on column dialogues.next_at is 'when the next reminder or the end is due';

create table cases (
    id         bigint      primary key,
    ref        text        not null unique,
    kind       text        not null check (kind in ('claim', 'care', 'enquiry', 'order', 'person')),
    state      text        not null check (state in ('new', 'open', 'waiting', 'solved', 'closed', 'cancelled', 'merged')),
    waiting    text        check (waiting in ('customer', 'approval', 'goods')),
    class      text        not null check (class in ('general', 'complex')),
    urgency    text        not null check (urgency in ('low', 'normal', 'high')),
    topic      text,
    grp        text        not null,
    customer   bigint      not null references people,
    platform   smallint    not null,
    assignee   bigint      references people,
    answers    jsonb       not null,
    incomplete boolean     not null default false,
    opened_at  timestamptz not null,
    solved_at  timestamptz,
    closed_at  timestamptz,
    human_at   timestamptz,
    rev        integer     not null,
    check ((state = 'waiting') = (waiting is not null)),
    check (state <> 'solved' or solved_at is not null),
    check (state not in ('closed', 'cancelled', 'merged') or closed_at is not null)
);
create index cases_customer on cases (customer, id);
create index cases_open on cases (grp, id) where state in ('new', 'open', 'waiting');
create index cases_assignee on cases (assignee, id) where state in ('new', 'open', 'waiting');
comment on column cases.human_at is 'when an agent last wrote in it';

create table case_lines (
    case_id   bigint   not null references cases,
    n         smallint not null,
    family    text,
    model     text,
    sku       text,
    lot       text,
    carton    text,
    ordered   integer check (ordered >= 0),
    received  integer check (received >= 0),
    inspected integer check (inspected <= received),
    defective integer check (defective <= inspected),
    part      text,
    defect    text,
    severity  text check (severity in ('critical', 'major', 'minor')),
    primary key (case_id, n)
);

create table case_events (
    id      bigint      generated always as identity primary key,
    case_id bigint      not null references cases,
    at      timestamptz not null,
    kind    text        not null,
    by      bigint      references people,
    data    jsonb       not null default '{}'
);
create index case_events_case on case_events (case_id, id);

create table rooms (
    case_id   bigint      primary key references cases,
    platform  smallint    not null,
    chat      bigint      not null,
    thread    bigint,
    card      bigint,
    opened_at timestamptz not null
);
create unique index rooms_place on rooms (platform, chat, thread);

create table messages (
    id          bigint      primary key,
    case_id     bigint      references cases,
    person      bigint      not null references people,
    side        text        not null check (side in ('customer', 'agent', 'note')),
    at          timestamptz not null,
    kind        text        not null,
    body        text        not null,
    marks       jsonb,
    media       bigint,
    album       text,
    reply_to    bigint      references messages,
    parked_until timestamptz,
    check (case_id is not null or parked_until is not null)
);
create index messages_case on messages (case_id, id);
create index messages_parked on messages (parked_until) where parked_until is not null;
comment on column messages.parked_until is 'which case it belongs to is being asked; then it goes to the last one a human wrote in';

create table message_revisions (
    message bigint      not null references messages,
    at      timestamptz not null,
    body    text        not null,
    marks   jsonb,
    primary key (message, at)
);
comment on table message_revisions is 'what a message said before each edit';

create table links (
    platform smallint not null,
    chat     bigint   not null,
    remote   bigint   not null,
    message  bigint   not null references messages,
    part     smallint not null,
    source   boolean  not null,
    primary key (platform, chat, remote)
);
create unique index links_message on links (message, platform, chat, part);
comment on column links.source is 'where its author wrote it; otherwise a copy of ours';

create table media (
    id       bigint      primary key,
    person   bigint      not null references people,
    platform smallint    not null,
    kind     text        not null,
    file     text        not null,
    uniq     text        not null,
    name     text,
    mime     text,
    size     bigint,
    caption  text        not null default '',
    album    text,
    remote   bigint,
    at       timestamptz not null
);

create table clocks (
    id            bigint      primary key,
    case_id       bigint      not null references cases,
    target        text        not null check (target in ('first_response', 'solution', 'enquiry_reply', 'next_reply')),
    cycle         smallint    not null,
    span          jsonb       not null,
    state         text        not null check (state in ('running', 'paused', 'met', 'missed', 'cancelled')),
    started_at    timestamptz not null,
    due_at        timestamptz,
    ended_at      timestamptz,
    terms_version integer     not null,
    unique (case_id, target, cycle)
);
create index clocks_due on clocks (due_at) where state = 'running';

create table clock_events (
    clock bigint      not null references clocks,
    n     smallint    not null,
    at    timestamptz not null,
    kind  text        not null,
    cause bigint,
    data  jsonb,
    primary key (clock, n)
);

create table outbox (
    id         bigint      generated always as identity primary key,
    lane       text        not null,
    platform   smallint    not null,
    person     bigint,
    case_id    bigint,
    chat       bigint,
    thread     bigint,
    urgency    smallint    not null,
    by_hand    boolean     not null default false,
    parcel     jsonb       not null,
    state      text        not null check (state in ('queued', 'sending', 'sent', 'uncertain', 'undelivered')),
    epoch      bigint      not null default 0,
    tries      smallint    not null default 0,
    doubts     smallint    not null default 0,
    not_before timestamptz not null,
    fold       text,
    remotes    bigint[]    not null default '{}',
    problem    text,
    replaces   bigint,
    created_at timestamptz not null,
    done_at    timestamptz
);
create index outbox_open on outbox (not_before, id) where state in ('queued', 'sending');
create index outbox_replaces on outbox (replaces) where replaces is not null;
create index outbox_shown on outbox (id) where state in ('uncertain', 'undelivered');
create unique index outbox_fold on outbox (lane, fold) where state = 'queued' and fold is not null;
comment on column outbox.by_hand is 'money, decisions and surveys: an uncertain one waits for a person';
comment on column outbox.doubts is 'how often nobody knew whether it had arrived';
comment on column outbox.fold is 'a later row with the same fold replaces this one while it is queued';

create table seen (
    source smallint    not null,
    key    bigint      not null,
    sub    bigint      not null,
    at     timestamptz not null,
    primary key (source, key, sub)
);
create index seen_age on seen using brin (at);

create table quarantine (
    id     bigint      generated always as identity primary key,
    source smallint    not null,
    key    bigint      not null,
    sub    bigint      not null,
    at     timestamptz not null,
    why    text        not null,
    raw    jsonb       not null,
    unique (source, key, sub)
);

create table leases (
    name   text        primary key,
    holder text        not null,
    epoch  bigint      not null,
    until  timestamptz not null
);

alter table outbox   set (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_insert_scale_factor = 0.05);
alter table seen     set (autovacuum_vacuum_scale_factor = 0.05);
alter table dialogues set (autovacuum_vacuum_scale_factor = 0.01, fillfactor = 70);
