package flows

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"flusso/engine/step"
	"flusso/server/store"
)

// renameTries: a draft that is saved in the very moment is read again.
const renameTries = 5

// RenameTag gives a tag another name and colour wherever it is: at whoever has
// it, and in every draft that names it, each as a saved revision of its own.
// Published versions stay as they are and go on to mean this tag.
func (s *Service) RenameTag(ctx context.Context, t store.Tag, name, color string, by By) (err error) {
	for range renameTries {
		if err = s.renameTag(ctx, t, name, color, by); !errors.Is(err, errDraftMoved) {
			break
		}
	}
	if err != nil || name == t.Name {
		return err
	}
	return s.reload.Reload(ctx)
}

var errDraftMoved = errors.New("a draft was saved meanwhile")

func (s *Service) renameTag(ctx context.Context, t store.Tag, name, color string, by By) error {
	type change struct {
		row store.Flow
		raw []byte
	}
	var changes []change
	if name != t.Name {
		rows, err := s.st.Drafts(ctx)
		if err != nil {
			return err
		}
		for _, row := range rows {
			doc, err := read(row.DraftJSON)
			if err != nil {
				return fmt.Errorf("draft of flow %s: %w", uid(row.UID), err)
			}
			doc, changed := step.RenameTags(doc, step.TagNames{t.Scope: {t.Name: name}})
			if !changed {
				continue
			}
			raw, err := json.Marshal(doc)
			if err != nil {
				return err
			}
			changes = append(changes, change{row, raw})
		}
	}
	return s.st.Write(ctx, func(tx *store.Tx) error {
		if err := tx.RenameTag(t, name, color); err != nil {
			return err
		}
		for _, c := range changes {
			if err := tx.SaveDraft(c.row.ID, c.row.Revision, c.raw, by.User); errors.Is(err, store.ErrConflict) {
				return errDraftMoved
			} else if err != nil {
				return err
			}
			if err := tx.Note(by.Name, "tag_renamed", "flow:"+uid(c.row.UID), map[string]string{"from": t.Name, "to": name}); err != nil {
				return err
			}
		}
		return nil
	})
}
