package message

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func options2(n int, title string) []Option {
	var out []Option
	for i := range n {
		out = append(out, Option{ID: "s:" + string(rune('a'+i)), Title: title + string(rune('a'+i))})
	}
	return out
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		about   string
		content Content
		want    string
	}{
		{"text", Content{Type: Text, Text: "hi"}, ""},
		{"empty text", Content{Type: Text, Text: " \n"}, "empty text"},
		{"longest text", Content{Type: Text, Text: strings.Repeat("x", 4096)}, ""},
		{"emoji count twice", Content{Type: Text, Text: strings.Repeat("😀", 2049)}, "too_long text"},
		{"caption", Content{Type: Image, Media: &Media{ID: "m"}, Text: strings.Repeat("x", 1025)}, "too_long caption"},
		{"no media", Content{Type: Image}, "media_missing media"},
		{"bad address", Content{Type: Document, Media: &Media{URL: "file:///etc/passwd"}}, "bad_url media"},
		{"sticker has no caption", Content{Type: Sticker, Media: &Media{ID: "m"}, Text: "x"}, "too_long caption"},
		{"buttons", Content{Type: Buttons, Text: "x", Options: options2(3, "Title ")}, ""},
		{"no button", Content{Type: Buttons, Text: "x"}, "too_few options"},
		{"four buttons", Content{Type: Buttons, Text: "x", Options: options2(4, "Title ")}, "too_many options"},
		{"long title", Content{Type: Buttons, Text: "x", Options: options2(1, "A title of twenty-one")}, "too_long options/0/title"},
		{"equal titles", Content{Type: Buttons, Text: "x", Options: []Option{{ID: "a", Title: "A"}, {ID: "a", Title: "A"}}}, "not_unique options/1/title, not_unique options/1/id"},
		{"body of buttons", Content{Type: Buttons, Text: strings.Repeat("x", 1025), Options: options2(1, "A")}, "too_long text"},
		{"list", Content{Type: List, Text: strings.Repeat("x", 4096), ListButton: "Open", Options: options2(10, "Row ")}, ""},
		{"list without button", Content{Type: List, Text: "x", Options: options2(11, "Row ")}, "empty list_button, too_many options"},
		{"header and footer", Content{Type: Buttons, Text: "x", Options: options2(1, "A"), Header: &Header{Text: strings.Repeat("h", 61)}, Footer: strings.Repeat("f", 61)}, "too_long header, too_long footer"},
		{"link", Content{Type: Link, Text: "x", Link: &LinkButton{Title: "Open", URL: "https://example.com"}}, ""},
		{"link without address", Content{Type: Link, Text: "x", Link: &LinkButton{Title: "Open", URL: "example.com"}}, "bad_url link"},
		{"what we only receive", Content{Type: ButtonReply}, "not_sendable type"},
		{"location", Content{Type: Location, Location: &Place{}}, ""},
	} {
		var got []string
		for _, v := range Check(c.content) {
			got = append(got, v.Code+" "+v.Part)
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: %q, want %q", c.about, s, c.want)
		}
	}
}

func TestCutAndFit(t *testing.T) {
	for _, c := range []struct {
		in   string
		most int
		want string
	}{{"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"😀😀", 3, "😀…"}, {"ab   d", 5, "ab…"}, {"x", 0, ""}} {
		got, cut := Cut(c.in, c.most)
		if got != c.want || cut != (got != c.in) || Length(got) > c.most {
			t.Errorf("Cut(%q, %d) = %q, %v", c.in, c.most, got, cut)
		}
	}
	c := Content{Type: Buttons, Text: "x", Options: options2(2, "A title that is much too long ")}
	cuts := Fit(&c)
	if len(cuts) != 2 || cuts[0].Code != TooLong || cuts[0].Params["got"] != "31" {
		t.Errorf("%+v", cuts)
	}
	if left := Check(c); len(left) != 1 || left[0].Code != Double {
		t.Errorf("after fitting: %+v", left)
	}
}

func FuzzCut(f *testing.F) {
	f.Add("añ😀👩‍👩‍👧 x", 4)
	f.Fuzz(func(t *testing.T, s string, most int) {
		got, cut := Cut(s, most)
		if most >= 0 && Length(got) > most || utf8.ValidString(s) && !utf8.ValidString(got) || !cut && got != s {
			t.Fatalf("Cut(%q, %d) = %q", s, most, got)
		}
	})
}
