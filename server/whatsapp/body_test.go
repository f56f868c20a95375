package whatsapp

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"flusso/engine/message"
)

// TestBody writes one request of every kind that can be sent.
func TestBody(t *testing.T) {
	media := &message.Media{URL: "https://x.it/a.pdf", Filename: "a.pdf"}
	options := []message.Option{{ID: "a", Title: "Sales"}, {ID: "b", Title: "Support"}}
	contents := map[string]message.Content{
		"text":             {Type: message.Text, Text: "Ciao <3 & 🍕", Preview: true},
		"image":            {Type: message.Image, Text: "cap", Media: &message.Media{GraphID: "9", URL: "https://never.used"}},
		"document":         {Type: message.Document, Text: "cap", Media: media},
		"audio":            {Type: message.Audio, Text: "no caption", Media: &message.Media{GraphID: "9", Voice: true}},
		"sticker":          {Type: message.Sticker, Media: &message.Media{GraphID: "9"}},
		"video":            {Type: message.Video, Media: &message.Media{URL: "https://x.it/v.mp4", Filename: "never.sent"}},
		"buttons":          {Type: message.Buttons, Text: "Choose", Options: options, Footer: "f", Header: &message.Header{Text: "H"}},
		"buttons_document": {Type: message.Buttons, Text: "Choose", Options: options[:1], Header: &message.Header{Type: message.Document, Media: media}},
		"buttons_image":    {Type: message.Buttons, Text: "Choose", Options: options[:1], Header: &message.Header{Type: message.Image, Media: media}},
		"list":             {Type: message.List, Text: "Choose", ListButton: "Open", Options: []message.Option{{ID: "a", Title: "A", Description: "d"}}},
		"list_sections": {Type: message.List, Text: "Choose", ListButton: "Open", Options: []message.Option{
			{ID: "a", Title: "A", Section: "S1"}, {ID: "b", Title: "B"}, {ID: "c", Title: "C", Section: "S1"}}},
		"link":             {Type: message.Link, Text: "Look", Link: &message.LinkButton{Title: "Open", URL: "https://x.it/?a=1&b=2"}},
		"location":         {Type: message.Location, Location: &message.Place{Latitude: 45.4, Longitude: 9.1, Name: "N", Address: "A"}},
		"location_request": {Type: message.LocationRequest, Text: "Where?", Footer: "never", Header: &message.Header{Text: "never"}},
		"contacts":         {Type: message.Contacts, Contacts: []message.Card{{Name: "Bo", Org: "Acme", Phones: []message.CardPhone{{Phone: "+39", WaID: "39"}}, Emails: []string{"b@x.it"}}}},
		"reaction":         {Type: message.Reaction, Reaction: &message.ReactionTo{MessageID: "wamid.X"}},
		"template":         {Type: message.Template, Template: &message.TemplateCall{Name: "n", Language: "it", Params: json.RawMessage(`[{"type":"body"}]`)}},
		"template_header":  {Type: message.Template, Header: &message.Header{Type: message.Image, Media: media}, Template: &message.TemplateCall{Name: "n", Language: "it", Params: json.RawMessage(`[{"type":"body"}]`)}},
		"template_plain":   {Type: message.Template, Template: &message.TemplateCall{Name: "n", Language: "it", Params: json.RawMessage(`[]`)}},
	}
	out := map[string]json.RawMessage{}
	for name, c := range contents {
		raw, err := Body(Outgoing{To: To{Phone: "+393331112222"}, Content: c, ReplyTo: "wamid.Q", Callback: "m-1"})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		out[name] = raw
	}
	raw, err := Body(Outgoing{To: To{UserID: "IT.1"}, Content: contents["text"]})
	if err != nil {
		t.Error(err)
	}
	out["to_user_id"] = raw
	golden(t, "testdata/body/bodies.golden", pretty(t, out))
}

func TestBodyRefusesWhatMakesNoRequest(t *testing.T) {
	to := To{Phone: "+39"}
	for name, o := range map[string]Outgoing{
		"nobody":          {Content: message.Content{Type: message.Text, Text: "x"}},
		"empty text":      {To: to, Content: message.Content{Type: message.Text}},
		"no file":         {To: to, Content: message.Content{Type: message.Image}},
		"own file only":   {To: to, Content: message.Content{Type: message.Image, Media: &message.Media{ID: "ours"}}},
		"audio no file":   {To: to, Content: message.Content{Type: message.Audio}},
		"no options":      {To: to, Content: message.Content{Type: message.Buttons, Text: "x"}},
		"no link":         {To: to, Content: message.Content{Type: message.Link, Text: "x"}},
		"no place":        {To: to, Content: message.Content{Type: message.Location}},
		"no card":         {To: to, Content: message.Content{Type: message.Contacts}},
		"no reaction":     {To: to, Content: message.Content{Type: message.Reaction}},
		"no template":     {To: to, Content: message.Content{Type: message.Template}},
		"inbound only":    {To: to, Content: message.Content{Type: message.ButtonReply}},
		"no body":         {To: to, Content: message.Content{Type: message.List, Options: []message.Option{{ID: "a"}}}},
		"audio as header": {To: to, Content: message.Content{Type: message.Buttons, Text: "x", Options: []message.Option{{ID: "a"}}, Header: &message.Header{Type: message.Audio, Media: &message.Media{URL: "https://x"}}}},
		"long callback":   {To: to, Content: message.Content{Type: message.Text, Text: "x"}, Callback: strings.Repeat("x", maxCallback+1)},
	} {
		if raw, err := Body(o); !errors.Is(err, ErrContent) {
			t.Errorf("%s: %s %v", name, raw, err)
		}
	}
}

// TestClassify holds the table against the codes of the reference.
func TestClassify(t *testing.T) {
	for class, codes := range map[Class][]int{
		Retry: {1, 2, 4, 80007, 130429, 131057, 133004, 2494100}, RetryPair: {131056}, Uncertain: {131000, 131016},
		Hold:          {131048, 131064, 131049, 132015, 132069, 133015, 133016, 133008, 133009},
		Fallback:      {131047, 134102, 134100, 131062, 131060},
		StopRecipient: {131050, 131026, 130403, 131021, 130472},
		FixRequest:    {33, 100, 131008, 131009, 131051, 131053, 131055, 132000, 132001, 132005, 132007, 132012, 132018, 132068, 135000, 139100, 2388024, 987654},
		FixAccount: {0, 190, 3, 10, 200, 250, 299, 131005, 368, 131031, 130497, 131037, 131042, 131045, 133000, 133005, 133006, 133010, 132016,
			134011, 2593107, 2593108, 2593109, 1752041},
		InboundOnly: {131052},
	} {
		for _, code := range codes {
			if got := Classify(code); got.Class != class {
				t.Errorf("%d: %s instead of %s", code, got.Class, class)
			} else if (class == Retry || class == RetryPair || class == Hold) != (got.Wait > 0) {
				t.Errorf("%d: wait %s", code, got.Wait)
			}
		}
	}
}

func TestRefusal(t *testing.T) {
	e := func(code int) *Error { return &Error{Code: code} }
	for _, c := range []struct {
		status int
		err    *Error
		want   Class
	}{
		{400, e(130429), Retry}, {429, e(130429), Retry}, {429, nil, Retry}, {429, e(99999), Retry},
		{500, e(131000), Uncertain}, {400, e(131000), Uncertain}, {500, e(2), Uncertain}, {400, e(2), Retry}, {500, e(1), Uncertain},
		{500, e(3), FixAccount}, {500, e(131045), FixAccount}, {500, e(131057), Retry}, {500, e(777777), Uncertain},
		{500, nil, Uncertain}, {503, nil, Uncertain}, {502, e(0), Uncertain}, {401, e(0), FixAccount}, {401, e(190), FixAccount},
		{404, e(132001), FixRequest}, {401, nil, FixAccount}, {403, nil, FixAccount}, {404, nil, FixRequest}, {408, nil, Uncertain}, {301, nil, FixRequest},
		{400, e(131056), RetryPair}, {400, e(131047), Fallback}, {400, e(131026), StopRecipient},
	} {
		if got := refusal(c.status, c.err); got.Class != c.want {
			t.Errorf("%d %v: %s instead of %s", c.status, c.err, got.Class, c.want)
		}
	}
}
