/**
 * For bash 4 and later. The library's own script wants the functions of the package bash-completion, which is not on every
 * machine, and complains when a shell reads it twice.
 *
 * Where the program knows nothing, bash completes names of files.
 */
export const BASH_SCRIPT = `# bash completion for issue
__issue_complete() {
    local rest=\${COMP_LINE:0:COMP_POINT} word before current wanted value flag=
    local -a words=()
    # Bash takes words apart at = and :, so they are put together as they were typed.
    for word in "\${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
        # The last one may go on behind the cursor.
        [[ $rest == *"$word"* ]] || word=\${rest##* }
        before=\${rest%%"$word"*}
        if [[ -n $word && -z $before && \${#words[@]} -gt 0 ]]; then
            words[\${#words[@]}-1]+=$word
        else
            words+=("$word")
        fi
        rest=\${rest:\${#before}+\${#word}}
    done
    current=\${words[\${#words[@]}-1]}
    [[ $current == -*=* ]] && flag=\${current%%=*}=
    wanted=\${current#"$flag"}
    COMPREPLY=()
    while IFS=$'\\t' read -r value _; do
        # What bash has taken apart stands on the line already.
        [[ $value != :* && $value == "$wanted"* ]] && COMPREPLY+=("\${value#"\${wanted%"\${wanted##*:}"}"}")
    done < <(issue complete -- "\${words[@]:1}" 2>/dev/null)
}
complete -o default -F __issue_complete issue
`;
