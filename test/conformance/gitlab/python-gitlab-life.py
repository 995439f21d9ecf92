"""The whole life of an issue, by a client that nobody of Fixpoint wrote. Prints what it saw as JSON."""

import json
import sys

import gitlab

url, token, name = sys.argv[1:4]
client = gitlab.Gitlab(url, private_token=token)
client.auth()
project = client.projects.get(name)

milestone = project.milestones.create({"title": "v1", "description": "First", "due_date": "2031-03-30"})
label = project.labels.create({"name": "accounting", "color": "#aa0000", "description": "Sums and such"})
issue = project.issues.create(
    {
        "title": "Totals are off",
        "description": "By a cent.",
        "labels": ["accounting"],
        "assignee_ids": [client.user.id],
        "milestone_id": milestone.id,
    }
)
issue.title = "Totals are off by a cent"
issue.description = "Often."
issue.labels.append("größe")
issue.save()
label.new_name = "sums"
label.save()

notes = [issue.notes.create({"body": f"Seen {time}."}) for time in ("today", "yesterday")]
notes[0].body = "Seen this morning."
notes[0].save()
notes[1].delete()

other = project.issues.create({"title": "Related"})
link = issue.links.create({"target_project_id": project.id, "target_issue_iid": other.iid})
links = [[it.iid, it.link_type] for it in issue.links.list(get_all=True)]
issue.links.delete(links and issue.links.list(get_all=True)[0].issue_link_id)

uploaded = project.upload("trace.txt", filedata=b"a\nb\n")

for index in range(45):
    project.issues.create({"title": f"many {index}"})

issue.state_event = "close"
issue.save()
closed = project.issues.get(issue.iid).state
issue.state_event = "reopen"
issue.save()

try:
    project.issues.get(999_999)
    missing = "found"
except gitlab.exceptions.GitlabGetError as error:
    missing = error.response_code

read = project.issues.get(issue.iid)
print(
    json.dumps(
        {
            "me": client.user.username,
            "title": read.title,
            "description": read.description,
            "state": read.state,
            "labels": sorted(read.labels),
            "assignees": [user["username"] for user in read.assignees],
            "milestone": read.milestone["title"],
            "dueOn": read.milestone["due_date"],
            "notes": [note.body for note in read.notes.list(get_all=True, sort="asc") if not note.system],
            "links": links,
            "left": len(issue.links.list(get_all=True)),
            "upload": uploaded["markdown"] == f"[trace.txt]({uploaded['url']})",
            "closed": closed,
            "missing": missing,
            "counted": len(project.issues.list(get_all=True, per_page=10)),
            "keyset": len(
                project.issues.list(
                    get_all=True, per_page=10, pagination="keyset", order_by="updated_at", sort="asc"
                )
            ),
            "total": project.issues.list(page=1, per_page=1, iterator=True).total,
            "members": sorted(member.username for member in project.members_all.list(get_all=True)),
        }
    )
)
