insert into staff_side (platform, configured, chat, shape, lost_at, lost_why, hinted_at)
values (1, -1002100300400, -1002100300400, 'topics', null, null, null);
insert into room_posts (platform, chat, remote, case_id) select 1, -1002100300400, 9001, id from cases order by id limit 1;
