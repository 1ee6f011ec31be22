-- Reports and exports: what is counted by days has an index, and who took many cases away in one file is on record.

set local lock_timeout = '3s';

create index cases_opened on cases (opened_at);
create index clocks_ended on clocks (ended_at) where ended_at is not null;
create index clocks_missed on clocks (due_at) where state = 'missed';
create index verdicts_counts_at on verdicts (coalesce(second_at, at)) where stage = 'in_force';

create table exports (
    id        bigint      primary key,
    person    bigint      not null references people,
    at        timestamptz not null,
    format    text        not null check (format in ('csv', 'json')),
    first_day date        not null,
    last_day  date        not null check (last_day >= first_day),
    filter    jsonb       not null,
    cases     integer     check (cases >= 0),
    made_at   timestamptz,
    check ((cases is null) = (made_at is null))
);
create index exports_person on exports (person);
comment on table exports is 'who asked for many cases as one file, which, and when; kept as the proof of it';
comment on column exports.filter is 'which cases of those days: {"group": "quality", "kind": "claim"}; never words of people';
comment on column exports.cases is 'how many stood in it when it was made; nothing: it was not made';
