package dates

import (
	"testing"
	"time"
	_ "time/tzdata"
)

// now is a Sunday afternoon in Rome.
func now(t testing.TB) time.Time {
	t.Helper()
	rome, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		t.Fatal(err)
	}
	return time.Date(2026, 11, 22, 15, 0, 0, 0, rome)
}

func TestDate(t *testing.T) {
	for _, c := range []struct{ lang, country, text, want string }{
		{"it", "IT", "12/05/1990", "1990-05-12"},
		{"en", "", "12/05/1990", "1990-12-05"},
		{"en", "US", "12/05/1990", "1990-12-05"},
		{"en", "GB", "12/05/1990", "1990-05-12"},
		{"en-GB", "US", "12/05/1990", "1990-05-12"},
		{"en", "US", "25/05/1990", "1990-05-25"},
		{"it", "IT", "05/25/1990", "1990-05-25"},
		{"it", "IT", "12 maggio 1990", "1990-05-12"},
		{"it", "IT", "il 1° maggio 1990", "1990-05-01"},
		{"it", "IT", "12.5.90", "1990-05-12"},
		{"it", "IT", "12-05-26", "2026-05-12"},
		{"it", "IT", "12 5 1990", "1990-05-12"},
		{"it", "IT", "12051990", "1990-05-12"},
		{"it", "IT", "20260512", "2026-05-12"},
		{"it", "IT", "2026-05-12", "2026-05-12"},
		{"it", "IT", "2026/5/12", "2026-05-12"},
		{"en", "GB", "May 12th, 2026", "2026-05-12"},
		{"en", "GB", "the 3rd of June 2027", "2027-06-03"},
		{"en", "GB", "2026 May 12", "2026-05-12"},
		{"en", "GB", "12 may", "2027-05-12"},
		{"en", "GB", "25 december", "2026-12-25"},
		{"en", "GB", "22 november", "2026-11-22"},
		{"it", "IT", "24/12", "2026-12-24"},
		{"it", "IT", "29/2", "2028-02-29"},
		{"es", "ES", "12 de mayo de 1990", "1990-05-12"},
		{"fr", "FR", "1er août 2027", "2027-08-01"},
		{"de", "DE", "12. März 1990", "1990-03-12"},
		{"pt", "BR", "12 de março de 1990", "1990-03-12"},
		{"it", "IT", "lunedì 23 novembre 2026", "2026-11-23"},
		{"en", "GB", "tomorrow", "2026-11-23"},
		{"en", "GB", " Tomorrow! ", "2026-11-23"},
		{"it", "IT", "domani", "2026-11-23"},
		{"it", "IT", "dopodomani", "2026-11-24"},
		{"it", "IT", "ieri", "2026-11-21"},
		{"de", "DE", "übermorgen", "2026-11-24"},
		{"es", "ES", "mañana", "2026-11-23"},
		{"fr", "FR", "aujourd’hui", "2026-11-22"},
		{"pt", "BR", "amanhã", "2026-11-23"},
		{"it", "IT", "tra 3 giorni", "2026-11-25"},
		{"it", "IT", "tra una settimana", "2026-11-29"},
		{"en", "GB", "in two weeks", "2026-12-06"},
		{"en", "GB", "3 days ago", "2026-11-19"},
		{"de", "DE", "in 3 Tagen", "2026-11-25"},
		{"fr", "FR", "dans 2 mois", "2027-01-22"},
		{"es", "ES", "hace 3 días", "2026-11-19"},
		{"en", "GB", "monday", "2026-11-23"},
		{"it", "IT", "domenica prossima", "2026-11-29"},
		{"en", "GB", "next friday", "2026-11-27"},
		{"pt", "BR", "terça-feira", "2026-11-24"},
		{"ar", "EG", "١٢/٠٥/١٩٩٠", "1990-05-12"},
		{"he", "IL", "\u200f12/05/1990\u200e", "1990-05-12"},
	} {
		got, ok := New(now(t), c.lang, c.country).Date(c.text)
		if !ok || got.Format(time.DateOnly) != c.want {
			t.Errorf("%s %q: %s %v, want %s", c.lang, c.text, got.Format(time.DateOnly), ok, c.want)
		}
	}
}

func TestNoDate(t *testing.T) {
	r := New(now(t), "it", "IT")
	for _, text := range []string{
		"", " ", "?", "ciao", "12", "31/02/2026", "32/01/2026", "12/13/14/15", "12/05/199", "-12/05/1990", "12//05/1990", "00/00/0000",
		"12/05/9999", "12 maggio giugno 1990", "maggio 2026", "nel 1990", "🎂", "12/05/1990 🎂", "999999999999", "domani o dopodomani",
		"tra 5000 giorni", "29/02/2027", "the", "di", "1.2.3.4.5",
	} {
		if got, ok := r.Date(text); ok {
			t.Errorf("%q was read as %s", text, got)
		}
	}
}

func TestTime(t *testing.T) {
	r := New(now(t), "it", "IT")
	for text, want := range map[string]string{
		"9": "09:00", "09": "09:00", "9.30": "09:30", "9:30": "09:30", "21:15": "21:15", "9pm": "21:00", "9 PM": "21:00", "9:30 p.m.": "21:30",
		"12am": "00:00", "12pm": "12:00", "21h15": "21:15", "21h": "21:00", "alle 9": "09:00", "alle ore 9,30": "09:30", "ore 18": "18:00",
		"at 5 in the afternoon": "17:00", "9 di sera": "21:00", "7 del mattino": "07:00", "a las 9 de la noche": "21:00", "um 9 Uhr": "09:00",
		"9 Uhr 30": "09:30", "mezzogiorno": "12:00", "midnight": "00:00", "a mezzanotte": "00:00", "24": "00:00", "24:00": "00:00", "2130": "21:30", "930": "09:30",
		"21:15:30": "21:15", "٩:٣٠": "09:30", "às 9h30": "09:30", "9 e 30": "09:30",
	} {
		if got, ok := r.Time(text); !ok || got.String() != want {
			t.Errorf("%q: %s %v, want %s", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "25", "9:60", "9.5", "24:01", "21 am", "pm", "9/30", "-9", "soon", "9:30:99", "99999", "1 2 3 4", "🕘"} {
		if got, ok := r.Time(text); ok {
			t.Errorf("%q was read as %s", text, got)
		}
	}
}

func TestDateTime(t *testing.T) {
	r := New(now(t), "it", "IT")
	for text, want := range map[string]string{
		"12/05/2027 9.30": "2027-05-12T09:30:00+02:00", "domani alle 9": "2026-11-23T09:00:00+01:00", "tomorrow at 9pm": "2026-11-23T21:00:00+01:00",
		"alle 9 di domani": "2026-11-23T09:00:00+01:00", "12 maggio 2027, ore 18": "2027-05-12T18:00:00+02:00", "2027-05-12T09:30": "2027-05-12T09:30:00+02:00",
		"2027-05-12T09:30:00Z": "2027-05-12T11:30:00+02:00", "9.30 domani": "2026-11-23T09:30:00+01:00", "24/12 24:00": "2026-12-25T00:00:00+01:00",
		"venerdì alle 15.30": "2026-11-27T15:30:00+01:00", "dopodomani a mezzogiorno": "2026-11-24T12:00:00+01:00",
	} {
		got, ok := r.DateTime(text)
		if !ok || got.Format(time.RFC3339) != want {
			t.Errorf("%q: %s %v, want %s", text, got.Format(time.RFC3339), ok, want)
		}
	}
	for _, text := range []string{"", "domani", "9.30", "31/02/2027 9.30", "9.61 9.30", "domani domani"} {
		if got, ok := r.DateTime(text); ok {
			t.Errorf("%q was read as %s", text, got)
		}
	}
}

// Whatever is read can be written and read again.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"12/05/1990", "domani alle 9.30", "in 3 days", "May 12th", "9pm", "2026-05-12T09:30", "\u202e12/05", "٣", "1.2.3", "le 9 du soir", "\xff\xfe"} {
		f.Add(s)
	}
	at := now(f)
	f.Fuzz(func(t *testing.T, s string) {
		for _, lang := range []string{"en", "it"} {
			r := New(at, lang, "")
			if d, ok := r.Date(s); ok {
				again, ok := r.Date(d.Format(time.DateOnly))
				if !ok || !again.Equal(d) || d.Year() < minYear || d.Year() > maxYear {
					t.Errorf("%q is %s, then %s", s, d, again)
				}
			}
			if c, ok := r.Time(s); ok {
				if again, ok := r.Time(c.String()); !ok || again != c {
					t.Errorf("%q is %s, then %s", s, c, again)
				}
			}
			if d, ok := r.DateTime(s); ok {
				if again, ok := r.DateTime(d.Format(time.RFC3339)); !ok || again.Unix() != d.Unix() {
					t.Errorf("%q is %s, then %s", s, d, again)
				}
			}
		}
	})
}
