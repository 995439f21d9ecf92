"""The whole life of an issue, by a client that nobody of Fixpoint wrote. Prints what it saw as JSON."""

import json
import sys
from datetime import date

import github

url, token, name = sys.argv[1:4]
client = github.Github(auth=github.Auth.Token(token), base_url=url, seconds_between_requests=0, seconds_between_writes=0)
me = client.get_user().login
repository = client.get_repo(name)

milestone = repository.create_milestone("v1", description="First", due_on=date(2031, 3, 30))
repository.create_label("accounting", "aa0000", "Sums and such")
issue = repository.create_issue(
    title="Totals are off", body="By a cent.", labels=["accounting"], assignee=me, milestone=milestone
)
issue.edit(title="Totals are off by a cent", body="Often.")
issue.add_to_labels("urgent", "größe")
issue.remove_from_labels("accounting")
issue.add_to_assignees("hubot")
comments = [issue.create_comment(f"Seen {time}.") for time in ("today", "yesterday")]
comments[0].edit("Seen this morning.")
comments[1].delete()

child = repository.create_issue(title="A part of it")
issue.add_sub_issue(child)
issue.add_blocked_by(child)
blockers = [it.number for it in issue.get_blocked_by()]
parts = [it.number for it in issue.get_sub_issues()]
issue.remove_blocked_by(child)
issue.remove_sub_issue(child)

for index in range(35):
    repository.create_issue(title=f"many {index}")

issue.edit(state="closed", state_reason="not_planned")
closed = repository.get_issue(issue.number)
reasons = [closed.state, closed.state_reason]
issue.edit(state="open")

try:
    repository.get_issue(999_999)
    missing = "found"
except github.UnknownObjectException as error:
    missing = error.status

read = repository.get_issue(issue.number)
print(
    json.dumps(
        {
            "me": me,
            "title": read.title,
            "body": read.body,
            "state": read.state,
            "labels": sorted(label.name for label in read.labels),
            "assignees": sorted(user.login for user in read.assignees),
            "milestone": read.milestone.title,
            "dueOn": str(read.milestone.due_on.date()),
            "comments": [comment.body for comment in read.get_comments()],
            "blockers": blockers,
            "parts": parts,
            "closed": reasons,
            "missing": missing,
            "all": repository.get_issues(state="all").totalCount,
            "listed": len(list(repository.get_issues(state="open", sort="updated", direction="asc"))),
        }
    )
)
