package server

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"flusso/server/messaging"
	"flusso/server/store"
	"flusso/server/whatsapp"
)

// noticesKept is how many of Meta's notices a number shows.
const noticesKept = 10

// notice is what Meta said about an account, as the pages show it.
type notice struct {
	Code   string         `json:"code"`
	Params map[string]any `json:"params"`
}

// events lets what Meta tells about templates, numbers and the account take
// effect. The delivery itself is stored already.
func (w *Webhook) events(ctx context.Context, d whatsapp.Delivery, mine []messaging.Channel) {
	for _, e := range d.Account {
		n := e.News()
		rows := concerned(e, n, mine)
		if len(rows) == 0 {
			continue
		}
		if err := w.event(ctx, n, rows); err != nil {
			w.log.Error("apply what Meta told about an account", "field", e.Field, "event", e.Event, "error", err)
		}
	}
}

// concerned are the numbers that an event speaks of: the one that it names,
// else those of its account.
func concerned(e whatsapp.AccountEvent, n whatsapp.News, mine []messaging.Channel) (rows []int64) {
	for _, c := range mine {
		if e.PhoneID != "" && c.PhoneNumberID == e.PhoneID || e.PhoneID == "" && c.WABA == e.WABA {
			rows = append(rows, c.Row)
		}
	}
	return rows
}

func (w *Webhook) event(ctx context.Context, n whatsapp.News, rows []int64) error {
	if t := n.Template; t != nil {
		return w.templates.Tell(ctx, rows, store.TemplateNews{Name: t.Name, Language: t.Language, GraphID: t.ID, Status: t.Status, Reason: t.Reason, Category: t.Category, Quality: t.Quality})
	}
	if n.Reread {
		w.templates.Soon()
	}
	if n.Quality == "" && n.DailyLimit == "" && n.Notice == "" && !n.AllClear {
		return nil
	}
	all, err := w.st.ChannelsByRow(ctx, rows)
	if err != nil {
		return err
	}
	for _, row := range rows {
		c := all[row]
		if n.Display != "" && len(rows) > 1 && !strings.HasSuffix(onlyDigits(c.DisplayPhone), onlyDigits(n.Display)) {
			continue
		}
		set, err := columnsOf(c, n)
		if err != nil {
			return err
		}
		if err := w.st.Write(ctx, func(tx *store.Tx) error { return tx.UpdateChannel(row, set) }); err != nil {
			return err
		}
	}
	return w.channels.Reload(ctx)
}

// columnsOf gives what changes in the row of a number.
func columnsOf(c store.Channel, n whatsapp.News) (map[string]any, error) {
	set := map[string]any{}
	if n.Quality != "" {
		set["quality"] = n.Quality
	}
	if n.DailyLimit != "" {
		set["daily_limit"] = n.DailyLimit
	}
	var list []notice
	if c.NoticesJSON != "" {
		if err := json.Unmarshal([]byte(c.NoticesJSON), &list); err != nil {
			return nil, err
		}
	}
	switch {
	case n.AllClear:
		list = nil
		set["state"] = "connected"
	case n.Notice != "":
		list = slices.DeleteFunc(list, func(old notice) bool { return old.Code == n.Notice })
		list = append(list, notice{n.Notice, n.Params})
		if len(list) > noticesKept {
			list = list[len(list)-noticesKept:]
		}
		if n.Severe {
			set["state"] = "problem"
		}
	}
	if n.Quality == "GREEN" {
		list = slices.DeleteFunc(list, func(old notice) bool { return old.Code == whatsapp.NoticeFlagged })
	}
	if list == nil {
		list = []notice{}
	}
	raw, err := json.Marshal(list)
	set["notices_json"] = string(raw)
	return set, err
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// listTemplates reads the templates of a number from Meta.
func listTemplates(client *whatsapp.Client) messaging.TemplateLister {
	return func(ctx context.Context, ch messaging.Channel) ([]store.Template, error) {
		all, err := client.Templates(ctx, credentials(ch))
		if err != nil {
			return nil, err
		}
		out := make([]store.Template, 0, len(all))
		seen := map[string]bool{}
		for _, t := range all {
			if key := t.Name + "/" + t.Language; !seen[key] {
				seen[key] = true
				out = append(out, store.Template{GraphID: t.ID, Name: t.Name, Language: t.Language, Category: t.Category, Status: t.Status, Reason: t.Reason,
					Quality: t.Quality, Named: t.Named, ComponentsJSON: string(t.Components)})
			}
		}
		return out, nil
	}
}
