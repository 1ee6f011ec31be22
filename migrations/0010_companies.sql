-- Companies that buy wholesale, and who buys for one. Only leads say so; a platform's roles don't count.

set local lock_timeout = '3s';

create table companies (
    id   bigint      primary key,
    key  text        not null unique,
    name text        not null,
    by   bigint      not null references people,
    at   timestamptz not null
);
comment on column companies.key is 'the name without case, spaces and signs: one company, however it is written';

create table members (
    person  bigint      primary key references people,
    company bigint      not null references companies,
    by      bigint      not null references people,
    at      timestamptz not null
);
create index members_company on members (company);
comment on table members is 'who buys for which company; their cases are seen by the others of it';

alter table cases add column company bigint references companies;
-- Few cases have one: the index is small, and made in one scan.
create index cases_company on cases (company, id) where company is not null;
comment on column cases.company is 'whose buyer its customer was when it was opened, or a lead said so in it';
