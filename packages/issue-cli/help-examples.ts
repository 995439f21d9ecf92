/** What `--help` of a command shows to be copied; a test carries out every one of them. */
export const HELP_EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  list: [
    'issue list --label=bug --assignee=@me',
    'issue list --query "is:open priority:>=high -label:backend"',
    'issue list --state=all --limit=all --format=json',
  ],
  search: ['issue search crash label:bug is:open', 'issue search -- -label:bug'],
  show: ['issue show 12 --comments', 'issue show 12 --template "{{.title}}: {{join .labels \\", \\"}}"'],
  create: [
    'issue create "Crash at login" --label=bug --label=priority:high',
    'issue create "Slow start" --description-file=report.md --unless-duplicate',
  ],
  edit: [
    'issue edit 12 --state=in_progress --add-assignee=@me',
    'issue edit 7 12 --add-label=needs-review',
    'issue edit --query "is:open label:bug" --priority=high --yes',
  ],
  close: ['issue close 12 --comment="Ready for review"', 'issue close 7 --reason=not_planned'],
  reopen: ['issue reopen 12 --comment="Seen again"'],
  comment: ['issue comment 12 "Tests pass"', 'issue comment 12 --body-file=report.md'],
  'label add': ['issue label add 7 12 --label=needs-review'],
  'milestone create': ['issue milestone create "v 1.0" --due=2026-12-31'],
  link: ['issue link 12 blocked-by 7', 'issue link 12'],
  ready: ['issue ready --claim --agent=coder-1 --format=json', 'issue ready --query "label:backend"'],
  claim: ['issue claim 12 --agent=coder-1 --ttl=1h', 'issue claim'],
  heartbeat: ['issue heartbeat 12 --agent=coder-1 --claim-token=1'],
  release: ['issue release 12 --agent=coder-1'],
  defer: ['issue defer 7 3d', 'issue defer 7 --clear'],
  state: ['issue state 12 \'{"branch": "fix/12"}\' --agent=coder-1', 'issue state 12'],
  events: ['issue events --issue=12', 'issue events --after=0 --type=claimed --format=ndjson'],
  'backend add': [
    'issue backend add production gitea --url=https://gitea.example --owner=ada --repo=engine',
    'issue backend add backup local',
  ],
  'sync pull': ['issue sync pull production backup --dry-run', 'issue sync pull production backup'],
  'sync push': ['issue sync push backup production --prefer=backup'],
  'sync bidirectional': ['issue sync bidirectional production backup --map-user=ann=ann-b'],
  'config detect': ['issue config detect --save=production'],
};

/** What is added to the help of the command of this path, such as `sync pull`; nothing where there is no example. */
export function examplesText(path: string): string {
  const examples = HELP_EXAMPLES[path] ?? [];
  return examples.length === 0 ? '' : `\nExamples:\n${examples.map((line) => `  ${line}`).join('\n')}`;
}
