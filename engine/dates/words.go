package dates

import "time"

// The tables hold folded words (lower case, no accents) of English, Italian,
// Spanish, French, German and Portuguese. All are understood in every flow:
// customers do not always write in the language that they are asked in.

// months by name and by the short forms that people write.
var months = index(map[time.Month][]string{
	time.January:   {"january", "jan", "gennaio", "gen", "enero", "ene", "janvier", "janv", "januar", "janner", "janeiro"},
	time.February:  {"february", "feb", "febbraio", "febb", "febrero", "fevrier", "fevr", "fev", "februar", "fevereiro"},
	time.March:     {"march", "mar", "marzo", "mars", "marz", "marco"},
	time.April:     {"april", "apr", "aprile", "abril", "abr", "avril", "avr"},
	time.May:       {"may", "maggio", "mag", "mayo", "mai", "maio"},
	time.June:      {"june", "jun", "giugno", "giu", "junio", "juin", "juni", "junho"},
	time.July:      {"july", "jul", "luglio", "lug", "julio", "juillet", "juil", "juli", "julho"},
	time.August:    {"august", "aug", "agosto", "ago", "aout"},
	time.September: {"september", "sep", "sept", "settembre", "sett", "septiembre", "setiembre", "septembre", "setembro", "set"},
	time.October:   {"october", "oct", "ottobre", "ott", "octubre", "octobre", "oktober", "okt", "outubro", "out"},
	time.November:  {"november", "nov", "novembre", "noviembre", "novembro"},
	time.December:  {"december", "dec", "dicembre", "dic", "diciembre", "decembre", "dezember", "dez", "dezembro"},
})

// weekdays by their full names.
var weekdays = index(map[time.Weekday][]string{
	time.Sunday:    {"sunday", "domenica", "domingo", "dimanche", "sonntag"},
	time.Monday:    {"monday", "lunedi", "lunes", "lundi", "montag", "segunda", "segunda-feira"},
	time.Tuesday:   {"tuesday", "martedi", "martes", "mardi", "dienstag", "terca", "terca-feira"},
	time.Wednesday: {"wednesday", "mercoledi", "miercoles", "mercredi", "mittwoch", "quarta", "quarta-feira"},
	time.Thursday:  {"thursday", "giovedi", "jueves", "jeudi", "donnerstag", "quinta", "quinta-feira"},
	time.Friday:    {"friday", "venerdi", "viernes", "vendredi", "freitag", "sexta", "sexta-feira"},
	time.Saturday:  {"saturday", "sabato", "sabado", "samedi", "samstag", "sonnabend"},
})

// relative days by what people say, as days from today.
var relative = index(map[int][]string{
	0:  {"today", "oggi", "hoy", "aujourd'hui", "aujourdhui", "heute", "hoje"},
	1:  {"tomorrow", "domani", "manana", "demain", "morgen", "amanha"},
	2:  {"day after tomorrow", "the day after tomorrow", "dopodomani", "dopo domani", "pasado manana", "apres-demain", "apres demain", "ubermorgen", "depois de amanha"},
	-1: {"yesterday", "ieri", "ayer", "hier", "gestern", "ontem"},
	-2: {"day before yesterday", "the day before yesterday", "l'altro ieri", "altro ieri", "ieri l'altro", "anteayer", "avant-hier", "avant hier", "vorgestern", "anteontem"},
})

// unit of a distance: in 3 days, tra 2 settimane.
type unit int

const (
	days unit = iota
	weeks
	monthsLong
)

var units = index(map[unit][]string{
	days:       {"day", "days", "giorno", "giorni", "dia", "dias", "jour", "jours", "tag", "tage", "tagen"},
	weeks:      {"week", "weeks", "settimana", "settimane", "semana", "semanas", "semaine", "semaines", "woche", "wochen"},
	monthsLong: {"month", "months", "mese", "mesi", "mes", "meses", "mois", "monat", "monate", "monaten"},
})

// ahead and ago mark the direction of a distance.
var (
	ahead = set("in", "tra", "fra", "en", "dentro", "dans", "em", "daqui")
	ago   = set("ago", "fa", "hace", "vor", "atras", "ha")
)

// upcoming stands before or after a weekday: next Monday, lunedì prossimo.
var upcoming = set("next", "this", "prossimo", "prossima", "questo", "questa", "proximo", "proxima", "este", "esta",
	"prochain", "prochaine", "ce", "cette", "nachsten", "nachster", "nachste", "diesen", "dieser", "kommenden")

// filler stands around a date and says nothing.
var filler = set("the", "on", "of", "il", "lo", "la", "l", "di", "del", "dell", "della", "el", "de", "le", "du", "der", "den", "dem",
	"am", "do", "da", "em", "giorno", "st", "nd", "rd", "th", "º", "ª", "°", "er", "o", "a")

// numerals that open a distance.
var numerals = map[string]int{"a": 1, "one": 1, "un": 1, "una": 1, "uno": 1, "une": 1, "ein": 1, "eine": 1, "einem": 1, "einer": 1, "um": 1, "uma": 1,
	"two": 2, "due": 2, "dos": 2, "deux": 2, "zwei": 2, "dois": 2, "duas": 2, "three": 3, "tre": 3, "tres": 3, "trois": 3, "drei": 3}

// clockFiller stands around a time and says nothing.
var clockFiller = set("at", "alle", "all'", "all", "ore", "ora", "le", "verso", "a", "las", "la", "um", "gegen", "uhr", "as", "o'clock", "h", "hrs",
	"hs", "horas", "hora", "heures", "heure", "vers", "the", "in", "of", "de", "di", "del", "della", "du", "da", "dela", "l", "para", "por", "am", "et", "e")

// halfOfDay words: true is after noon.
var halfOfDay = index(map[bool][]string{
	false: {"am", "mattina", "mattino", "morning", "matin", "manana", "madrugada", "morgens", "fruh", "vormittags", "manha"},
	true:  {"pm", "pomeriggio", "sera", "afternoon", "evening", "tarde", "noche", "soir", "apres-midi", "nachmittags", "abends", "noite"},
})

// moments of the day with a name, in hours.
var moments = index(map[int][]string{
	12: {"noon", "midday", "mezzogiorno", "mezzodi", "mediodia", "midi", "mittag", "mittags", "meio-dia", "meio dia"},
	0:  {"midnight", "mezzanotte", "medianoche", "minuit", "mitternacht", "meia-noite", "meia noite"},
})

// monthFirst are the countries that write the month before the day.
var monthFirst = set("US", "PH", "PR", "GU", "VI", "AS", "MP", "FM", "MH", "PW")

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

func index[V comparable](words map[V][]string) map[string]V {
	m := map[string]V{}
	for v, list := range words {
		for _, w := range list {
			m[w] = v
		}
	}
	return m
}
