-- Several of our messages may stand in one message of a platform: on Discord all files of an album do.
-- Why not concurrently: programs that migrate at once wait for each other, and such an index waits for all of them.
set local lock_timeout = '3s';
alter table links drop constraint links_pkey;
alter table links add primary key (platform, chat, remote, message);
