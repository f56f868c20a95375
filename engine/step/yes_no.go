package step

import (
	"strings"

	"flusso/engine/expr"
	"flusso/engine/message"
	"flusso/engine/run"
)

// answerWords of yes and no, folded. Every language is understood in every
// flow: no word means yes in one of them and no in another.
var answerWords = map[string]bool{}

func init() {
	for _, w := range strings.Fields("yes y yep yeah yup sure ok okay correct right true si sì certo certamente giusto esatto vero confermo claro vale correcto verdadero " +
		"oui ouais exact bien d'accord vrai ja jawohl richtig genau stimmt wahr sim correto certo verdadeiro confirmo 👍 ✅ ✔ 👌") {
		answerWords[expr.Fold(w)] = true
	}
	for _, w := range []string{"va bene", "of course", "por supuesto", "de acuerdo", "bien sur", "na klar", "com certeza", "yes please", "si grazie", "all right"} {
		answerWords[expr.Fold(w)] = true
	}
	for _, w := range strings.Fields("no n nope nah wrong false sbagliato falso incorrecto non faux nein ne nee falsch nicht nao não errado incorreto 👎 ❌ ✖") {
		answerWords[expr.Fold(w)] = false
	}
	for _, w := range []string{"no grazie", "no thanks", "non va bene", "no gracias", "non merci", "nein danke", "nao obrigado", "not really"} {
		answerWords[expr.Fold(w)] = false
	}
}

// yesNo are the two buttons in the flow's language; prefix tells the buttons
// of a question from those of its confirmation.
func yesNo(s *run.Scope, prefix string) []shown {
	return []shown{{ID: prefix + "yes", Title: upperFirst(expr.PrintValue(true, s.Language))}, {ID: prefix + "no", Title: upperFirst(expr.PrintValue(false, s.Language))}}
}

// upperFirst is for words that begin with a letter of ASCII.
func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// readYesNo reads a tap, a word of any language or 1 and 2.
func readYesNo(s *run.Scope, prefix string, in *message.Inbound) (yes bool, label, refused string) {
	options := yesNo(s, prefix)
	if o, why := readOption(s, options, in); o != nil {
		return o.ID == options[0].ID, o.Title, ""
	} else if why == RefusedOldOption {
		return false, "", why
	}
	text := in.Content.Words()
	if len(text) > maxOptionWords {
		return false, "", RefusedNotYesNo
	}
	yes, ok := wordsMean(strings.TrimRight(expr.Fold(text), " .!,"))
	if !ok {
		return false, "", RefusedNotYesNo
	}
	if yes {
		return true, options[0].Title, ""
	}
	return false, options[1].Title, ""
}

// wordsMean reads a whole phrase, else words that all say the same: yes, sure.
func wordsMean(text string) (yes, ok bool) {
	if yes, ok = answerWords[text]; ok {
		return yes, true
	}
	for i, w := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,.!;", r) }) {
		v, known := answerWords[w]
		if !known || i > 0 && v != yes {
			return false, false
		}
		yes, ok = v, true
	}
	return yes, ok
}
