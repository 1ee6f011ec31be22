-- Satisfaction surveys: what happened that somebody is asked about, who is looked at when, and what they answered.

set local lock_timeout = '3s';

create table surveys (
    id          bigint      primary key,
    person      bigint      not null references people,
    platform    smallint    not null check (platform in (1, 2)),
    form        text        not null,
    after       text        not null check (after in ('signed', 'delivered', 'completed', 'confirmed', 'interval', 'agent')),
    case_id     bigint      references cases,
    about       text,
    asks        text[]      not null,
    stage       text        not null check (stage in ('open', 'answered', 'unanswered', 'undelivered', 'dropped')),
    cursor      text,
    rev         integer     not null check (rev > 0),
    comment      text,
    comment_from bigint,
    asked_at    timestamptz not null,
    reminded_at timestamptz,
    answered_at timestamptz,
    touched_at  timestamptz not null,
    look_at     timestamptz,
    by          bigint      references people,
    follow_up   bigint      unique references cases,
    visited_by  bigint      references people,
    visited_at  timestamptz,
    visit_note  text,
    check (stage <> 'answered' or answered_at is not null),
    check (cursor is null or cursor = any(asks)),
    check ((visited_at is null) = (visited_by is null))
);
create index surveys_person on surveys (person, asked_at);
create index surveys_due on surveys (look_at) where look_at is not null;
create index surveys_asked on surveys (form, asked_at);
create index surveys_to_visit on surveys (asked_at) where stage = 'unanswered' and visited_at is null;
comment on column surveys.after is 'why they were asked; interval: it was time again';
comment on column surveys.asks is 'the questions, in order, as they were asked';
comment on column surveys.rev is 'rises with each change, and stands in its buttons';
comment on column surveys.comment_from is 'the message of theirs the comment stands in';
comment on column surveys.look_at is 'when it is brought to mind, or given up; nothing: no more';
comment on column surveys.by is 'the agent who wished it';
comment on column surveys.follow_up is 'the case somebody looks into a poor score in';
comment on column surveys.visit_note is 'what whoever visited them heard';

create table survey_answers (
    survey   bigint      not null references surveys,
    question text        not null check (question in ('product', 'service', 'delivery', 'communication', 'sample', 'packing',
                                                      'resolved', 'again', 'comment')),
    score    smallint,
    at       timestamptz not null,
    primary key (survey, question),
    check (case question when 'comment' then score is null
                         when 'resolved' then score between 0 and 1
                         when 'again' then score between 0 and 10
                         else score between 1 and 5 end)
);
comment on column survey_answers.score is 'nothing: passed over';

-- Each happens to somebody once for ever: that is what keeps a survey from being sent twice.
create table survey_occasions (
    person     bigint      not null references people,
    kind       text        not null check (kind in ('signed', 'delivered', 'completed', 'confirmed')),
    subject    text        not null,
    about      text        not null,
    day        date        not null,
    buyer      text        not null check (buyer in ('consumer', 'wholesale')),
    settled_at timestamptz,
    survey     bigint      references surveys,
    check (survey is null or settled_at is not null),
    primary key (person, kind, subject)
);
create index survey_occasions_survey on survey_occasions (survey) where survey is not null;
comment on column survey_occasions.subject is 'the key of the order, or the row of the case';
comment on column survey_occasions.day is 'by the calendar of whoever wrote it down';
comment on column survey_occasions.survey is 'the survey that asks about it; nothing, though settled: nobody asks';

create table survey_turns (
    person  bigint      primary key references people,
    look_at timestamptz
);
create index survey_turns_due on survey_turns (look_at) where look_at is not null;
comment on table survey_turns is 'who may be asked at all, and when they are looked at next';

-- The company of an order by the key companies are found by: whose buyers it is a matter of.
alter table orders add column company_key text;
update orders set company_key = lower(regexp_replace(company, '[^[:alnum:]]', '', 'g')) where company is not null;
create index orders_company on orders (company_key) where company_key is not null;
comment on column orders.company_key is 'the company without case, spaces and signs';

-- When the desk last said something to somebody. Why by blocks: rows come in the order of their time, and this costs an
-- insert next to nothing.
create index outbox_age on outbox using brin (created_at) with (pages_per_range = 32);

-- A poor score is a case of its own with a promise of its own. Why so: whatever other steps let in stays let in.
do $$
declare
    said text;
begin
    select pg_get_constraintdef(oid) into strict said from pg_constraint
    where conname = 'clocks_target_check' and conrelid = 'clocks'::regclass;
    alter table clocks drop constraint clocks_target_check;
    execute 'alter table clocks add constraint clocks_target_check '
        || replace(replace(said, 'ARRAY[', 'ARRAY[''follow_up''::text, '), ' NOT VALID', '') || ' not valid';
    select pg_get_constraintdef(oid) into strict said from pg_constraint
    where conname = 'cases_kind_check' and conrelid = 'cases'::regclass;
    alter table cases drop constraint cases_kind_check;
    execute 'alter table cases add constraint cases_kind_check '
        || replace(replace(said, 'ARRAY[', 'ARRAY[''follow-up''::text, '), ' NOT VALID', '') || ' not valid';
end $$;
