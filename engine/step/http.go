package step

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"

	"flusso/engine/expr"
	"flusso/engine/flow"
	"flusso/engine/message"
	"flusso/engine/run"
)

// API call asks another system: the answer is a variable of this flow. An
// answer of the 200s leaves by Success; any other, and a call that failed, by
// Error.
type httpConfig struct {
	Method       string        `json:"method" title:"Method" widget:"select" enum:"GET=GET|POST=POST|PUT=PUT|PATCH=PATCH|DELETE=DELETE" required:"true"`
	URL          expr.Template `json:"url" title:"Address" widget:"template_line" placeholder:"https://example.com/orders" required:"true" max:"2000"`
	Query        []nameValue   `json:"query" title:"Query parameters" widget:"keyvalue" items:"50" group:"Query and headers" collapsed:"true"`
	Headers      []nameValue   `json:"headers" title:"Headers" widget:"keyvalue" items:"50" group:"Query and headers" collapsed:"true"`
	BodyKind     string        `json:"body_kind" title:"Body" widget:"select" enum:"none=None|json=JSON|form=Form|text=Text|xml=XML" when:"method!=GET"`
	Body         expr.Template `json:"body" title:"Content" help:"Variables are written so that the format stays valid." widget:"code" lang:"json" when:"method!=GET&body_kind=json|method!=GET&body_kind=text|method!=GET&body_kind=xml" max:"30000"`
	Form         []nameValue   `json:"form" title:"Form fields" widget:"keyvalue" when:"method!=GET&body_kind=form" items:"50"`
	TimeLimit    int           `json:"time_limit" title:"Time limit" widget:"number" unit:"s" min:"1" max:"60" group:"Advanced options" collapsed:"true"`
	Retry        Retry         `json:"retry" group:"Advanced options" collapsed:"true"`
	SafeToRepeat bool          `json:"safe_to_repeat" title:"May be repeated" help:"After a restart in the middle of the call it is not known whether it arrived. Switch on when making it twice does no harm." widget:"switch" when:"method=POST|method=PATCH" group:"Advanced options" collapsed:"true"`
	Keep         expr.Path     `json:"keep" title:"Keep only" help:"A part of the answer, for example json.customer. Needed when the answer is longer than 16 KiB." widget:"text" placeholder:"json.customer" sees:"json" group:"Advanced options" collapsed:"true"`
	Values       []mapping     `json:"values" title:"Values to keep" help:"Each is a variable of this step." widget:"list" item:"name" items:"30" group:"Values to keep" collapsed:"true"`
	Sample       string        `json:"sample" title:"Sample answer" help:"Tests use it, and the variable picker shows its fields." widget:"code" lang:"json" group:"Sample answer" collapsed:"true" max:"16000"`
}

type nameValue struct {
	Name  string        `json:"name" title:"Name" widget:"text" max:"200"`
	Value expr.Template `json:"value" title:"Value" widget:"template_line" max:"4000"`
}

// httpAnswer is what the step keeps.
type httpAnswer struct {
	Status int             `json:"status"`
	OK     bool            `json:"ok"`
	Body   string          `json:"body,omitempty"`
	JSON   json.RawMessage `json:"json,omitempty"`
	Error  string          `json:"error,omitempty"`
}

func init() {
	outputs := []Output{{Path: "json", Type: "object", Label: "Answer as JSON"}, {Path: "body", Type: "text", Label: "Answer as text"},
		{Path: "status", Type: "number", Label: "Status code"}, {Path: "ok", Type: "boolean", Label: "Worked"}, {Path: "error", Type: "text", Label: "What went wrong"}}
	Register(Kind[httpConfig]{
		Kind: "http", Name: "API call", Group: "actions", Icon: "webhook", Order: 1, Waits: true,
		Help:     "Asks another system and goes on with its answer.",
		Keywords: []string{"http", "webhook", "request", "integration"},
		Defaults: httpConfig{Method: "GET", Query: []nameValue{}, Headers: []nameValue{}, BodyKind: "none", Form: []nameValue{}, TimeLimit: 10,
			Retry: Retry{Times: 2, Wait: Duration{10, "s"}}, Values: []mapping{}},
		Exits:   []ExitRule{{ID: "success", Label: "Success"}, {ID: "error", Label: "Error"}},
		Preview: []PreviewPart{{As: "line", Text: "{method} {url}"}},
		Outputs: outputs,
		Outs: func(c *httpConfig) []Output {
			var list []Output
			for _, m := range c.Values {
				list = append(list, Output{Path: m.Name, Type: "text", Label: m.Name})
			}
			return list
		},
		Enter:  func(c *httpConfig, s *run.Scope) run.Outcome { return c.call(s, httpState{}) },
		Resume: (*httpConfig).resume,
		Check:  checkHTTP,
	})
}

// call makes the request; state tells how often it was tried before.
func (c *httpConfig) call(s *run.Scope, state httpState) run.Outcome {
	seen := len(s.Events)
	req := run.HTTPRequest{Method: c.Method, URL: c.address(s), Timeout: max(1, c.TimeLimit) * 1000}
	if req.Method == "" {
		req.Method = "GET"
	}
	for _, h := range c.Headers {
		if name := strings.TrimSpace(h.Name); name != "" {
			req.Headers = append(req.Headers, run.Header{Name: name, Value: oneLine(s.Text(h.Value))})
		}
	}
	if req.Method != "GET" {
		var kind string
		req.Body, kind = c.body(s)
		if kind != "" && !hasHeader(req.Headers, "Content-Type") {
			req.Headers = append(req.Headers, run.Header{Name: "Content-Type", Value: kind})
		}
	}
	// A call with a hole in it is not made: it would do something else than
	// what was drawn.
	for _, e := range s.Events[seen:] {
		if e.Kind == run.Problem && e.Code == expr.CodeFailed {
			return c.failed(s, "expression_failed")
		}
	}
	if u, err := url.Parse(req.URL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || len(req.URL) > message.MaxURL {
		s.Problem(run.CodeBadURL, "url", req.URL)
		return c.failed(s, "bad_url")
	}
	out := s.Call(req, c.SafeToRepeat)
	out.Wait.Data = note(state)
	return out
}

func (c *httpConfig) failed(s *run.Scope, code string) run.Outcome {
	s.Keep(httpAnswer{Error: code})
	return run.Leave("error")
}

func (c *httpConfig) resume(s *run.Scope, in run.Input) run.Outcome {
	if in.Kind == run.InputTime {
		return c.call(s, recall[httpState](s))
	}
	r := in.Effect
	if out, again := c.again(s, r); again {
		return out
	}
	a := httpAnswer{Status: r.Status, OK: r.Error == "" && r.Status >= 200 && r.Status < 300, Error: r.Error}
	if r.Error != "" {
		s.Problem(run.CodeCallFailed, "error", r.Error, "detail", r.Detail)
	}
	whole := a
	if len(r.JSON) > 0 && json.Valid(r.JSON) {
		whole.JSON = r.JSON
	} else {
		whole.Body = r.Body
	}
	values := c.values(s, whole)
	if !c.Keep.Blank() && whole.JSON != nil {
		part := c.Keep.Eval(answerScope{s, whole.JSON})
		data, err := json.Marshal(expr.Simple(part.Value))
		switch {
		case part.Err != nil || err != nil:
			s.Problem(expr.CodeFailed, "path", c.Keep.Source())
		case part.Value == nil:
			s.Problem(expr.CodeMissing, "path", c.Keep.Source())
			whole.JSON = nil
		default:
			whole.JSON = data
		}
	}
	if !s.Keep(withValues(whole, values)) && (len(values) == 0 || !s.Keep(withValues(a, values))) {
		// Reported: too large. The person goes on by the error path, with the
		// status to look at. Named values alone may still fit.
		a.Error, a.OK = "too_large", false
		s.Keep(a)
	}
	if a.OK {
		return run.Leave("success")
	}
	return run.Leave("error")
}

// answerScope lets "keep" see the answer as json, beside the usual names.
type answerScope struct {
	*run.Scope
	data json.RawMessage
}

func (a answerScope) Root(name string) (any, bool) {
	if name == "json" {
		v, err := expr.FromJSON(a.data)
		return v, err == nil
	}
	return a.Scope.Root(name)
}

// address fills the address in; values are escaped for the place they stand in.
func (c *httpConfig) address(s *run.Scope) string {
	var b strings.Builder
	s.Report(c.URL.Fill(s, func(lit string) { b.WriteString(lit) }, func(v any) {
		text := expr.Text(v, s)
		switch {
		case b.Len() == 0: // the whole beginning is a variable
			b.WriteString(text)
		case strings.Contains(b.String(), "?"):
			b.WriteString(url.QueryEscape(text))
		default:
			b.WriteString(url.PathEscape(text))
		}
	}))
	address := strings.TrimSpace(b.String())
	query := pairs(s, c.Query)
	if query == "" {
		return address
	}
	base, fragment, _ := strings.Cut(address, "#")
	sep := "?"
	if strings.Contains(base, "?") {
		sep = "&"
	}
	address = base + sep + query
	if fragment != "" {
		address += "#" + fragment
	}
	return address
}

// pairs are query or form fields in the order in which they are drawn.
func pairs(s *run.Scope, list []nameValue) string {
	var parts []string
	for _, p := range list {
		if p.Name != "" {
			parts = append(parts, url.QueryEscape(p.Name)+"="+url.QueryEscape(s.Text(p.Value)))
		}
	}
	return strings.Join(parts, "&")
}

func (c *httpConfig) body(s *run.Scope) (text, contentType string) {
	switch c.BodyKind {
	case "json":
		return jsonBody(s, c.Body), "application/json"
	case "form":
		return pairs(s, c.Form), "application/x-www-form-urlencoded"
	case "xml":
		var b strings.Builder
		s.Report(c.Body.Fill(s, func(lit string) { b.WriteString(lit) }, func(v any) { b.WriteString(xmlEscape.Replace(expr.Text(v, s))) }))
		return b.String(), "application/xml"
	case "text":
		return s.Text(c.Body), "text/plain; charset=utf-8"
	}
	return "", ""
}

var xmlEscape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&apos;")

// jsonBody fills JSON in: inside quotes a value is escaped, outside it is
// written as JSON, so that {{ step.age }} is a number and a name gets quotes.
func jsonBody(s *run.Scope, t expr.Template) string {
	var b strings.Builder
	quoted := false
	s.Report(t.Fill(s, func(lit string) {
		for i := 0; i < len(lit); i++ {
			switch lit[i] {
			case '\\':
				if quoted {
					i++
				}
			case '"':
				quoted = !quoted
			}
		}
		b.WriteString(lit)
	}, func(v any) {
		if quoted {
			data, err := json.Marshal(expr.Text(v, s))
			if err == nil {
				b.Write(data[1 : len(data)-1])
			}
			return
		}
		data, err := json.Marshal(expr.JSONValue(v))
		if err != nil {
			data = []byte("null")
		}
		b.Write(data)
	}))
	return b.String()
}

// oneLine keeps a value from adding headers of its own.
func oneLine(s string) string {
	return strings.TrimSpace(strings.NewReplacer("\r", " ", "\n", " ", "\x00", "").Replace(s))
}

func hasHeader(list []run.Header, name string) bool {
	for _, h := range list {
		if strings.EqualFold(h.Name, name) {
			return true
		}
	}
	return false
}

func checkHTTP(c *httpConfig, k *Checker) {
	if c.URL.Fixed() && !c.URL.Blank() {
		u, err := url.Parse(strings.TrimSpace(c.URL.Source()))
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			k.Error(flow.CodeBadURL, "url", "url", c.URL.Source())
		}
	}
	for _, list := range []struct {
		name  string
		pairs []nameValue
	}{{"headers", c.Headers}, {"query", c.Query}, {"form", c.Form}} {
		for i, p := range list.pairs {
			name := strings.TrimSpace(p.Name)
			if name == "" && !p.Value.Blank() || list.name == "headers" && strings.ContainsAny(name, " :\r\n\t") {
				k.Error(flow.CodeEmptyField, list.name+"."+strconv.Itoa(i)+".name")
			}
		}
	}
	if c.Method != "GET" && c.BodyKind == "json" && c.Body.Fixed() && !json.Valid([]byte(c.Body.Source())) {
		k.Error(flow.CodeBadBody, "body", "format", "JSON")
	}
	c.Retry.check(k)
	checkMappings(k, c.Values)
	if c.Sample != "" && !json.Valid([]byte(c.Sample)) {
		k.Warn(flow.CodeBadBody, "sample", "format", "JSON")
	}
}

// Sample is the sample answer that a config holds, or "".
func Sample(config json.RawMessage) string {
	var c struct {
		Sample string `json:"sample"`
	}
	if json.Unmarshal(config, &c) != nil {
		return ""
	}
	return c.Sample
}
