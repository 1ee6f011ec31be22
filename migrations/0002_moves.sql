-- Moves of cases: agents who are away, cases that belong together or became one, and questions of the desk to an agent
-- whose answer is a native reply.
set local lock_timeout = '3s';

create table absences (
    person bigint      primary key references people,
    since  timestamptz not null,
    until  timestamptz,
    check (until > since)
);
comment on column absences.until is 'it ends by itself then; null = until they say so';

alter table cases add column merged_into bigint references cases;
create index cases_merged on cases (merged_into) where merged_into is not null;
comment on column cases.merged_into is 'the case it ended in; never one that was merged itself';

create table case_links (
    a  bigint      not null references cases,
    b  bigint      not null references cases,
    by bigint      references people,
    at timestamptz not null,
    primary key (a, b),
    check (a < b)
);
create index case_links_b on case_links (b);

create table questions (
    prompt  bigint      primary key,
    person  bigint      not null references people,
    chat    bigint      not null,
    case_id bigint      not null references cases,
    what    jsonb       not null,
    at      timestamptz not null
);
create index questions_person on questions (person, chat);
create index questions_age on questions (at);
comment on column questions.prompt is 'outbox row that asks it';
