package api

import (
	"context"
	"mime"
	"net/http"
	"strings"

	"flusso/engine/step"
	"flusso/server/flows"
)

// fileOut is an answer that is saved as a file.
type fileOut struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

// registerFlowFiles registers what a flow is outside of the program: files to
// keep and to share, and the schema that they follow.
func (a *API) registerFlowFiles(tag string) {
	f := a.d.Flows
	route(a, http.MethodGet, "/flows/{id}/export", tag, "The draft, or a version, as a file; equal flows have equal bytes", func(ctx context.Context, in *struct {
		ByID
		Version int `query:"version" minimum:"0" doc:"0: the draft"`
	}) (*fileOut, error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		name, file, err := f.Export(ctx, key, in.Version)
		return &fileOut{"application/json", mime.FormatMediaType("attachment", map[string]string{"filename": fileName(name) + ".flow.json"}), file}, err
	})
	route(a, http.MethodPost, "/flows/import", tag, "Make a flow from an exported file or a bare document", func(ctx context.Context, in *struct {
		RawBody []byte `contentType:"application/json"`
	}) (*body[flows.Flow], error) {
		v, err := f.Import(ctx, in.RawBody, by(ctx))
		return &body[flows.Flow]{v}, err
	}, created, unread)
	route(a, http.MethodGet, "/flow-schema.json", tag, "JSON Schema of a flow file", func(context.Context, *none) (*fileOut, error) {
		return &fileOut{ContentType: "application/schema+json", Body: step.Default().FileSchema()}, nil
	})
}

// fileName is a name that every system takes.
func fileName(name string) string {
	clean := strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, strings.TrimSpace(name))
	return strings.Trim(clean, ". ")
}
