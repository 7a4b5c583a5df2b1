# Runs a server so that it cannot outlive the process that started it.
#
#   sh guard.sh ON_PARENT_DEATH COMMAND [ARGUMENT]...
#
# Descriptor 3 is a pipe whose other end only the parent holds. A watcher reads it: the word "released" means that the
# parent has seen the server end and needs the watcher no more; an end of file means that the parent is gone, however it
# went, and the watcher evaluates ON_PARENT_DEATH, in which $server is the process id of the server.
#
# The watcher is orphaned on purpose (the outer parentheses): the server takes this shell's place and its process id,
# and must not find a child that it did not make.

on_parent_death=$1
shift
server=$$

(
  (
    trap '' INT TERM HUP QUIT
    PATH=$PATH:/usr/local/bin:/usr/bin:/bin
    read -r word <&3
    [ "$word" = released ] || eval "$on_parent_death"
  ) >/dev/null 2>&1 &
)

exec "$@" 3<&-
