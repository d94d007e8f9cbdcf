# Runs one script of a command on a managed host (docs/decisions/0073-commands-over-ssh.md). POSIX sh, setsid, timeout, mktemp.
# The argument is a mark that nobody can guess. It is written to both outputs before anything else, and must come back as the first
# line of standard input; then come: longest time in seconds, node, region, working directory, interpreter, the script, the mark.
# Standard input then stays open for as long as the script may run. Standard error ends with the mark and the exit code.
mark=$1
dir=
finish() {
    [ -z "$dir" ] || rm -rf "$dir"
    printf "\n%s %s\n" "$mark" "$1" >&2
    exit 0
}
exec 3<&0 </dev/null
printf "%s\n" "$mark"
printf "%s\n" "$mark" >&2
for name in go seconds node region folder program; do
    IFS= read -r "$name" <&3 || exit 255
done
[ "$go" = "$mark" ] || exit 255
dir=$(umask 077 && mktemp -d) || finish 1
case $program in
pwsh)
    command -v pwsh >/dev/null || { echo "This host has no PowerShell (pwsh), which aws:runPowerShellScript needs." >&2; finish 127; }
    file=$dir/script.ps1
    set -- pwsh -NoProfile -NonInteractive -File "$file"
    ;;
*)
    file=$dir/script.sh
    set -- /bin/sh "$file"
    ;;
esac
complete=
while IFS= read -r line <&3; do
    if [ "$line" = "$mark" ]; then complete=yes; break; fi
    printf "%s\n" "$line"
done >"$file" || finish 1
[ -n "$complete" ] || finish 1
[ -z "$folder" ] || cd -- "$folder" || finish 1
export AWS_SSM_INSTANCE_ID="$node" AWS_SSM_REGION_NAME="$region"
QUELL_COMMAND=$mark setsid "$@" 3<&- &
child=$!
# What ends the script: standard input ends with the connection, however that ends. What left its process group is found by its variables.
{
    timeout "$seconds" cat <&3
    trap "" TERM
    kill -KILL "-$child"
    for round in 1 2 3 4 5 6 7 8 9; do
        found=$(grep -l "QUELL_COMMAND=$mark" /proc/[0-9]*/environ)
        [ -n "$found" ] || break
        for each in $found; do
            each=${each#/proc/}
            kill -KILL "${each%/environ}"
        done
    done
    rm -rf "$dir"
} >/dev/null 2>&1 &
watcher=$!
wait "$child"
code=$?
kill "$watcher" 2>/dev/null
wait "$watcher" 2>/dev/null
finish "$code"
