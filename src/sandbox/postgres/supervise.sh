# Runs a database server for as long as somebody holds the other end of standard input.
# Arguments: seconds for a fast stop, log file, socket folder and root folder to remove afterwards (either may be
# empty), then the server's command.
limit=$1 log=$2 socket=$3 root=$4
shift 4
cd /
exec 3<&0
"$@" </dev/null >>"$log" 2>&1 3<&- &
server=$!
echo "$server"
exec </dev/null >/dev/null 2>&1

# True once the server is gone, false after $1 seconds.
gone_within() {
    tenths=$(($1 * 10))
    while kill -0 "$server"; do
        [ "$tenths" -gt 0 ] || return 1
        tenths=$((tenths - 1))
        sleep 0.1
    done
}

# End of file: the program let go or is dead. INT is the fast stop, QUIT the immediate one.
(
    while read -r _; do :; done
    kill -INT "$server"
    gone_within "$limit" && exit
    kill -QUIT "$server"
    gone_within 2 && exit
    kill -KILL "$server"
) <&3 3<&- &
watcher=$!

exec 3<&-
wait "$server"
status=$?
kill "$watcher"
rm -rf -- ${socket:+"$socket"} ${root:+"$root"}
exit "$status"
