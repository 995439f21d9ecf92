/** The library's own script takes a label such as `area:web` for a value with a description. */
export const ZSH_SCRIPT = `#compdef issue
_issue() {
    local line
    local -a known
    for line in "\${(@f)$(issue complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
        [[ -z $line || $line == :* ]] && continue
        known+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
    done
    [[ $PREFIX == -*=* ]] && compset -P '*='
    (( \${#known} )) && _describe issue known || _files
}
# Read by compinit from a folder of fpath it is called at once, else it is only made known.
if [[ $funcstack[1] == _issue ]]; then _issue "$@"; else compdef _issue issue; fi
`;
