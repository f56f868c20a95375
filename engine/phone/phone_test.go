package phone

import "testing"

func TestParse(t *testing.T) {
	for _, c := range []struct{ in, country, want string }{
		{"+39 347 123 4567", "", "+393471234567"}, {"347 1234567", "IT", "+393471234567"}, {"347 1234567", "it", "+393471234567"},
		{"0039 347 1234567", "", "+393471234567"}, {"(11) 96123-4567", "BR", "+5511961234567"}, {"+55 11 96123-4567", "IT", "+5511961234567"},
		{"06 1234 5678", "IT", "+390612345678"}, {"2125551234", "US", "+12125551234"}, {"347 1234567", "", ""}, {"12", "IT", ""}, {"hello", "IT", ""},
		{"", "IT", ""}, {"+999 123456789", "", ""}, {"347 1234567 and a very long text that goes on and on and on and on", "IT", ""}, {"347 1234567", "XX", ""},
	} {
		if got, ok := Parse(c.in, c.country); got != c.want || ok != (c.want != "") {
			t.Errorf("Parse(%q, %q) = %q", c.in, c.country, got)
		}
	}
}

func TestWaID(t *testing.T) {
	if got := FromWaID("393471234567"); got != "+393471234567" {
		t.Error(got)
	}
	if got := FromWaID("not-a-number"); got != "" {
		t.Error(got)
	}
	if got := ToWaID("+39 347"); got != "39347" {
		t.Error(got)
	}
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"5511961234567", "551161234567", true}, {"5215512345678", "525512345678", true}, {"5491123456789", "541123456789", true},
		{"393471234567", "393471234567", true}, {"393471234567", "393471234568", false}, {"", "39", false},
	} {
		if SameWaID(c.a, c.b) != c.same || SameWaID(c.b, c.a) != c.same {
			t.Errorf("SameWaID(%s, %s) is not %v", c.a, c.b, c.same)
		}
	}
}

func TestCountry(t *testing.T) {
	if Country("+393471234567") != "IT" || Country("junk") != "" || !KnownCountry("it") || KnownCountry("ZZ") || KnownCountry("Italy") {
		t.Error("countries")
	}
	if got := Display("+393471234567"); got != "+39 347 123 4567" {
		t.Error(got)
	}
	if got := Display("junk"); got != "junk" {
		t.Error(got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("+39 347", "IT")
	f.Fuzz(func(t *testing.T, text, country string) {
		if e164, ok := Parse(text, country); ok {
			if again, ok := Parse(e164, ""); !ok || again != e164 {
				t.Fatalf("%q is %q is %q", text, e164, again)
			}
		}
	})
}
