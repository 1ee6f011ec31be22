-- What is searched in, what the brand answers often, what an agent's buttons go on with, and who is not heard.
set local lock_timeout = '3s';

create table search_docs (
    case_id bigint      primary key references cases on delete cascade,
    head    tsvector    not null,
    words   tsvector    not null,
    print   text        not null,
    newest  timestamptz not null
);
create index search_docs_words on search_docs using gin (words);
comment on table search_docs is 'what a case can be found by; filled by a pass, at any time to be thrown away and filled anew';
comment on column search_docs.head is 'reference, name and answers alone: what counts most';
comment on column search_docs.words is 'head, and what was written in it';
comment on column search_docs.print is 'what the words were made from; another print of the case means that they are old';

create table search_state (
    one       boolean     primary key default true check (one),
    filled_to timestamptz not null
);
comment on column search_state.filled_to is 'what was written before this is in search_docs';

-- Why not concurrently: such an index is a few pages, made by reading the table once, and costs intake nothing.
create index messages_at on messages using brin (at) with (pages_per_range = 32, autosummarize = on);
create index message_revisions_at on message_revisions using brin (at) with (pages_per_range = 32, autosummarize = on);
create index case_events_at on case_events using brin (at) with (pages_per_range = 32, autosummarize = on);

create table macros (
    name text        not null,
    lang text        not null check (lang in ('en', 'zh-Hans')),
    body text,
    by   bigint      not null references people,
    at   timestamptz not null,
    primary key (name, lang)
);
comment on column macros.body is 'null: taken away, also where the configuration ships one of that name';

create table slips (
    id     bigint      primary key,
    person bigint      not null references people,
    at     timestamptz not null,
    what   jsonb       not null
);
create index slips_at on slips (at);
comment on table slips is 'what buttons of an agent go on with: a search, a previewed answer, a list to be sent again';

create table restrictions (
    person    bigint      primary key references people,
    kind      text        not null check (kind in ('blocked', 'muted')),
    why       text        not null,
    until     timestamptz,
    by        bigint      not null references people,
    at        timestamptz not null,
    told      boolean     not null default false,
    kept      integer     not null default 0,
    digest_at timestamptz
);
comment on column restrictions.told is 'they were told, once';
comment on column restrictions.kept is 'words of a muted person since the digest before; the next one is due at digest_at';

alter table outbox add column why text;
comment on column outbox.why is 'a key of the catalogue that says to agents why it was not delivered';
