// The whole life of an issue, by GitLab's own client. Prints what it saw as JSON.
//
// Arguments: address, token, project. With `webhook EVENT` instead, it parses the payload that is on its standard input.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"sort"
	"strings"
	"time"

	gitlab "gitlab.com/gitlab-org/api/client-go"
)

type seen map[string]any

func main() {
	var told seen
	var err error
	if os.Args[1] == "webhook" {
		told, err = parseWebhook(os.Args[2])
	} else {
		told, err = live(os.Args[1], os.Args[2], os.Args[3])
	}
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(told)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func parseWebhook(event string) (seen, error) {
	payload, err := io.ReadAll(os.Stdin)
	if err != nil {
		return nil, err
	}
	parsed, err := gitlab.ParseWebhook(gitlab.EventType(event), payload)
	if err != nil {
		return nil, err
	}
	switch it := parsed.(type) {
	case *gitlab.IssueEvent:
		return seen{"action": it.ObjectAttributes.Action, "number": it.ObjectAttributes.IID, "project": it.Project.PathWithNamespace, "user": it.User.Username}, nil
	case *gitlab.IssueCommentEvent:
		return seen{"action": string(it.ObjectAttributes.Action), "number": it.Issue.IID, "note": it.ObjectAttributes.Note, "user": it.User.Username}, nil
	default:
		return nil, fmt.Errorf("the payload is a %T", parsed)
	}
}

func live(url, token, project string) (seen, error) {
	client, err := gitlab.NewClient(token, gitlab.WithBaseURL(url))
	if err != nil {
		return nil, err
	}
	it := &life{client: client, project: project, told: seen{}}
	for _, step := range []func() error{it.begin, it.talk, it.relate, it.finish, it.page, it.miss} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return it.told, nil
}

type life struct {
	client  *gitlab.Client
	project string
	number  int64
	told    seen
}

func (l *life) begin() error {
	me, _, err := l.client.Users.CurrentUser()
	if err != nil {
		return err
	}
	due, err := gitlab.ParseISOTime("2031-03-30")
	if err != nil {
		return err
	}
	milestone, _, err := l.client.Milestones.CreateMilestone(l.project, &gitlab.CreateMilestoneOptions{
		Title: gitlab.Ptr("v1"), Description: gitlab.Ptr("First"), DueDate: &due,
	})
	if err != nil {
		return err
	}
	if _, _, err = l.client.Labels.CreateLabel(l.project, &gitlab.CreateLabelOptions{
		Name: gitlab.Ptr("accounting"), Color: gitlab.Ptr("#aa0000"), Description: gitlab.Ptr("Sums and such"),
	}); err != nil {
		return err
	}
	issue, _, err := l.client.Issues.CreateIssue(l.project, &gitlab.CreateIssueOptions{
		Title: gitlab.Ptr("Totals are off"), Description: gitlab.Ptr("By a cent."),
		Labels: &gitlab.LabelOptions{"accounting"}, AssigneeIDs: &[]int64{me.ID}, MilestoneID: &milestone.ID,
	})
	if err != nil {
		return err
	}
	l.number = issue.IID
	l.told["me"], l.told["dueOn"] = me.Username, milestone.DueDate.String()
	_, _, err = l.client.Issues.UpdateIssue(l.project, l.number, &gitlab.UpdateIssueOptions{
		Title: gitlab.Ptr("Totals are off by a cent"), Description: gitlab.Ptr("Often."), IssueType: gitlab.Ptr("incident"),
		AddLabels: &gitlab.LabelOptions{"urgent", "größe"}, RemoveLabels: &gitlab.LabelOptions{"accounting"},
	})
	return err
}

func (l *life) talk() error {
	notes := l.client.Notes
	first, _, err := notes.CreateIssueNote(l.project, l.number, &gitlab.CreateIssueNoteOptions{Body: gitlab.Ptr("Seen.")})
	if err != nil {
		return err
	}
	second, _, err := notes.CreateIssueNote(l.project, l.number, &gitlab.CreateIssueNoteOptions{
		Body: gitlab.Ptr("Not for everybody."), Internal: gitlab.Ptr(true),
	})
	if err != nil {
		return err
	}
	third, _, err := notes.CreateIssueNote(l.project, l.number, &gitlab.CreateIssueNoteOptions{Body: gitlab.Ptr("Doomed.")})
	if err != nil {
		return err
	}
	if _, _, err = notes.UpdateIssueNote(l.project, l.number, first.ID, &gitlab.UpdateIssueNoteOptions{
		Body: gitlab.Ptr("Seen this morning."),
	}); err != nil {
		return err
	}
	if _, err = notes.DeleteIssueNote(l.project, l.number, third.ID); err != nil {
		return err
	}
	listed, _, err := notes.ListIssueNotes(l.project, l.number, &gitlab.ListIssueNotesOptions{Sort: gitlab.Ptr("asc")})
	if err != nil {
		return err
	}
	bodies := []string{}
	for _, note := range listed {
		if !note.System {
			bodies = append(bodies, note.Body)
		}
	}
	l.told["comments"], l.told["internal"] = bodies, second.Internal
	file, _, err := l.client.ProjectMarkdownUploads.UploadProjectMarkdown(l.project, strings.NewReader("a\nb\n"), "trace.txt")
	if err != nil {
		return err
	}
	l.told["file"] = file.Markdown == "[trace.txt]("+file.URL+")"
	return nil
}

func (l *life) relate() error {
	other, _, err := l.client.Issues.CreateIssue(l.project, &gitlab.CreateIssueOptions{Title: gitlab.Ptr("Related")})
	if err != nil {
		return err
	}
	target := fmt.Sprint(other.IID)
	link, _, err := l.client.IssueLinks.CreateIssueLink(l.project, l.number, &gitlab.CreateIssueLinkOptions{
		TargetProjectID: &l.project, TargetIssueIID: &target, LinkType: gitlab.Ptr("is_blocked_by"),
	})
	if err != nil {
		return err
	}
	related, _, err := l.client.IssueLinks.ListIssueRelations(l.project, l.number)
	if err != nil {
		return err
	}
	links := []string{}
	for _, issue := range related {
		links = append(links, fmt.Sprintf("%s %d", issue.LinkType, issue.IID))
	}
	l.told["links"] = links
	_, _, err = l.client.IssueLinks.DeleteIssueLink(l.project, l.number, link.ID)
	return err
}

func (l *life) finish() error {
	closed, _, err := l.client.Issues.UpdateIssue(l.project, l.number, &gitlab.UpdateIssueOptions{StateEvent: gitlab.Ptr("close")})
	if err != nil {
		return err
	}
	issue, _, err := l.client.Issues.UpdateIssue(l.project, l.number, &gitlab.UpdateIssueOptions{StateEvent: gitlab.Ptr("reopen")})
	if err != nil {
		return err
	}
	sort.Strings(issue.Labels)
	l.told["closed"] = []any{closed.State, closed.ClosedAt != nil, closed.ClosedBy.Username}
	l.told["issue"] = []any{issue.Title, issue.Description, issue.State, *issue.IssueType, issue.Milestone.Title, issue.Labels}
	l.told["assignees"] = issue.Assignees[0].Username
	return nil
}

// page walks the list twice, once by numbers and once by places.
func (l *life) page() error {
	for index := range 45 {
		options := &gitlab.CreateIssueOptions{Title: gitlab.Ptr(fmt.Sprintf("many %d", index))}
		if _, _, err := l.client.Issues.CreateIssue(l.project, options); err != nil {
			return err
		}
	}
	for name, paging := range map[string]gitlab.ListOptions{
		"counted": {PerPage: 10},
		"keyset":  {PerPage: 10, Pagination: "keyset"},
	} {
		options := &gitlab.ListProjectIssuesOptions{ListOptions: paging, OrderBy: gitlab.Ptr("updated_at"), Sort: gitlab.Ptr("asc")}
		issues, err := gitlab.ScanAndCollect(func(page gitlab.PaginationOptionFunc) ([]*gitlab.Issue, *gitlab.Response, error) {
			return l.client.Issues.ListProjectIssues(l.project, options, page)
		})
		if err != nil {
			return err
		}
		numbers := map[int64]bool{}
		for _, issue := range issues {
			numbers[issue.IID] = true
		}
		l.told[name] = []int{len(issues), len(numbers)}
	}
	since := time.Now().Add(24 * time.Hour)
	later, _, err := l.client.Issues.ListProjectIssues(l.project, &gitlab.ListProjectIssuesOptions{UpdatedAfter: &since})
	l.told["later"] = len(later)
	return err
}

func (l *life) miss() error {
	_, response, err := l.client.Issues.GetIssue(l.project, 999_999)
	if !errors.Is(err, gitlab.ErrNotFound) || response.StatusCode != http.StatusNotFound {
		return fmt.Errorf("an issue that is not there: %w", err)
	}
	_, response, err = l.client.Labels.CreateLabel(l.project, &gitlab.CreateLabelOptions{
		Name: gitlab.Ptr("accounting"), Color: gitlab.Ptr("#aa0000"),
	})
	if err == nil {
		return errors.New("a label was made twice")
	}
	l.told["twice"] = response.StatusCode
	return nil
}
