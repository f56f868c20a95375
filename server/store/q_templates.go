package store

import "context"

// Template is a message that Meta approved, or not yet.
type Template struct {
	ID                       int64
	UID                      []byte
	ChannelID                int64
	GraphID, Name, Language  string
	Category, Status, Reason string
	Quality                  string
	Named                    bool // its variables have names instead of numbers
	ComponentsJSON           string
	SyncedAt                 int64
}

// TemplateApproved is the status of a template that may be sent.
const TemplateApproved = "APPROVED"

// templateLimit is the most templates that an account has at Meta.
const templateLimit = 6000

// TemplateFilter narrows a list of templates.
type TemplateFilter struct {
	Channel int64
	Status  string
	Query   string // part of the name or of the text
}

// Templates lists templates by name.
func (s *Store) Templates(ctx context.Context, f TemplateFilter) (out []Template, err error) {
	q := s.read.WithContext(ctx).Order("name, language, channel_id").Limit(templateLimit)
	if f.Channel > 0 {
		q = q.Where("channel_id = ?", f.Channel)
	}
	if f.Status != "" {
		q = q.Where("status = ?", f.Status)
	}
	if f.Query != "" {
		q = q.Where(`(name like @p escape '\' or components_json like @p escape '\')`, map[string]any{"p": like(f.Query)})
	}
	return out, q.Find(&out).Error
}

// SyncTemplates replaces what is known of a number's templates by what Meta
// lists now. It says whether anything has changed.
func (tx *Tx) SyncTemplates(channel int64, list []Template) (changed bool, err error) {
	now := Millis(tx.now)
	var had []Template
	if err := tx.db.Where("channel_id = ?", channel).Find(&had).Error; err != nil {
		return false, err
	}
	known := map[string]Template{}
	for _, t := range had {
		known[t.Name+"/"+t.Language] = t
	}
	for _, t := range list {
		t.ChannelID, t.SyncedAt = channel, now
		old, ok := known[t.Name+"/"+t.Language]
		delete(known, t.Name+"/"+t.Language)
		if ok {
			t.ID, t.UID = old.ID, old.UID
			same := old
			same.SyncedAt = now
			if same.GraphID == t.GraphID && same.Category == t.Category && same.Status == t.Status && same.Reason == t.Reason &&
				same.Quality == t.Quality && same.Named == t.Named && same.ComponentsJSON == t.ComponentsJSON {
				continue
			}
			err = tx.db.Save(&t).Error
		} else {
			err = tx.db.Create(&t).Error
		}
		if err != nil {
			return false, err
		}
		changed = true
	}
	for _, gone := range known {
		if err := tx.db.Exec("delete from templates where id = ?", gone.ID).Error; err != nil {
			return false, err
		}
		changed = true
	}
	if changed {
		tx.Touch(TopicTemplate, 0)
	}
	tx.Touch(TopicChannel, channel)
	return changed, tx.db.Exec("update channels set templates_at = ?, templates_error = '' where id = ?", now, channel).Error
}

// TemplatesFailed notes why the templates of a number could not be read.
func (tx *Tx) TemplatesFailed(channel int64, why string) error {
	tx.Touch(TopicChannel, channel)
	return tx.db.Exec("update channels set templates_error = ? where id = ?", why, channel).Error
}

// TemplateNews is what a webhook tells about a template; empty parts stay.
type TemplateNews struct {
	Name, Language, GraphID           string
	Status, Reason, Category, Quality string
}

// TellTemplate applies news to the template of the given numbers. known is
// false when none of them has it: it must be read from Meta.
func (tx *Tx) TellTemplate(channels []int64, n TemplateNews) (known bool, err error) {
	for _, row := range channels {
		res := tx.db.Exec(`update templates set status = iif(?1 = '', status, ?1), reason = iif(?1 = '', reason, ?2),
			category = iif(?3 = '', category, ?3), quality = iif(?4 = '', quality, ?4)
			where channel_id = ?5 and (name = ?6 and language = ?7 or graph_id = ?8 and graph_id <> '')`,
			n.Status, n.Reason, n.Category, n.Quality, row, n.Name, n.Language, n.GraphID)
		if res.Error != nil {
			return false, res.Error
		}
		known = known || res.RowsAffected > 0
	}
	tx.Touch(TopicTemplate, 0)
	return known, nil
}
