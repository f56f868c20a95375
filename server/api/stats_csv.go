package api

import (
	"bufio"
	"context"
	"encoding/csv"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"flusso/server/auth"
)

// exportPiece is how many people are read at a time for an export.
const exportPiece = 500

// csvColumns are the same in every language: programs read them.
var csvColumns = []string{"name", "phone", "state", "outcome", "step", "version", "started_at", "ended_at", "started_by", "contact_id", "way_id"}

// exportPeople writes the people of a flow as CSV, by key, so that it holds a page at a time however
// many there are.
func (a *API) exportPeople(c *fiber.Ctx, _ auth.Principal) error {
	number, err := strconv.Atoi(c.Query("version", "0"))
	if err != nil || number < 0 {
		number = 0
	}
	in := Inside{Between: Between{From: c.Query("from"), To: c.Query("to"), Version: number}, Status: c.Query("status"), Step: c.Query("step"), Did: c.Query("did"), Path: c.Query("path")}
	in = in.copied()
	f, err := a.inside(c.UserContext(), strings.Clone(c.Params("id")), in)
	if err != nil {
		return err
	}
	h := &c.Response().Header
	h.SetContentType("text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="people.csv"`)
	h.Set("Cache-Control", "no-store")
	done := a.done
	c.Context().SetBodyStreamWriter(func(w *bufio.Writer) {
		// A mark at the beginning tells spreadsheets that it is UTF-8.
		if _, err := w.WriteString("\ufeff"); err != nil {
			return
		}
		out := csv.NewWriter(w)
		out.UseCRLF = true
		if out.Write(csvColumns) != nil {
			return
		}
		f.Limit = exportPiece
		for {
			rows, err := a.d.Store.Runs(context.Background(), f)
			var views []RunView
			if err == nil {
				views, err = a.runViews(context.Background(), rows)
			}
			if err != nil {
				a.d.Log.Error("export people", "error", err)
				return
			}
			for _, v := range views {
				if out.Write(csvRow(v)) != nil {
					return
				}
			}
			out.Flush()
			if out.Error() != nil || w.Flush() != nil || len(rows) < exportPiece {
				return
			}
			f.Before = rows[len(rows)-1].ID
			select {
			case <-done:
				return
			default:
			}
		}
	})
	return nil
}

// copied keeps nothing of the request's memory, which is used again.
func (in Inside) copied() Inside {
	for _, s := range []*string{&in.From, &in.To, &in.Status, &in.Step, &in.Did, &in.Path} {
		*s = strings.Clone(*s)
	}
	return in
}

func csvRow(v RunView) []string {
	end := ""
	if v.EndedAt != nil {
		end = v.EndedAt.UTC().Format(time.RFC3339)
	}
	row := []string{v.Contact.Name, v.Contact.Phone, v.Status, v.Outcome, v.StepName, strconv.Itoa(v.Version), v.StartedAt.UTC().Format(time.RFC3339), end, v.StartedBy, v.Contact.ID, v.ID}
	for i, cell := range row {
		row[i] = plainCell(cell)
	}
	return row
}

// plainCell keeps a spreadsheet from taking a text for a formula. A phone number stays one: it holds
// nothing but digits after its plus.
func plainCell(text string) string {
	if text == "" || !strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return text
	}
	if text[0] == '+' && strings.Trim(text[1:], "0123456789") == "" {
		return text
	}
	return "'" + text
}
